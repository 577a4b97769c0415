/*
 * error.h - filling a depeche_error.
 */
#ifndef DP_ERROR_H
#define DP_ERROR_H

#include "depeche/depeche.h"

/* Writes status and message (printf form) where `error` is not NULL, and gives the status back. */
__attribute__((format(printf, 3, 4))) depeche_status dp_error_set(depeche_error *error, depeche_status status,
                                                                  const char *format, ...);

#endif
