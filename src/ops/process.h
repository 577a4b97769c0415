/*
 * process.h - what Prometheus clients tell of their own process: memory, CPU time, descriptors, start.
 */
#ifndef DP_PROCESS_H
#define DP_PROCESS_H

#include "ops/buffer.h"

/* Adds the process_* metrics of this process as Prometheus text. What the system does not tell is left out. */
void dp_process_render(dp_buffer *text);

#endif
