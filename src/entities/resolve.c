/* Whom descriptions mean. */
#include "entities/kinds.h"
#include "entities/known.h"

enum {
    LOOK_BACK = 48, /* mentions looked at before a description */
    SENTENCES_BACK = 12,
    CANDIDATES_MAX = 8,
};

typedef struct resolver {
    const depeche_pack *pack;
    const dp_text *text;
    const dp_entities *entities;
    uint32_t token; /* where the phrase starts */
} resolver;

static bool in_set(const depeche_pack *pack, const char *name, const dp_token *token) {
    return dp_pack_in_set(pack, dp_pack_set(pack, name), token);
}

/* The name inside the phrase that the phrase is about: its last person, else the name that ends it. */
static uint32_t named_inside(const resolver *r, dp_range tokens) {
    const dp_entities *entities = r->entities;
    uint32_t found = DEPECHE_NONE;
    uint32_t m = entities->last_before[tokens.end - 1];
    if (tokens.end < r->text->token_count) m = entities->last_before[tokens.end];
    for (; m != DEPECHE_NONE && entities->mentions[m].tokens.first >= tokens.first; m--) {
        const dp_mention *mention = &entities->mentions[m];
        if (mention->kind == DEPECHE_MENTION_NAME && mention->tokens.end <= tokens.end) {
            if (entities->at[mention->entity].type == DEPECHE_PERSON) return mention->entity;
            if (mention->tokens.end == tokens.end && found == DEPECHE_NONE) found = mention->entity;
        }
        if (m == 0) break;
    }
    return found;
}

static bool gender_fits(dp_gender wanted, dp_gender gender) {
    return wanted == DP_GENDER_UNKNOWN || gender == DP_GENDER_UNKNOWN || wanted == gender;
}

/* How well an entity mentioned at `mention` is the antecedent of something at r->token: nearer sentences, the first
 * place in the sentence (mostly the subject's), a certain gender and prominence speak for it. */
static double antecedent_score(const resolver *r, const dp_mention *mention, dp_gender wanted) {
    const dp_entity *entity = &r->entities->at[mention->entity];
    const dp_token *there = &r->text->tokens[mention->tokens.first];
    uint32_t distance = r->text->tokens[r->token].sentence - there->sentence;
    uint32_t place = mention->tokens.first - r->text->sentences[there->sentence].tokens.first;
    const uint32_t subject_place = 6;
    double score = 1.0 / (1.0 + (double)distance);
    if (place <= subject_place) score += 0.25;
    if (wanted != DP_GENDER_UNKNOWN && entity->gender == wanted) score += 0.2;
    return score + 0.3 * (double)entity->salience;
}

/* The best antecedent among the entities mentioned before; `types` has a bit for each type allowed. With `unknown` only
 * those count whose role the text does not tell: whoever is called a prefect is not "le boucher". */
static uint32_t antecedent(const resolver *r, dp_gender wanted, unsigned types, bool unknown) {
    uint32_t best = DEPECHE_NONE, steps = 0;
    double best_score = 0.0;
    uint32_t sentence = r->text->tokens[r->token].sentence;
    for (uint32_t m = r->entities->last_before[r->token]; m != DEPECHE_NONE && steps < LOOK_BACK; m--, steps++) {
        const dp_mention *mention = &r->entities->mentions[m];
        const dp_entity *entity = &r->entities->at[mention->entity];
        if (sentence - r->text->tokens[mention->tokens.first].sentence > SENTENCES_BACK) break;
        bool fits = (types >> entity->type & 1U) && !(unknown && entity->role_count > 0);
        if (fits && gender_fits(wanted, entity->gender)) {
            double score = antecedent_score(r, mention, wanted);
            if (score > best_score) {
                best_score = score;
                best = mention->entity;
            }
        }
        if (m == 0) break;
    }
    return best;
}

/* The candidate mentioned last before the phrase; failing that, the first candidate. */
static uint32_t most_recent(const resolver *r, const uint32_t *candidates, uint32_t count) {
    uint32_t steps = 0;
    for (uint32_t m = r->entities->last_before[r->token]; m != DEPECHE_NONE && steps < LOOK_BACK * 4; m--, steps++) {
        for (uint32_t i = 0; i < count; i++) {
            if (candidates[i] == r->entities->mentions[m].entity) return candidates[i];
        }
        if (m == 0) break;
    }
    return candidates[0];
}

static bool is_determiner(const depeche_pack *pack, const dp_token *token) {
    return in_set(pack, "determiners.definite", token) || in_set(pack, "determiners.demonstrative", token) ||
           in_set(pack, "determiners.possessive", token);
}

/* The organisation that a bare noun ("le quotidien") stands for: the one of its kind mentioned last; for a noun that
 * fits any kind, the best antecedent among organisations. */
static uint32_t resolve_kind(const resolver *r, uint32_t head) {
    dp_kinds kinds = dp_kinds_of_noun(r->pack, &r->text->tokens[head]);
    uint32_t candidates[CANDIDATES_MAX], count = 0;
    for (uint32_t k = 0; k < kinds.count && count < CANDIDATES_MAX; k++) {
        count += dp_known_find(r->entities->known, &kinds.at[k], DP_BASIS_LEXICON, candidates + count,
                               CANDIDATES_MAX - count);
    }
    if (count > 0) return most_recent(r, candidates, count);
    return kinds.any ? antecedent(r, DP_GENDER_UNKNOWN, 1U << DEPECHE_ORGANIZATION, false) : DEPECHE_NONE;
}

/* Reads a noun phrase that may begin with a determiner; *head is where its noun begins. False when it describes no
 * person and no body. */
static bool read_phrase(const depeche_pack *pack, const dp_text *text, dp_range tokens, uint32_t *head,
                        dp_description *description) {
    dp_description_sets sets = dp_description_sets_of(pack);
    *head = tokens.first;
    while (*head < tokens.end && is_determiner(pack, &text->tokens[*head])) (*head)++;
    *head = dp_description_start(pack, &sets, text, *head, tokens.end);
    if (*head == tokens.end || !dp_description_read(pack, &sets, text, *head, tokens.end, description)) return false;
    if (*head > tokens.first) dp_description_agree(pack, &text->tokens[tokens.first], description);
    return true;
}

/* The entity that a description fits on the surest basis; of several the one mentioned last. */
static uint32_t surest_known(const resolver *r, const dp_description *description) {
    static const dp_basis bases[] = {DP_BASIS_LEXICON, DP_BASIS_INFERENCE};
    uint32_t candidates[CANDIDATES_MAX];
    for (size_t i = 0; i < sizeof bases / sizeof *bases; i++) {
        uint32_t count = dp_known_find(r->entities->known, description, bases[i], candidates, CANDIDATES_MAX);
        if (count > 0) return most_recent(r, candidates, count);
    }
    return DEPECHE_NONE;
}

static uint32_t resolve_description(const resolver *r, dp_range tokens) {
    uint32_t head;
    dp_description description;
    if (!read_phrase(r->pack, r->text, tokens, &head, &description)) {
        return head + 1 == tokens.end ? resolve_kind(r, head) : DEPECHE_NONE;
    }
    uint32_t known = surest_known(r, &description);
    if (known != DEPECHE_NONE) return known;
    if (!description.of_person) return description.bare ? resolve_kind(r, head) : DEPECHE_NONE;
    bool general = in_set(r->pack, "nouns.person.general", &r->text->tokens[head]);
    bool definite = tokens.first < head && !in_set(r->pack, "determiners.possessive", &r->text->tokens[tokens.first]);
    if (!(general || description.bare) || !definite || description.gender == DP_GENDER_PLURAL) return DEPECHE_NONE;
    return antecedent(r, description.gender, 1U << DEPECHE_PERSON, !general);
}

void dp_entities_compare_roles(const depeche_pack *pack, const dp_text *text, const dp_entities *entities,
                               dp_range tokens, const uint32_t *candidates, uint32_t count, uint8_t *fits) {
    uint32_t head;
    dp_description description;
    bool described = tokens.first < tokens.end && tokens.end <= text->token_count && entities->known &&
                     read_phrase(pack, text, tokens, &head, &description);
    for (uint32_t i = 0; i < count; i++) {
        dp_role_fit fit = described ? dp_known_compare(entities->known, &description, candidates[i]) : DP_ROLE_NONE;
        bool unlike = fit == DP_ROLE_NONE && entities->at[candidates[i]].described;
        fits[i] = (uint8_t)(unlike ? DP_ROLE_UNLIKE : fit);
    }
}

uint32_t dp_entities_resolve(const depeche_pack *pack, const dp_text *text, const dp_entities *entities,
                             dp_range tokens) {
    if (tokens.first >= tokens.end || tokens.end > text->token_count || entities->count == 0) return DEPECHE_NONE;
    resolver r = {.pack = pack, .text = text, .entities = entities, .token = tokens.first};
    uint32_t named = named_inside(&r, tokens);
    if (named != DEPECHE_NONE && entities->at[named].type == DEPECHE_PERSON) return named;
    uint32_t described = resolve_description(&r, tokens);
    return described != DEPECHE_NONE ? described : named;
}
