/*
 * show.h - a pack shown to a person.
 */
#ifndef DP_SHOW_H
#define DP_SHOW_H

#include <stdio.h>

#include "depeche/depeche.h"

/* Language, versions, sections and counts of an open pack. */
void dp_show_pack(const depeche_pack *pack, FILE *out);

/* What the pack knows of a form: as a word, as an entry of lists, as a member of sets, as a city. */
void dp_show_form(const depeche_pack *pack, const char *form, FILE *out);

#endif
