/*
 * roles.h - the roles that a text gives to the names in it: "le président russe Vladimir Poutine", "Odile Ferrand,
 * maire de Valmer".
 */
#ifndef DP_ROLES_H
#define DP_ROLES_H

#include "entities/description.h"

/* The descriptions beside a name: the one right before it ("président russe"), one before that ("ministre et député",
 * "le doyen, le Pr"), the one after it behind a comma or bracket. The flags tell which were found. */
typedef struct dp_roles {
    bool before, further, after;
    dp_description before_name, before_that, after_name;
} dp_roles;

/* Reads the descriptions beside the name in `name`, a name among `tags`. */
dp_roles dp_roles_of(const depeche_pack *pack, const dp_description_sets *sets, const dp_text *text, dp_range name,
                     const dp_tags *tags, const uint32_t *tag_of_token);

#endif
