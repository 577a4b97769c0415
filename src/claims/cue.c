#include "claims/cue.h"

#include "base/array.h"

enum {
    GROUP_LEFT = 6,     /* tokens before a verb that may belong to its group, phrases for adverbs not counted */
    GROUP_LONGEST = 16, /* ... and counted */
    FOLLOWERS = 8,      /* tokens after a cue that are passed over in search of what it takes */
    LATER = 14,         /* ... when adjuncts of any kind are passed over */
    REMARK = 9,         /* tokens of a remark between an auxiliary and its participle */
    PARTICIPLE_GAP = 4, /* tokens between an auxiliary and its participle */
};

/* Columns of the cue lexicon. */
enum { COLUMN_LEMMA = 0, COLUMN_PART, COLUMN_CLASS, COLUMN_FRAMES, COLUMN_POLARITY, COLUMN_STRENGTH };

static uint32_t field_hash(const dp_scene *scene, uint32_t entry, unsigned column) {
    return (uint32_t)dp_str_hash(dp_pack_field(scene->pack, DP_LIST_CUE, entry, column));
}

static void set_entry(const dp_scene *scene, dp_cue *cue, uint32_t entry) {
    cue->entry = entry;
    if (entry == DEPECHE_NONE) return;
    cue->lexicon_class = field_hash(scene, entry, COLUMN_CLASS);
    cue->frames = field_hash(scene, entry, COLUMN_FRAMES);
    cue->strength = field_hash(scene, entry, COLUMN_STRENGTH);
}

/* An adverb, perhaps something else too, or in a phrase that stands for one. */
static bool may_be_adverb(const dp_scene *scene, uint32_t token) {
    if (scene->marks[token].adverbial) return true;
    return dp_scene_pos(scene, token, DP_POS_ADVERB) && !dp_scene_is(scene, token, DP_MARK_SIGN);
}

static bool is_clitic(const dp_scene *scene, uint32_t token) {
    return (scene->text->tokens[token].flags & DP_TOKEN_CLITIC) != 0;
}

/* ----------------------------------------------------------------------------------------- the verb group */

/* Before a remark between commas ("a, pour sa part, déclaré") that ends at `comma`: the token before its first comma;
 * `comma` itself when it is no such remark. */
static uint32_t before_remark(const dp_scene *scene, uint32_t first, uint32_t comma) {
    for (uint32_t n = 0, t = comma; t > first + 1 && n < REMARK; n++) {
        t--;
        if (scene->marks[t].finite) break;
        if (dp_scene_is(scene, t, DP_MARK_COMMA)) {
            return dp_scene_is(scene, t - 1, DP_MARK_HAVE | DP_MARK_BE) && scene->marks[t - 1].verb ? t - 1 : comma;
        }
    }
    return comma;
}

/* After a remark between commas that begins at `comma`: the token after its last comma; `comma` when there is none. */
static uint32_t after_remark(const dp_scene *scene, uint32_t comma, uint32_t end) {
    for (uint32_t n = 0, t = comma + 1; t + 1 < end && n < REMARK; n++, t++) {
        if (scene->marks[t].finite) break;
        if (dp_scene_is(scene, t, DP_MARK_COMMA)) return t + 1;
    }
    return comma;
}

/* Walks left from a verb over its auxiliaries, negation, clitics and adverbs, and notes what it meets. */
static void find_group(const dp_scene *scene, dp_range sentence, dp_cue *cue) {
    bool participle = dp_scene_pos(scene, cue->head, DP_POS_PARTICIPLE);
    bool can_follow_clitic = participle || dp_scene_pos(scene, cue->head, DP_POS_INFINITIVE);
    bool have = false, be = false, been = false; /* been: the auxiliary is a participle that has one of its own */
    uint32_t t = cue->head;
    for (uint32_t n = 0, all = 0; n < GROUP_LEFT && all < GROUP_LONGEST && t > sentence.first;
         n += !scene->marks[t].adverbial, all++) {
        t--;
        if (dp_scene_is_bridge(scene, t)) continue;
        /* A participle that the writer quotes: a « hautement salué ». */
        if (participle && !have && !be && dp_scene_is(scene, t, DP_MARK_OPENS)) continue;
        if (participle && !have && !be && dp_scene_is(scene, t, DP_MARK_COMMA))
            t = before_remark(scene, sentence.first, t);
        const dp_mark *mark = &scene->marks[t];
        bool auxiliary = mark->flags & (DP_MARK_HAVE | DP_MARK_BE) && mark->verb;
        if (mark->flags & DP_MARK_NOT) {
            cue->negated = true;
            cue->tokens.first = t;
        } else if (mark->flags & DP_MARK_REFLEXIVE) {
            cue->reflexive = true;
            cue->tokens.first = t;
        } else if (is_clitic(scene, t) && mark->flags & DP_MARK_INVERTED && !have && !be && can_follow_clitic) {
            cue->inverted = t;
        } else if (auxiliary && participle && (been || (!have && !be))) {
            been = !been && mark->flags & DP_MARK_BE && mark->pos & DP_POS_PARTICIPLE;
            be |= (mark->flags & DP_MARK_BE) != 0;
            have |= (mark->flags & DP_MARK_HAVE) != 0;
            cue->tokens.first = t;
        } else if (!(mark->flags & (DP_MARK_OBJECT | DP_MARK_NEGATION)) && !may_be_adverb(scene, t)) {
            break;
        }
    }
    if (be) {
        cue->form = cue->reflexive ? DP_FORM_REFLEXIVE : DP_FORM_PASSIVE;
    } else if (have) {
        cue->form = DP_FORM_ACTIVE;
    }
}

static void set_verb_form(const dp_scene *scene, dp_cue *cue) {
    const dp_mark *mark = &scene->marks[cue->head];
    if (cue->form != DP_FORM_NONE) return;
    if (mark->pos & DP_POS_GERUND) {
        cue->form = DP_FORM_GERUND;
    } else if (mark->pos & DP_POS_VERB) {
        cue->form = DP_FORM_FINITE;
    } else if (mark->pos & DP_POS_INFINITIVE) {
        cue->form = DP_FORM_INFINITIVE;
    } else {
        cue->form = DP_FORM_PARTICIPLE;
    }
}

/* ----------------------------------------------------------------------------------------- around the cue */

static bool is_date(const dp_scene *scene, uint32_t token) {
    return scene->marks[token].tag == DP_TAG_DATE;
}

static bool opens_infinitive(const dp_scene *scene, uint32_t token, uint32_t end) {
    enum { BEFORE = DP_MARK_NOT | DP_MARK_NEGATION | DP_MARK_OBJECT | DP_MARK_REFLEXIVE };
    for (uint32_t n = 0; token < end && n < 4 && dp_scene_is(scene, token, BEFORE); n++) token++;
    return token < end && dp_scene_pos(scene, token, DP_POS_INFINITIVE) && scene->marks[token].verb;
}

static uint32_t find_next(const dp_scene *scene, uint32_t token, uint32_t end) {
    for (uint32_t n = 0; token < end && n < FOLLOWERS; n++, token++) {
        const dp_mark *mark = &scene->marks[token];
        if (mark->flags & DP_MARK_THAT) return DP_NEXT_THAT;
        if (mark->flags & DP_MARK_COLON) {
            bool quote = token + 1 < end && dp_scene_is(scene, token + 1, DP_MARK_OPENS);
            return quote ? DP_NEXT_COLON_QUOTE : DP_NEXT_COLON;
        }
        if (mark->flags & DP_MARK_OPENS) return DP_NEXT_QUOTE;
        if (mark->flags & (DP_MARK_OF | DP_MARK_TO)) {
            bool of = (mark->flags & DP_MARK_OF) != 0;
            if (opens_infinitive(scene, token + 1, end)) return of ? DP_NEXT_OF_INFINITIVE : DP_NEXT_TO_INFINITIVE;
            if (is_date(scene, token) || (token + 1 < end && is_date(scene, token + 1))) continue;
            return of ? DP_NEXT_OF : DP_NEXT_TO;
        }
        if (is_date(scene, token) || (token + 1 < end && is_date(scene, token + 1) && !(mark->flags & DP_MARK_SIGN))) {
            continue;
        }
        if (mark->flags & DP_MARK_IF && !(mark->flags & DP_MARK_REFLEXIVE)) return DP_NEXT_IF;
        if (mark->flags & DP_MARK_COMMA) return DP_NEXT_COMMA;
        if (mark->flags & DP_MARK_STOP) return DP_NEXT_STOP;
        if (is_clitic(scene, token) || dp_scene_is_bridge(scene, token) || mark->flags & DP_MARK_NEGATION ||
            dp_scene_is_adverb(scene, token)) {
            continue;
        }
        if (mark->verb && mark->pos & DP_POS_INFINITIVE) return DP_NEXT_INFINITIVE;
        if (mark->pos & DP_POS_DETERMINER || mark->flags & (DP_MARK_ARTICLE | DP_MARK_POSSESSIVE)) {
            return DP_NEXT_ARTICLE;
        }
        if (mark->tag != DP_TAG_NONE) return DP_NEXT_NAME;
        return DP_NEXT_OTHER + mark->pos;
    }
    return DP_NEXT_END;
}

/* The first clause or quotation that opens behind the cue before another finite verb or the end of the sentence. */
static uint32_t find_later(const dp_scene *scene, uint32_t token, uint32_t end) {
    for (uint32_t n = 0; token < end && n < LATER; n++, token++) {
        const dp_mark *mark = &scene->marks[token];
        if (mark->flags & DP_MARK_THAT) return DP_NEXT_THAT;
        if (mark->flags & DP_MARK_COLON) {
            bool quote = token + 1 < end && dp_scene_is(scene, token + 1, DP_MARK_OPENS);
            return quote ? DP_NEXT_COLON_QUOTE : DP_NEXT_COLON;
        }
        if (mark->flags & DP_MARK_OPENS) return DP_NEXT_QUOTE;
        if (mark->finite || mark->flags & (DP_MARK_STOP | DP_MARK_SEMICOLON | DP_MARK_CLOSES)) break;
        if (mark->flags & (DP_MARK_OF | DP_MARK_TO) && opens_infinitive(scene, token + 1, end)) {
            return mark->flags & DP_MARK_OF ? DP_NEXT_OF_INFINITIVE : DP_NEXT_TO_INFINITIVE;
        }
    }
    return DP_NEXT_END;
}

/* Person, number and tense of the finite verb of a group. */
static uint32_t find_grammar(const dp_scene *scene, const dp_cue *cue) {
    for (uint32_t t = cue->tokens.first; t <= cue->head; t++) {
        const dp_mark *mark = &scene->marks[t];
        if (mark->verb && mark->pos & DP_POS_VERB) return mark->grammar;
    }
    return 0;
}

static uint32_t describe_before(const dp_scene *scene, dp_range sentence, uint32_t first) {
    if (first <= sentence.first) return 0;
    const dp_mark *mark = &scene->marks[first - 1];
    enum { BY_FORM = DP_MARK_SIGN | DP_MARK_SUBJECT | DP_MARK_OF | DP_MARK_TO | DP_MARK_RELATIVE | DP_MARK_COORDINATE };
    bool by_form = mark->flags & BY_FORM || mark->pos & DP_POS_PREPOSITION;
    return by_form ? mark->form : (uint32_t)mark->pos | 1u << 30;
}

/* The quotation of a participle that the writer quotes without its auxiliary, "a « hautement salué »", which counts as
 * part of the cue; NULL for any other cue. */
static const dp_quotation *quoted_participle(const dp_scene *scene, const dp_cue *cue) {
    uint32_t outer = scene->marks[cue->head].outer;
    if (outer == DEPECHE_NONE || cue->form == DP_FORM_NONE) return NULL;
    const dp_quotation *quotation = &scene->quotations->at[outer];
    bool inside = quotation->open >= cue->tokens.first && quotation->close == cue->tokens.end;
    return inside && quotation->closed ? quotation : NULL;
}

#define AFTER_QUOTE (UINT32_C(1) << 29) /* dp_cue.before of a cue right behind a quotation */

static void look_around(const dp_scene *scene, dp_range sentence, dp_cue *cue) {
    bool quoted = quoted_participle(scene, cue) != NULL;
    if (quoted) cue->tokens.end++;
    cue->next = find_next(scene, cue->tokens.end, sentence.end);
    cue->later = find_later(scene, cue->tokens.end, sentence.end);
    cue->grammar = cue->type == DP_CUE_VERB ? find_grammar(scene, cue) : 0;
    if (cue->head + 2 < sentence.end && dp_scene_is_bridge(scene, cue->head + 1) &&
        dp_scene_is(scene, cue->head + 2, DP_MARK_INVERTED)) {
        cue->inverted = cue->head + 2;
    }
    cue->in_quote = !quoted && scene->marks[cue->head].outer != DEPECHE_NONE;
    uint32_t t = cue->tokens.first;
    for (unsigned n = 0; n < 3 && t > 0; n++) {
        t--;
        if (dp_scene_is(scene, t, DP_MARK_CLOSES)) {
            cue->after_quote = dp_scene_paragraph_number(scene, t) == dp_scene_paragraph_number(scene, cue->head);
            break;
        }
        if (!dp_scene_is(scene, t, DP_MARK_SIGN)) break;
    }
    /* Papers write a comma after the quotation or none: that must not matter. */
    cue->before = cue->after_quote ? AFTER_QUOTE : describe_before(scene, sentence, cue->tokens.first);
}

/* -------------------------------------------------------------------------------------------- candidates */

typedef struct dp_entry_match {
    uint32_t entry;
    uint16_t length;
} dp_entry_match;

/* The longest entries that begin at a token: of verbs, nouns, and prepositions or patterns. */
typedef struct dp_cue_readings {
    dp_entry_match verb, noun, phrase;
    bool negative; /* the verb's entry has a negation */
} dp_cue_readings;

enum { NEGATIVE = 3 };

/* How well an entry's lemma fits the group: one that begins with a reflexive pronoun or a negation needs it, and a
 * phrase without the pronoun does not stand behind one ("se dit | non-musulman" is not "dire non"). */
static int fitness(const dp_scene *scene, uint32_t entry, bool phrase, const dp_cue *group) {
    dp_str lemma = dp_pack_field(scene->pack, DP_LIST_CUE, entry, COLUMN_LEMMA);
    size_t length = 0;
    while (length < lemma.len && lemma.at[length] != ' ' && lemma.at[length] != '\'') length++;
    bool apostrophe = length < lemma.len && lemma.at[length] == '\'';
    uint32_t word = dp_pack_word_find(scene->pack, (dp_str){lemma.at, length + apostrophe});
    bool reflexive = dp_scene_word_is(scene, word, DP_MARK_REFLEXIVE);
    bool negated = dp_scene_word_is(scene, word, DP_MARK_NOT);
    if (negated) return group->negated ? NEGATIVE : 0;
    if (reflexive == group->reflexive) return 2;
    return reflexive || phrase ? 0 : 1;
}

/* Patterns with a verb in them ("a-t-il dit", "comme l'explique") are left to the verb, which stands for all like them;
 * prepositions ("à en croire") are taken whole. */
static bool holds_verb(const dp_scene *scene, uint32_t token, uint32_t length, dp_str part) {
    if (dp_str_equal(part, DP_STR("preposition"))) return false;
    for (uint32_t t = token; t < token + length; t++) {
        if (scene->marks[t].finite || is_clitic(scene, t) || dp_scene_is_bridge(scene, t) ||
            (scene->marks[t].verb && !dp_scene_pos(scene, t, DP_POS_NOUN | DP_POS_ADJECTIVE | DP_POS_PREPOSITION))) {
            return true;
        }
    }
    return false;
}

static void read_entries(const dp_scene *scene, uint32_t token, const dp_cue *group, dp_cue_readings *readings) {
    dp_hit hits[DP_HITS_MAX];
    dp_entry_match none = {DEPECHE_NONE, 0};
    *readings = (dp_cue_readings){none, none, none, false};
    if (!dp_scene_is(scene, token, DP_MARK_CUE)) return;
    size_t count = dp_pack_hits(scene->pack, scene->text, token, hits, DP_HITS_MAX);
    int best = 0;
    for (size_t i = 0; i < count; i++) {
        if (hits[i].list != DP_LIST_CUE) continue;
        dp_str part = dp_pack_field(scene->pack, DP_LIST_CUE, hits[i].entry, COLUMN_PART);
        dp_entry_match match = {hits[i].entry, hits[i].length};
        char first = part.len ? part.at[0] : '\0';
        if (first == 'v') {
            int fit = fitness(scene, hits[i].entry, match.length > 1, group);
            if (fit > 0 &&
                (match.length > readings->verb.length || (match.length == readings->verb.length && fit > best))) {
                readings->verb = match;
                readings->negative = fit == NEGATIVE;
                best = fit;
            }
        } else if (first == 'n') {
            if (readings->noun.entry == DEPECHE_NONE) readings->noun = match;
        } else if (readings->phrase.entry == DEPECHE_NONE &&
                   (first == 'p' && !holds_verb(scene, token, match.length, part))) {
            readings->phrase = match;
        }
    }
}

/* An auxiliary is no candidate of its own where its participle follows. */
static bool is_auxiliary(const dp_scene *scene, uint32_t token, uint32_t end) {
    if (!dp_scene_is(scene, token, DP_MARK_HAVE | DP_MARK_BE)) return false;
    uint32_t from = token + 1;
    if (from < end && dp_scene_is(scene, from, DP_MARK_COMMA)) from = after_remark(scene, from, end);
    uint32_t limit = from + GROUP_LONGEST < end ? from + GROUP_LONGEST : end;
    for (uint32_t n = 0, t = from; t < limit && n < PARTICIPLE_GAP; n += !scene->marks[t].adverbial, t++) {
        if (dp_scene_pos(scene, t, DP_POS_PARTICIPLE) && scene->marks[t].verb) return true;
        if (dp_scene_is_bridge(scene, t) || (t == token + 1 && dp_scene_is(scene, t, DP_MARK_OPENS))) continue;
        if (!is_clitic(scene, t) && !may_be_adverb(scene, t) && !dp_scene_is(scene, t, DP_MARK_NEGATION)) return false;
    }
    return false;
}

static int add_cue(const dp_scene *scene, dp_cues *cues, dp_range sentence, dp_cue *cue) {
    look_around(scene, sentence, cue);
    return dp_array_push(scene->arena, cues, *cue) ? 0 : -1;
}

static dp_cue new_cue(dp_cue_type type, uint32_t token, uint32_t length) {
    return (dp_cue){.head = token,
                    .tokens = {token, token + length},
                    .type = (uint8_t)type,
                    .entry = DEPECHE_NONE,
                    .inverted = DEPECHE_NONE};
}

static bool links(const dp_scene *scene, uint32_t token) {
    return dp_scene_is(scene, token, DP_MARK_OF | DP_MARK_TO | DP_MARK_THAT) ||
           dp_scene_pos(scene, token, DP_POS_PREPOSITION);
}

static int add_word_cues(const dp_scene *scene, dp_cues *cues, dp_range sentence, uint32_t token) {
    const dp_mark *mark = &scene->marks[token];
    bool word = !mark->adverbial; /* else it is no verb or noun: "sans conteste", "sans doute" */
    dp_cue verb = new_cue(DP_CUE_VERB, token, 1);
    if (word && mark->verb) find_group(scene, sentence, &verb);
    dp_cue_readings readings;
    read_entries(scene, token, &verb, &readings);
    if (readings.phrase.entry != DEPECHE_NONE) {
        dp_cue phrase = new_cue(DP_CUE_PHRASE, token, readings.phrase.length);
        phrase.phrase = readings.phrase.length > 1;
        set_entry(scene, &phrase, readings.phrase.entry);
        if (add_cue(scene, cues, sentence, &phrase)) return -1;
    }
    bool verbal = word && mark->verb && !is_auxiliary(scene, token, sentence.end);
    if (word && readings.noun.entry != DEPECHE_NONE && (!verbal || mark->pos & DP_POS_NOUN)) {
        dp_cue noun = new_cue(DP_CUE_NOUN, token, readings.noun.length);
        noun.phrase = readings.noun.length > 1;
        set_entry(scene, &noun, readings.noun.entry);
        if (add_cue(scene, cues, sentence, &noun)) return -1;
    }
    if (!verbal) return 0;
    if (readings.verb.entry != DEPECHE_NONE) {
        verb.tokens.end = token + readings.verb.length;
        /* "accuser de", "alerter sur": the word that links a verb to what is said is no part of the cue. */
        if (readings.verb.length > 1 && links(scene, verb.tokens.end - 1)) verb.tokens.end--;
        verb.phrase = verb.tokens.end > token + 1;
        set_entry(scene, &verb, readings.verb.entry);
        verb.negative_entry = readings.negative;
    }
    set_verb_form(scene, &verb);
    return add_cue(scene, cues, sentence, &verb);
}

/* A colon with something after it, or a dash between a quotation and what may be its speaker. */
static bool is_mark_cue(const dp_scene *scene, dp_range sentence, uint32_t token) {
    if (token + 1 >= sentence.end) return false;
    if (dp_scene_is(scene, token, DP_MARK_COLON)) return token > sentence.first;
    return dp_scene_is(scene, token, DP_MARK_DASH) && token > 0 && dp_scene_is(scene, token - 1, DP_MARK_CLOSES);
}

/* How many outermost quotations begin in a sentence. */
static uint8_t count_quotes(const dp_scene *scene, dp_range sentence) {
    uint8_t count = 0;
    for (uint32_t t = sentence.first; t < sentence.end && count < 3; t++) {
        uint32_t outer = scene->marks[t].outer;
        if (outer != DEPECHE_NONE && (scene->quotations->at[outer].open == t || t == sentence.first)) count++;
    }
    return count;
}

int dp_cues_find(const dp_scene *scene, dp_cues *cues) {
    *cues = (dp_cues){0};
    for (uint32_t s = 0; s < scene->text->sentence_count; s++) {
        dp_range sentence = scene->text->sentences[s].tokens;
        uint32_t first_cue = cues->count, phrase_end = 0;
        for (uint32_t t = sentence.first; t < sentence.end; t++) {
            if (t < phrase_end) continue;
            uint32_t before = cues->count;
            if (dp_scene_is(scene, t, DP_MARK_SIGN)) {
                dp_cue mark = new_cue(DP_CUE_MARK, t, 1);
                if (is_mark_cue(scene, sentence, t) && add_cue(scene, cues, sentence, &mark)) return -1;
            } else if (scene->text->tokens[t].word && add_word_cues(scene, cues, sentence, t)) {
                return -1;
            }
            if (cues->count > before && cues->at[before].type == DP_CUE_PHRASE)
                phrase_end = cues->at[before].tokens.end;
        }
        uint8_t quotes = count_quotes(scene, sentence);
        for (uint32_t c = first_cue; c < cues->count; c++) {
            uint8_t others = cues->at[c].in_quote && quotes ? (uint8_t)(quotes - 1) : quotes;
            cues->at[c].quotes = others > 2 ? 2 : others;
        }
    }
    return 0;
}
