/*
 * completion.h - scripts that complete the command line, made from the declared commands and settings.
 */
#ifndef DP_COMPLETION_H
#define DP_COMPLETION_H

#include "ops/buffer.h"

void dp_completion_bash(dp_buffer *script);
void dp_completion_zsh(dp_buffer *script);
void dp_completion_fish(dp_buffer *script);

#endif
