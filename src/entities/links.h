/*
 * links.h - identifiers of places: ISO 3166 for countries, GeoNames for cities.
 */
#ifndef DP_LINKS_H
#define DP_LINKS_H

#include "entities/entities.h"

/* Links the places among the entities. A city's name that several share goes to the one that is large, lies in a
 * country that the text names, and near the other cities of the text. Returns 0 or -1 (memory). */
int dp_links_add(const depeche_pack *pack, dp_arena *arena, dp_entities *entities);

#endif
