/*
 * quantity.h - numbers with units as people write them in a configuration: 30s, 10MB, yes.
 */
#ifndef DP_QUANTITY_H
#define DP_QUANTITY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* Each reads the whole of `text` and returns false when it is not of the form, or does not fit 63 bits. */

/* Digits with an optional minus sign. */
bool dp_quantity_integer(dp_str text, int64_t *number);

/* A number and a unit: us, ms, s, m (or min), h, d; several may follow each other (1m30s). In microseconds. A bare 0
 * is allowed; any other number without a unit is not, since nobody could tell what was meant. */
bool dp_quantity_duration(dp_str text, int64_t *microseconds);

/* A number and an optional unit: B, kB, MB, GB (powers of 1000), KiB, MiB, GiB (powers of 1024). In bytes. Case does
 * not count; "k", "m" and "g" alone are powers of 1024, as in most tools. */
bool dp_quantity_size(dp_str text, int64_t *bytes);

/* true/false, yes/no, on/off, 1/0; case does not count. */
bool dp_quantity_boolean(dp_str text, bool *value);

/* Writes a duration or a size in its shortest exact form ("1m30s", "10MB") into `text` of 32 bytes. */
void dp_quantity_duration_text(int64_t microseconds, char text[32]);
void dp_quantity_size_text(int64_t bytes, char text[32]);

#endif
