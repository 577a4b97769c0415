#include "lang/compiler/inflection.h"

#include "base/error.h"
#include "lang/fold.h"

enum {
    FORMS_MAX = 20000, /* of one cue */
    VERBAL = DP_POS_VERB | DP_POS_INFINITIVE | DP_POS_PARTICIPLE | DP_POS_GERUND,
    AGREEING = DP_POS_ADJECTIVE | DP_POS_PARTICIPLE,
    NOMINAL = DP_POS_NOUN | DP_POS_ADJECTIVE | DP_POS_PARTICIPLE,
};

/* The words that may stand in one place of a cue. */
typedef dp_array(uint32_t) dp_choices;

typedef struct dp_cue {
    dp_inflection *inflection;
    const dp_form_token *tokens; /* of the lemma, without what is dropped */
    uint32_t count;
    dp_choices choices[DP_PACK_PHRASE_MAX];
    bool failed; /* memory is out */
} dp_cue;

static void choose(dp_cue *cue, uint32_t place, uint32_t word) {
    dp_choices *choices = &cue->choices[place];
    for (uint32_t i = 0; i < choices->count; i++) {
        if (choices->at[i] == word) return;
    }
    if (!word || !dp_array_push(cue->inflection->arena, choices, word)) cue->failed = true;
}

/* Adds the forms of `lemma` that have one of the parts of speech; whether there was one. */
static bool choose_forms(dp_cue *cue, uint32_t place, uint32_t lemma, unsigned pos) {
    uint32_t count;
    const dp_inflected *lines = dp_morphology_forms(cue->inflection->morphology, lemma, &count);
    bool found = false;
    for (uint32_t i = 0; i < count; i++) {
        if (!(lines[i].pos & pos)) continue;
        choose(cue, place, lines[i].form);
        found = true;
    }
    return found;
}

/* Adds the participles of a lemma if the word in a place is one of them; whether it is. */
static bool choose_participles_of(dp_cue *cue, uint32_t place, uint32_t lemma) {
    uint32_t count;
    const dp_inflected *lines = dp_morphology_forms(cue->inflection->morphology, lemma, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (lines[i].form != cue->tokens[place].word || !(lines[i].pos & DP_POS_PARTICIPLE)) continue;
        choose_forms(cue, place, lemma, DP_POS_PARTICIPLE);
        return true;
    }
    return false;
}

/* Adds the forms of the word in a place where it mostly is a participle. */
static void choose_participles(dp_cue *cue, uint32_t place) {
    choose_participles_of(cue, place, cue->inflection->vocabulary->words.at[cue->tokens[place].word].lemma);
}

/* Adds them also where another reading is more usual (cité: a part of a town), for cues that have no noun to inflect.
 */
static void choose_rare_participles(dp_cue *cue, uint32_t place) {
    const dp_morphology *morphology = cue->inflection->morphology;
    uint32_t word = cue->tokens[place].word;
    const dp_word *read = &cue->inflection->vocabulary->words.at[word];
    if (!(read->pos & DP_POS_PARTICIPLE) || choose_participles_of(cue, place, read->lemma)) return;
    for (uint32_t i = 0; i < morphology->lines.count; i++) {
        const dp_inflected *line = &morphology->lines.at[i];
        if (line->form == word && line->pos & DP_POS_PARTICIPLE)
            choose_forms(cue, place, line->lemma, DP_POS_PARTICIPLE);
    }
}

static void choose_variants(dp_cue *cue, uint32_t place) {
    const dp_manifest *manifest = cue->inflection->manifest;
    dp_vocabulary *vocabulary = cue->inflection->vocabulary;
    dp_str lower = vocabulary->forms.at[cue->tokens[place].word];
    for (uint32_t i = 0; i < manifest->variants.count; i++) {
        const dp_manifest_variants *variants = &manifest->variants.at[i];
        if (variants->last && place + 1 != cue->count) continue;
        if (!dp_str_equal(variants->word, lower)) continue;
        for (uint32_t f = 0; f < variants->forms.count; f++) {
            choose(cue, place, dp_vocabulary_add(vocabulary, variants->forms.at[f]));
        }
    }
}

static bool is_dropped(const dp_inflection *inflection, uint32_t word) {
    dp_str lower = inflection->vocabulary->forms.at[word];
    for (uint32_t i = 0; i < inflection->manifest->dropped.count; i++) {
        if (dp_str_equal(inflection->manifest->dropped.at[i], lower)) return true;
    }
    return false;
}

static void choose_verb(dp_cue *cue) {
    while (cue->count > 1 && is_dropped(cue->inflection, cue->tokens[0].word)) {
        cue->tokens++;
        cue->count--;
    }
    for (uint32_t place = 0; place < cue->count; place++) choose(cue, place, cue->tokens[place].word);
    if (!choose_forms(cue, 0, cue->tokens[0].word, VERBAL)) cue->inflection->without_forms++;
    for (uint32_t place = 1; place < cue->count; place++) {
        choose_forms(cue, place, cue->tokens[place].word, DP_POS_ADJECTIVE);
        choose_participles(cue, place);
    }
}

/* The noun and the adjectives beside it: all words up to the first that is neither. */
static void choose_noun(dp_cue *cue) {
    for (uint32_t place = 0; place < cue->count; place++) choose(cue, place, cue->tokens[place].word);
    for (uint32_t place = 0; place < cue->count; place++) {
        bool inflects = choose_forms(cue, place, cue->tokens[place].word, NOMINAL);
        choose_participles(cue, place);
        if (!inflects && cue->choices[place].count == 1) return;
    }
}

static void choose_pattern(dp_cue *cue, bool agrees) {
    for (uint32_t place = 0; place < cue->count; place++) {
        choose(cue, place, cue->tokens[place].word);
        if (agrees) choose_rare_participles(cue, place);
    }
}

/* Adds the form that picks[i] of the choices of place i make. */
static int add_form(dp_cue *cue, const uint32_t *picks, const dp_phrase *reading, dp_phrases *phrases) {
    dp_phrase phrase = *reading;
    uint32_t *words = dp_arena_alloc(cue->inflection->arena, cue->count * sizeof *words);
    if (!words) return -1;
    char joined[DP_FOLD_MAX];
    size_t used = 0;
    bool fits = true, as_written = true;
    dp_signature signature = {0};
    for (uint32_t place = 0; place < cue->count; place++) {
        words[place] = cue->choices[place].at[picks[place]];
        as_written = as_written && picks[place] == 0;
        dp_str lower = cue->inflection->vocabulary->forms.at[words[place]];
        dp_signature_add(&signature, picks[place] ? lower : cue->tokens[place].bytes);
        bool space = place > 0 && cue->tokens[place].space_before;
        fits = fits && used + lower.len + space <= sizeof joined;
        if (!fits) continue;
        if (space) joined[used++] = ' ';
        memcpy(joined + used, lower.at, lower.len);
        used += lower.len;
    }
    phrase.words = words;
    phrase.count = cue->count;
    /* Whole forms of several words would fill the pack with what nobody looks up. */
    phrase.hash = fits && (cue->count == 1 || as_written) ? dp_str_hash((dp_str){joined, used}) : 0;
    phrase.reading.signature = signature.value;
    return dp_phrases_add(phrases, &phrase);
}

/* Adds all combinations of the choices, the last place changing fastest. */
static depeche_status add_forms(dp_cue *cue, const dp_phrase *reading, dp_phrases *phrases, depeche_error *error) {
    uint64_t combinations = 1;
    for (uint32_t place = 0; place < cue->count && combinations <= FORMS_MAX; place++) {
        combinations *= cue->choices[place].count;
    }
    if (combinations > FORMS_MAX) return dp_error_set(error, DEPECHE_ERROR_ARGUMENT, "a cue has too many forms");
    uint32_t picks[DP_PACK_PHRASE_MAX] = {0};
    for (uint64_t done = 0; done < combinations; done++) {
        if (add_form(cue, picks, reading, phrases)) return dp_error_set(error, DEPECHE_ERROR_MEMORY, "out of memory");
        for (uint32_t place = cue->count; place-- > 0;) {
            if (++picks[place] < cue->choices[place].count) break;
            picks[place] = 0;
        }
    }
    return DEPECHE_OK;
}

depeche_status dp_inflection_add(dp_inflection *inflection, const dp_form *lemma, dp_str part, const dp_phrase *reading,
                                 dp_phrases *phrases, depeche_error *error) {
    dp_cue cue = {.inflection = inflection, .tokens = lemma->tokens, .count = lemma->count};
    if (dp_str_equal(part, DP_STR("verb"))) {
        choose_verb(&cue);
    } else if (dp_str_equal(part, DP_STR("noun"))) {
        choose_noun(&cue);
    } else if (dp_str_equal(part, DP_STR("pattern")) || dp_str_equal(part, DP_STR("preposition"))) {
        choose_pattern(&cue, dp_str_equal(part, DP_STR("pattern")));
    } else {
        return dp_error_set(error, DEPECHE_ERROR_ARGUMENT, "'%.*s' is no part of a cue", (int)part.len, part.at);
    }
    for (uint32_t place = 0; place < cue.count; place++) choose_variants(&cue, place);
    if (cue.failed) return dp_error_set(error, DEPECHE_ERROR_MEMORY, "out of memory");
    return add_forms(&cue, reading, phrases, error);
}
