/*
 * link.h - sections added to a base pack.
 */
#ifndef DP_LINK_H
#define DP_LINK_H

#include "depeche/depeche.h"

/* Writes to `path` the pack `base` with `count` more sections; parts[i] is "name=file". A section that the base has
 * already is replaced, unless it belongs to the base pack itself (then an error). The same inputs give the same bytes.
 * Errors: those of depeche_pack_open for the base, IO, MEMORY, ARGUMENT. */
DEPECHE_MUST_USE depeche_status dp_link(const char *base, const char *const *parts, size_t count, const char *path,
                                        depeche_error *error);

#endif
