#include "claims/scene.h"

#define UNKNOWN_FORM (UINT32_C(1) << 31)
#define NUMBER_FORM (UNKNOWN_FORM | 1)

/* The word sets behind the flags from DP_MARK_SETS on, in the order of their bits. */
static const char *const set_names[DP_SCENE_SETS] = {
    "auxiliaries.have",  "auxiliaries.be",    "negation.first",       "negation.second",
    "pronouns.subject",  "pronouns.subject",  "pronouns.object",      "claims.reflexive",
    "pronouns.relative", "conjunctions.that", "conjunctions.if",      "conjunctions.coordinate",
    "claims.of",         "claims.to",         "determiners.definite", "determiners.possessive",
    "attribution.nouns",
};

dp_range dp_scene_paragraph(const dp_scene *scene, uint32_t paragraph) {
    dp_range sentences = scene->text->paragraphs[paragraph].sentences;
    if (sentences.first >= sentences.end) return (dp_range){0, 0};
    return (dp_range){scene->text->sentences[sentences.first].tokens.first,
                      scene->text->sentences[sentences.end - 1].tokens.end};
}

bool dp_scene_word_is(const dp_scene *scene, uint32_t word, uint32_t flag) {
    for (unsigned i = 0; i < DP_SCENE_SETS; i++) {
        if (flag == 1u << (DP_MARK_SETS + i)) return dp_pack_word_in_set(scene->pack, scene->sets[i], word);
    }
    return false;
}

static uint32_t form_of(const dp_token *token) {
    if (token->kind == DP_TOKEN_NUMBER) return NUMBER_FORM;
    if (token->word) return token->word;
    return (uint32_t)dp_str_hash(token->lower) | UNKNOWN_FORM;
}

/* Flags of punctuation; language-independent. */
static uint32_t sign_flags(const dp_token *token) {
    if (token->kind == DP_TOKEN_QUOTE) return DP_MARK_SIGN;
    if (token->flags & DP_TOKEN_BRIDGE) return 0;
    if (token->kind != DP_TOKEN_PUNCTUATION) return 0;
    dp_str sign = token->lower;
    uint32_t flags = DP_MARK_SIGN;
    if (sign.len == 1 && sign.at[0] == ',') flags |= DP_MARK_COMMA;
    if (sign.len == 1 && sign.at[0] == ':') flags |= DP_MARK_COLON;
    if (sign.len == 1 && sign.at[0] == ';') flags |= DP_MARK_SEMICOLON;
    if (sign.len && memchr("()[]", sign.at[0], 4)) flags |= DP_MARK_BRACKET;
    if (sign.len && memchr(".!?", sign.at[0], 3)) flags |= DP_MARK_STOP;
    if (sign.len && memchr(sign.at, '?', sign.len)) flags |= DP_MARK_QUESTION;
    if (dp_str_equal(sign, DP_STR("\u2026"))) flags |= DP_MARK_STOP;
    if (dp_str_equal(sign, DP_STR("-")) || dp_str_equal(sign, DP_STR("\u2013")) ||
        dp_str_equal(sign, DP_STR("\u2014"))) {
        flags |= DP_MARK_DASH;
    }
    return flags;
}

static void look_up_lists(const dp_scene *scene, uint32_t token, dp_mark *mark) {
    dp_hit hits[DP_HITS_MAX];
    size_t count = dp_pack_hits(scene->pack, scene->text, token, hits, DP_HITS_MAX);
    for (size_t i = 0; i < count; i++) {
        if (hits[i].list == DP_LIST_ROLE) mark->flags |= DP_MARK_ROLE;
        if (hits[i].list == DP_LIST_GROUP) mark->flags |= DP_MARK_GROUP;
        if (hits[i].list == DP_LIST_CUE) mark->flags |= DP_MARK_CUE;
    }
}

static void fill_mark(const dp_scene *scene, uint32_t number, dp_mark *mark) {
    const dp_token *token = &scene->text->tokens[number];
    const dp_word *word = dp_pack_word(scene->pack, token->word);
    *mark = (dp_mark){.form = form_of(token),
                      .pos = word->pos,
                      .grammar = word->grammar,
                      .class64 = word->class64,
                      .class256 = word->class256,
                      .class1024 = word->class1024,
                      .quotation = scene->quotations->of_token[number],
                      .outer = DEPECHE_NONE};
    mark->lemma = word->lemma ? word->lemma : mark->form;
    mark->flags = sign_flags(token);
    if (token->casing == DP_CASING_CAPITAL || token->casing == DP_CASING_UPPER || token->casing == DP_CASING_MIXED) {
        mark->flags |= DP_MARK_CAPITAL;
    }
    if (!token->word || mark->flags & DP_MARK_SIGN) return;
    mark->flags |= dp_pack_word_sets(scene->pack, scene->sets, DP_SCENE_SETS, token->word) << DP_MARK_SETS;
    if (!(token->flags & DP_TOKEN_CLITIC)) mark->flags &= ~(uint32_t)DP_MARK_INVERTED;
    look_up_lists(scene, number, mark);
    enum {
        VERBAL = DP_POS_VERB | DP_POS_INFINITIVE | DP_POS_PARTICIPLE | DP_POS_GERUND,
        OTHER = DP_POS_NOUN | DP_POS_ADJECTIVE | DP_POS_PREPOSITION | DP_POS_DETERMINER | DP_POS_PRONOUN |
                DP_POS_CONJUNCTION | DP_POS_ADVERB,
    };
    bool auxiliary = (mark->flags & (DP_MARK_HAVE | DP_MARK_BE)) != 0;
    mark->verb = (word->pos & VERBAL) != 0 && token->kind == DP_TOKEN_WORD && !(token->flags & DP_TOKEN_CLITIC);
    mark->finite = mark->verb && (word->pos & DP_POS_VERB) && (auxiliary || !(word->pos & OTHER));
}

static void mark_tags(const dp_scene *scene) {
    for (uint32_t i = 0; i < scene->tags->count; i++) {
        const dp_tagged *tagged = &scene->tags->at[i];
        for (uint32_t t = tagged->tokens.first; t < tagged->tokens.end; t++) scene->marks[t].tag = (uint8_t)tagged->tag;
        if (tagged->tokens.first < tagged->tokens.end) scene->marks[tagged->tokens.first].flags |= DP_MARK_NAME_START;
    }
}

static void mark_adverbials(const dp_scene *scene) {
    int phrases = dp_pack_set(scene->pack, "adverbs.phrases");
    uint32_t end = 0;
    for (uint32_t t = 0; t < scene->text->token_count; t++) {
        uint32_t length = dp_pack_set_match(scene->pack, phrases, scene->text, t);
        if (t + length > end) end = t + length;
        scene->marks[t].adverbial = t < end;
    }
}

/* A quotation whose end is known: it closes, or it is the whole of a paragraph and runs on in the next one. */
static bool is_bounded(const dp_scene *scene, const dp_quotation *quotation) {
    return quotation->closed || scene->text->tokens[quotation->open].flags & DP_TOKEN_PARAGRAPH_START;
}

/* The outermost quotations, and which marks open and close. Quotations come in the order of their opening marks. */
static void mark_quotations(const dp_scene *scene) {
    uint32_t reached = 0;
    for (uint32_t q = 0; q < scene->quotations->count; q++) {
        const dp_quotation *quotation = &scene->quotations->at[q];
        if (quotation->closed) {
            scene->marks[quotation->open].flags |= DP_MARK_OPENS;
            scene->marks[quotation->close].flags |= DP_MARK_CLOSES;
        }
        if (quotation->open < reached || !is_bounded(scene, quotation)) continue;
        for (uint32_t t = quotation->open; t <= quotation->close; t++) scene->marks[t].outer = q;
        reached = quotation->close + 1;
    }
}

int dp_scene_build(const depeche_pack *pack, dp_arena *arena, const dp_text *text, const dp_quotations *quotations,
                   const dp_tags *tags, dp_scene *scene) {
    *scene = (dp_scene){.pack = pack, .arena = arena, .text = text, .quotations = quotations, .tags = tags};
    scene->marks = dp_arena_calloc(arena, text->token_count ? text->token_count : 1, sizeof *scene->marks);
    if (!scene->marks) return -1;
    for (unsigned i = 0; i < DP_SCENE_SETS; i++) scene->sets[i] = dp_pack_set(pack, set_names[i]);
    scene->neuter = dp_pack_set(pack, "pronouns.neuter");
    scene->impersonal = dp_pack_set(pack, "verbs.impersonal");
    scene->with_clause = dp_pack_set(pack, "verbs.impersonal.with_clause");
    scene->general = dp_pack_set(pack, "pronouns.general");
    scene->receiving = dp_pack_set(pack, "verbs.receiving");
    scene->who = dp_pack_set(pack, "pronouns.relative.subject");
    scene->unnamed = dp_pack_set(pack, "pronouns.unnamed");
    scene->indefinite = dp_pack_set(pack, "determiners.indefinite");
    scene->demonstrative = dp_pack_set(pack, "pronouns.demonstrative");
    for (uint32_t t = 0; t < text->token_count; t++) fill_mark(scene, t, &scene->marks[t]);
    mark_tags(scene);
    mark_adverbials(scene);
    mark_quotations(scene);
    return 0;
}

/* Whether "de" with an infinitive or "que" stands at a token. */
static bool opens_clause(const dp_scene *scene, uint32_t token, uint32_t end) {
    if (token >= end) return false;
    if (dp_scene_is(scene, token, DP_MARK_THAT)) return true;
    return dp_scene_is(scene, token, DP_MARK_OF) && token + 1 < end &&
           dp_scene_pos(scene, token + 1, DP_POS_INFINITIVE);
}

/* Whether a verb at a token is impersonal with what follows: "il y a", "il suffit de", "il est possible que". */
static bool is_impersonal_verb(const dp_scene *scene, uint32_t token, uint32_t end) {
    if (dp_pack_set_match(scene->pack, scene->impersonal, scene->text, token) > 0) return true;
    uint32_t next = token + 1;
    if (dp_pack_in_set(scene->pack, scene->with_clause, &scene->text->tokens[token])) {
        return next < end && dp_scene_is(scene, next, DP_MARK_OF | DP_MARK_THAT);
    }
    if (!dp_scene_is(scene, token, DP_MARK_BE)) return false;
    while (next < end && scene->marks[next].pos == DP_POS_ADVERB) next++;
    return next < end && dp_scene_pos(scene, next, DP_POS_ADJECTIVE) && opens_clause(scene, next + 1, end);
}

dp_actor dp_scene_actor(const dp_scene *scene, uint32_t token) {
    const dp_mark *mark = &scene->marks[token];
    if (mark->flags & DP_MARK_RELATIVE) return DP_ACTOR_RELATIVE;
    if (mark->flags & DP_MARK_SUBJECT) return DP_ACTOR_PRONOUN;
    if (mark->tag == DP_TAG_PER || mark->tag == DP_TAG_ORG) return DP_ACTOR_NAME;
    if (mark->flags & (DP_MARK_ROLE | DP_MARK_GROUP)) return DP_ACTOR_NOUN;
    if (mark->tag == DP_TAG_LOC || mark->tag == DP_TAG_GRP) return DP_ACTOR_PLACE;
    if (mark->flags & DP_MARK_MEDIUM) return DP_ACTOR_MEDIUM;
    if (mark->pos & DP_POS_NOUN && !mark->finite) return DP_ACTOR_THING;
    return mark->flags & DP_MARK_SIGN && !(mark->flags & DP_MARK_COMMA) ? DP_ACTOR_SIGN : DP_ACTOR_NONE;
}

bool dp_scene_is_impersonal(const dp_scene *scene, uint32_t token) {
    enum { WITHIN = 4 };
    dp_range sentence = dp_scene_sentence(scene, token);
    if (dp_pack_in_set(scene->pack, scene->neuter, &scene->text->tokens[token])) return true;
    if (scene->marks[token].grammar & DP_GRAM_FEMININE) return false;
    uint32_t before = token;
    if (before > sentence.first && dp_scene_is_bridge(scene, before - 1)) before--;
    if (before > sentence.first && dp_pack_in_set(scene->pack, scene->impersonal, &scene->text->tokens[before - 1])) {
        return true; /* "faut-il" */
    }
    for (uint32_t t = token + 1; t < sentence.end && t <= token + WITHIN; t++) {
        if (is_impersonal_verb(scene, t, sentence.end)) return true;
        if (dp_scene_is(scene, t, DP_MARK_SIGN)) break;
    }
    return false;
}

bool dp_scene_is_governed(const dp_scene *scene, uint32_t token) {
    enum { LINKS = DP_MARK_OF | DP_MARK_TO | DP_MARK_COORDINATE };
    uint32_t first = dp_scene_sentence(scene, token).first;
    if (token > first && dp_scene_is(scene, token - 1, DP_MARK_OPENS)) token--;
    if (token == first) return false;
    return dp_scene_is(scene, token - 1, LINKS) || dp_scene_pos(scene, token - 1, DP_POS_PREPOSITION);
}

bool dp_scene_is_owned(const dp_scene *scene, uint32_t token) {
    if (token > 1 && dp_scene_is(scene, token - 1, DP_MARK_ROLE)) token--;
    return token > 0 && dp_scene_is(scene, token - 1, DP_MARK_OF);
}
