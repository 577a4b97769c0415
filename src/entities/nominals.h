/*
 * nominals.h - mentions of entities by description: "le président russe", "l'agence".
 */
#ifndef DP_NOMINALS_H
#define DP_NOMINALS_H

#include "base/array.h"
#include "entities/known.h"

typedef dp_array(dp_mention) dp_mention_array;

/* Finds definite descriptions that fit what is known of exactly one entity, and appends them to `mentions` in the order
 * of the text. Tokens of names (tag_of_token) and of the roles beside them (`taken`) are left alone. Returns 0 or -1
 * (memory). */
int dp_nominals_find(const depeche_pack *pack, dp_arena *arena, const dp_text *text, const uint32_t *tag_of_token,
                     const bool *taken, const dp_known *known, dp_mention_array *mentions);

#endif
