/*
 * roles.h - the roles that a text gives to the names in it: "le président russe Vladimir Poutine", "Odile Ferrand,
 * maire de Valmer".
 */
#ifndef DP_ROLES_H
#define DP_ROLES_H

#include "entities/description.h"

/* Reads the description right before the name in `name` ("président russe"), and the one after it between commas or
 * brackets. `*before` and `*after` tell which were found. */
typedef struct dp_roles {
    bool before, after;
    dp_description before_name, after_name;
} dp_roles;

dp_roles dp_roles_of(const depeche_pack *pack, const dp_description_sets *sets, const dp_text *text, dp_range name,
                     const dp_tags *tags, const uint32_t *tag_of_token);

#endif
