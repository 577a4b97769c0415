#include "entities/entities.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "entities/learning.h"
#include "entities/links.h"
#include "entities/merge.h"
#include "entities/nominals.h"
#include "entities/roles.h"
#include "text/phrase.h"

enum { ROLES_MAX = 8 };

typedef struct finder {
    const depeche_pack *pack;
    dp_arena *arena;
    const dp_text *text;
    const dp_tags *tags;
    dp_forms forms;
    dp_merged merged;
    dp_learning learning;
    uint32_t *tag_of_token; /* number of the name's tag that covers a token; DEPECHE_NONE elsewhere */
    bool *taken;            /* tokens of the roles beside names */
    dp_entities *entities;
} finder;

static depeche_entity_type type_of(dp_tag tag) {
    switch (tag) {
        case DP_TAG_PER:
            return DEPECHE_PERSON;
        case DP_TAG_ORG:
            return DEPECHE_ORGANIZATION;
        case DP_TAG_LOC:
            return DEPECHE_LOCATION;
        case DP_TAG_EVT:
            return DEPECHE_EVENT;
        case DP_TAG_MISC:
            return DEPECHE_WORK;
        default:
            return DEPECHE_GROUP;
    }
}

static int cover_tokens(finder *f) {
    f->tag_of_token = dp_arena_alloc(f->arena, f->text->token_count * sizeof *f->tag_of_token);
    f->taken = dp_arena_calloc(f->arena, f->text->token_count, sizeof *f->taken);
    if (!f->tag_of_token || !f->taken) return -1;
    memset(f->tag_of_token, 0xff, f->text->token_count * sizeof *f->tag_of_token);
    for (uint32_t i = 0; i < f->tags->count; i++) {
        if (!dp_tag_is_name(f->tags->at[i].tag)) continue;
        for (uint32_t t = f->tags->at[i].tokens.first; t < f->tags->at[i].tokens.end; t++) f->tag_of_token[t] = i;
    }
    return 0;
}

static bool is_acronym(const dp_text *text, const dp_form *form) {
    return form->word_count == 1 && text->tokens[form->tokens.first].casing == DP_CASING_UPPER;
}

/* Whether form a is a better canonical name than form b: more words; of equals the one that is no acronym, then the one
 * mentioned more, then the earlier. */
static bool is_fuller(const dp_text *text, const dp_form *a, const dp_form *b) {
    if (a->word_count != b->word_count) return a->word_count > b->word_count;
    if (is_acronym(text, a) != is_acronym(text, b)) return is_acronym(text, b);
    return a->mention_count > b->mention_count;
}

/* Names every entity after its best form and lists the other forms as aliases. */
static int name_entities(finder *f) {
    uint32_t entities = f->entities->count, forms = f->forms.count;
    uint32_t *best = dp_arena_alloc(f->arena, entities * sizeof *best);
    uint32_t *form_count = dp_arena_calloc(f->arena, entities, sizeof *form_count);
    if (!best || !form_count) return -1;
    memset(best, 0xff, entities * sizeof *best);
    for (uint32_t i = 0; i < forms; i++) {
        uint32_t e = f->merged.of_form[i];
        form_count[e]++;
        if (best[e] == DEPECHE_NONE || is_fuller(f->text, &f->forms.at[i], &f->forms.at[best[e]])) best[e] = i;
    }
    for (uint32_t e = 0; e < entities; e++) {
        dp_entity *entity = &f->entities->at[e];
        if (best[e] == DEPECHE_NONE) continue;
        const dp_form *form = &f->forms.at[best[e]];
        entity->type = type_of(form->tag);
        if (dp_phrase(f->arena, dp_text_range(f->text, form->tokens), &entity->name)) return -1;
        entity->gender = form->gender;
        entity->aliases = dp_arena_calloc(f->arena, form_count[e], sizeof *entity->aliases);
        if (!entity->aliases) return -1;
    }
    for (uint32_t i = 0; i < forms; i++) {
        uint32_t e = f->merged.of_form[i];
        if (i == best[e]) continue;
        dp_entity *entity = &f->entities->at[e];
        dp_str *alias = &entity->aliases[entity->alias_count++];
        if (dp_phrase(f->arena, dp_text_range(f->text, f->forms.at[i].tokens), alias)) return -1;
        if (entity->gender == DP_GENDER_UNKNOWN) entity->gender = f->forms.at[i].gender;
    }
    return 0;
}

/* Entities whose every form is ambiguous between others have no form of their own, so none can be left unnamed: an
 * ambiguous form always goes to an entity that a full name founded. */
static int found_entities(finder *f) {
    f->entities->count = f->merged.entity_count;
    f->entities->at = dp_arena_calloc(f->arena, f->entities->count, sizeof *f->entities->at);
    if (!f->entities->at) return -1;
    return name_entities(f);
}

static int add_role(finder *f, dp_entity *entity, const dp_description *description) {
    dp_str role;
    if (dp_phrase(f->arena, dp_text_range(f->text, description->tokens), &role)) return -1;
    if (!entity->roles) {
        entity->roles = dp_arena_calloc(f->arena, ROLES_MAX, sizeof *entity->roles);
        if (!entity->roles) return -1;
    }
    if (entity->role_count == ROLES_MAX) return 0;
    for (uint32_t i = 0; i < entity->role_count; i++) {
        if (dp_str_equal(entity->roles[i], role)) return 0;
    }
    entity->roles[entity->role_count++] = role;
    return 0;
}

/* Whether a description is worth listing as a role: not a bare courtesy title ("M.", "docteur"). */
static bool is_role(const finder *f, const dp_description *description) {
    int titles = dp_pack_set(f->pack, "titles.person");
    return description->tokens.end - description->tokens.first > 1 || titles < 0 ||
           !dp_pack_in_set(f->pack, titles, &f->text->tokens[description->tokens.first]);
}

/* Whether the noun that a description starts with is a plural, and so is said of several names: "les syndicats FGTB et
 * CSC". */
static bool is_of_several(const finder *f, const dp_description *description) {
    if (description->of_person) return description->gender == DP_GENDER_PLURAL;
    const dp_token *head = &f->text->tokens[description->tokens.first];
    return dp_gram_is_plural(dp_pack_word(f->pack, head->word)->grammar);
}

/* Takes a description found beside a name as a role of its entity. A role can only be a person's, a collective noun
 * only another entity's. */
static int take_role(finder *f, uint32_t number, const dp_description *description) {
    dp_entity *entity = &f->entities->at[number];
    bool person = entity->type == DEPECHE_PERSON;
    if (person != description->of_person || (!person && entity->type != DEPECHE_ORGANIZATION)) return 0;
    if (person && entity->gender == DP_GENDER_UNKNOWN && description->gender != DP_GENDER_PLURAL) {
        entity->gender = description->gender;
    }
    if (dp_learning_add(&f->learning, number, description, DP_BASIS_TEXT)) return -1;
    for (uint32_t t = description->tokens.first; t < description->tokens.end; t++) f->taken[t] = true;
    return is_role(f, description) && !is_of_several(f, description) ? add_role(f, entity, description) : 0;
}

/* The gender that a courtesy title in front of a person's name tells. */
static void take_title(finder *f, dp_titles titles, uint32_t name_first, dp_entity *entity) {
    if (entity->type != DEPECHE_PERSON || entity->gender != DP_GENDER_UNKNOWN) return;
    entity->gender = dp_title_gender(f->pack, titles, f->text, name_first);
}

/* What the text tells of its entities beside their names. */
static int take_roles(finder *f) {
    dp_titles titles = dp_titles_of(f->pack);
    for (uint32_t i = 0; i < f->tags->count; i++) {
        uint32_t e = f->merged.of_tag[i];
        if (e == DEPECHE_NONE) continue;
        dp_entity *entity = &f->entities->at[e];
        if (entity->type != DEPECHE_PERSON && entity->type != DEPECHE_ORGANIZATION) continue;
        dp_range name = f->tags->at[i].tokens;
        take_title(f, titles, name.first, entity);
        dp_roles roles = dp_roles_of(f->pack, &f->learning.sets, f->text, name, f->tags, f->tag_of_token);
        if (roles.further && take_role(f, e, &roles.before_that)) return -1;
        if (roles.before && take_role(f, e, &roles.before_name)) return -1;
        if (roles.after && entity->type == DEPECHE_PERSON && take_role(f, e, &roles.after_name)) return -1;
    }
    return 0;
}

/* What the lexicons have on the entities, then what the text says. */
static int learn(finder *f, dp_day published) {
    f->learning = (dp_learning){.pack = f->pack, .arena = f->arena, .text = f->text, .entities = f->entities};
    if (dp_learning_open(&f->learning, f->tags->count + f->forms.count)) return -1;
    return dp_learning_consult(&f->learning, &f->forms, &f->merged, published) || take_roles(f) ? -1 : 0;
}

/* Whoever the text names by one word, and neither a title nor a role tells more, has the gender of that as a given
 * name: "Vincent". */
static void take_given_names(finder *f) {
    for (uint32_t i = 0; i < f->forms.count; i++) {
        const dp_form *form = &f->forms.at[i];
        dp_entity *entity = &f->entities->at[f->merged.of_form[i]];
        if (entity->type != DEPECHE_PERSON || entity->gender != DP_GENDER_UNKNOWN || form->word_count > 1) continue;
        if (!dp_str_equal(entity->name, dp_text_range(f->text, form->tokens))) continue;
        entity->gender = dp_form_given_gender(f->pack, f->text, form);
    }
}

/* Descriptions that tell no gender have that of the person whom they describe. */
static void take_genders(finder *f) {
    for (uint32_t i = 0; i < f->learning.known.count; i++) {
        dp_description *known = &f->learning.known.at[i].description;
        if (known->of_person && known->gender == DP_GENDER_UNKNOWN) {
            known->gender = f->entities->at[f->learning.known.at[i].entity].gender;
        }
    }
}

/* Merges names and nominal mentions, both in the order of the text, and groups them by entity. */
static int list_mentions(finder *f, const dp_mention_array *nominals) {
    dp_entities *entities = f->entities;
    uint32_t names = 0;
    for (uint32_t i = 0; i < f->tags->count; i++) names += f->merged.of_tag[i] != DEPECHE_NONE;
    entities->mentions = dp_arena_alloc(f->arena, (names + nominals->count) * sizeof *entities->mentions);
    if (!entities->mentions) return -1;
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->tags->count; i++) {
        if (f->merged.of_tag[i] == DEPECHE_NONE) continue;
        dp_mention name = {
            .tokens = f->tags->at[i].tokens, .entity = f->merged.of_tag[i], .kind = DEPECHE_MENTION_NAME};
        while (n < nominals->count && nominals->at[n].tokens.first < name.tokens.first) {
            entities->mentions[entities->mention_count++] = nominals->at[n++];
        }
        entities->mentions[entities->mention_count++] = name;
    }
    while (n < nominals->count) entities->mentions[entities->mention_count++] = nominals->at[n++];
    return 0;
}

static int group_mentions(dp_arena *arena, dp_entities *entities) {
    for (uint32_t e = 0; e < entities->count; e++) entities->at[e].mention_count = 0;
    for (uint32_t m = 0; m < entities->mention_count; m++) entities->at[entities->mentions[m].entity].mention_count++;
    uint32_t *next = dp_arena_alloc(arena, entities->count * sizeof *next);
    entities->mentions_of = dp_arena_alloc(arena, entities->mention_count * sizeof *entities->mentions_of);
    if (!next || !entities->mentions_of) return -1;
    uint32_t start = 0;
    for (uint32_t e = 0; e < entities->count; e++) {
        entities->at[e].first_mention = next[e] = start;
        start += entities->at[e].mention_count;
    }
    for (uint32_t m = 0; m < entities->mention_count; m++) {
        entities->mentions_of[next[entities->mentions[m].entity]++] = m;
    }
    return 0;
}

/* Salience: how often an entity is mentioned, how early, and whether the title names it; the highest is 1. */
static void weigh(finder *f) {
    dp_entities *entities = f->entities;
    float highest = 0.0F;
    for (uint32_t e = 0; e < entities->count; e++) {
        dp_entity *entity = &entities->at[e];
        if (entity->mention_count == 0) continue;
        const dp_mention *first = &entities->mentions[entities->mentions_of[entity->first_mention]];
        uint32_t sentence = f->text->tokens[first->tokens.first].sentence;
        double early = 1.0 / (1.0 + (double)sentence / 4.0);
        bool in_title = sentence < f->text->title_sentences;
        entity->salience = (float)(log2(1.0 + (double)entity->mention_count) + early + (in_title ? 1.0 : 0.0));
        if (entity->salience > highest) highest = entity->salience;
    }
    for (uint32_t e = 0; e < entities->count; e++) {
        if (highest > 0.0F) entities->at[e].salience /= highest;
    }
}

/* For every token the last mention that starts before it. */
static int index_mentions(finder *f) {
    dp_entities *entities = f->entities;
    uint32_t tokens = f->text->token_count;
    entities->last_before = dp_arena_alloc(f->arena, (tokens + 1) * sizeof *entities->last_before);
    if (!entities->last_before) return -1;
    uint32_t next = 0;
    for (uint32_t t = 0; t <= tokens; t++) {
        while (next < entities->mention_count && entities->mentions[next].tokens.first < t) next++;
        entities->last_before[t] = next ? next - 1 : DEPECHE_NONE;
    }
    return 0;
}

static int keep_known(finder *f) {
    f->entities->known = dp_arena_alloc(f->arena, sizeof f->learning.known);
    if (!f->entities->known) return -1;
    *f->entities->known = f->learning.known;
    return 0;
}

int dp_entities_find(const depeche_pack *pack, dp_arena *arena, const dp_text *text, const dp_tags *tags,
                     dp_day published, dp_entities *entities) {
    finder f = {.pack = pack, .arena = arena, .text = text, .tags = tags, .entities = entities};
    *entities = (dp_entities){0};
    if (cover_tokens(&f) || dp_forms_collect(pack, arena, text, tags, &f.forms) ||
        dp_merge(pack, arena, text, tags, &f.forms, &f.merged) || found_entities(&f) || learn(&f, published)) {
        return -1;
    }
    take_given_names(&f);
    take_genders(&f);
    dp_mention_array nominals = {0};
    if (dp_nominals_find(pack, arena, text, f.tag_of_token, f.taken, &f.learning.known, &nominals) ||
        list_mentions(&f, &nominals) || group_mentions(arena, entities) || index_mentions(&f) || keep_known(&f)) {
        return -1;
    }
    weigh(&f);
    return dp_links_add(pack, arena, entities);
}

int dp_entities_add_mention(dp_arena *arena, dp_entities *entities, dp_mention mention) {
    if (mention.entity >= entities->count) return -1;
    if (!dp_array_reserve(arena, (void **)&entities->added, entities->added_count, &entities->added_capacity,
                          sizeof *entities->added)) {
        return -1;
    }
    entities->added[entities->added_count++] = mention;
    return 0;
}

/* By place in the text, the longer of two at one place first, names before descriptions before pronouns. */
static int by_place(const void *a, const void *b) {
    const dp_mention *x = a, *y = b;
    if (x->tokens.first != y->tokens.first) return x->tokens.first < y->tokens.first ? -1 : 1;
    if (x->tokens.end != y->tokens.end) return x->tokens.end > y->tokens.end ? -1 : 1;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    return (x->entity > y->entity) - (x->entity < y->entity);
}

static bool same_range(const dp_mention *a, const dp_mention *b) {
    return a->tokens.first == b->tokens.first && a->tokens.end == b->tokens.end;
}

int dp_entities_settle(dp_arena *arena, dp_entities *entities) {
    if (entities->added_count == 0) return 0;
    uint32_t total = entities->mention_count + entities->added_count;
    dp_mention *merged = dp_arena_alloc(arena, total * sizeof *merged);
    if (!merged) return -1;
    qsort(entities->added, entities->added_count, sizeof *entities->added, by_place);
    uint32_t count = 0, old = 0, new = 0;
    while (old < entities->mention_count || new < entities->added_count) {
        bool take_old =
            new == entities->added_count ||
            (old < entities->mention_count && by_place(&entities->mentions[old], &entities->added[new]) <= 0);
        const dp_mention *next = take_old ? &entities->mentions[old++] : &entities->added[new ++];
        if (count > 0 && same_range(&merged[count - 1], next)) continue;
        merged[count++] = *next;
    }
    entities->mentions = merged;
    entities->mention_count = count;
    entities->added_count = 0;
    return group_mentions(arena, entities);
}
