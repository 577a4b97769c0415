/*
 * samples.h - the sample articles of the demo, built into the program from the training corpus.
 */
#ifndef DP_SAMPLES_H
#define DP_SAMPLES_H

extern const unsigned char dp_samples[]; /* JSON Lines, terminated */

#endif
