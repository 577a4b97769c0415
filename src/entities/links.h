/*
 * links.h - identifiers of places: ISO 3166 for countries and their parts, GeoNames for cities.
 */
#ifndef DP_LINKS_H
#define DP_LINKS_H

#include "entities/entities.h"

/* Links the places among the entities. A city's name that several share goes to the one that is large and lies in the
 * country that the lexicon of places gives the name, or in one that the text speaks of: it names the country, its
 * people, or other places in it. A name that is a part of a country and no city, river or mountain is linked as that.
 * Returns 0 or -1 (memory). */
int dp_links_add(const depeche_pack *pack, dp_arena *arena, dp_entities *entities);

#endif
