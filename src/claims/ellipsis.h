/*
 * ellipsis.h - what further shares of those asked say, whose verb is not repeated: "22 % estiment que A, 17 % que B et
 * 9 % que C".
 */
#ifndef DP_ELLIPSIS_H
#define DP_ELLIPSIS_H

#include "claims/report.h"

/* Adds a report for each further share to those whose source is a share, with the cue of the first; contents that
 * reached over them are cut. Those added are behind all others. Returns 0 or -1 (memory). */
int dp_ellipses_add(const dp_scene *scene, dp_reports *reports);

#endif
