/*
 * cities.h - the gazetteer table of a language.
 *
 * Columns: GeoNames number, name, other names separated by |, country (ISO 3166 alpha-2), latitude, longitude
 * (degrees), population.
 */
#ifndef DP_CITIES_H
#define DP_CITIES_H

#include "lang/compiler/source.h"
#include "lang/compiler/writer.h"

/* Reads the table, already loaded (NULL: there is none), and adds the sections cities.* to a pack. Errors: MEMORY,
 * ARGUMENT with file and line. */
depeche_status dp_cities_write(dp_source *source, dp_writer *writer, depeche_error *error);

#endif
