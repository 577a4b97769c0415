/* The rules about where what is said ends, as the writer goes on. */
#include "claims/argument_rules.h"

/* What is told after the cue ends at a colon or semicolon: there the writer goes on ("Il dément : la ligne rouvre").
 * Only quotations stay behind one. */
static void end_at_colon(const dp_scene *scene, const dp_cue *cue, dp_arguments *arguments) {
    if (cue->type == DP_CUE_MARK) return;
    uint32_t outer = scene->marks[cue->head].outer, end = UINT32_MAX, kept = 0;
    for (uint32_t i = 0; i < arguments->content_count && end == UINT32_MAX; i++) {
        dp_range piece = arguments->contents[i];
        uint32_t from = i > 0 ? arguments->contents[i - 1].end : piece.first;
        if (piece.first < cue->tokens.end) continue;
        for (uint32_t t = from < cue->tokens.end ? cue->tokens.end : from; t < piece.end && end == UINT32_MAX; t++) {
            bool stops = dp_scene_is(scene, t, DP_MARK_COLON | DP_MARK_SEMICOLON) && scene->marks[t].outer == outer;
            if (stops && (i > 0 || t > piece.first)) end = t;
        }
    }
    if (end == UINT32_MAX) return;
    for (uint32_t i = 0; i < arguments->content_count; i++) {
        dp_range piece = arguments->contents[i];
        if (piece.first < end && piece.end > end && piece.first >= cue->tokens.end) piece.end = end;
        bool quoted = scene->marks[piece.first].outer != outer;
        if (piece.first < end || piece.end <= cue->tokens.first || quoted) arguments->contents[kept++] = piece;
    }
    arguments->content_count = kept;
}

/* Whether a token parts clauses on the level of the cue: a comma that no quotation holds without it. */
static bool is_own_comma(const dp_scene *scene, const dp_cue *cue, uint32_t token) {
    return dp_scene_is(scene, token, DP_MARK_COMMA) && scene->marks[token].outer == scene->marks[cue->head].outer;
}

/* The first finite verb from a token on before any sign, conjunction or relative pronoun; DEPECHE_NONE when there is
 * none. */
static uint32_t next_verb(const dp_scene *scene, uint32_t token, uint32_t end) {
    enum { STOPS = DP_MARK_SIGN | DP_MARK_RELATIVE | DP_MARK_THAT | DP_MARK_COORDINATE };
    for (; token < end && !dp_scene_is(scene, token, STOPS); token++) {
        if (scene->marks[token].finite) return token;
    }
    return DEPECHE_NONE;
}

/* Whether a main clause begins at a token: with its subject and, before any sign, its verb. */
static bool opens_clause(const dp_scene *scene, uint32_t token, uint32_t end) {
    enum { SUBJECT = DP_MARK_SUBJECT | DP_MARK_ARTICLE | DP_MARK_POSSESSIVE | DP_MARK_NAME_START };
    if (token >= end || !dp_scene_is(scene, token, SUBJECT) || scene->marks[token].tag == DP_TAG_DATE) return false;
    uint32_t verb = next_verb(scene, token, end);
    return verb != DEPECHE_NONE && verb > token;
}

/* Whether a cue stands in a clause that opens its sentence and cannot be all of it: "Estimant que A, X a voté B",
 * "Alors que X craint A, B". */
static bool is_in_front(const dp_scene *scene, const dp_cue *cue, dp_range sentence) {
    enum { BEFORE = 1 };
    uint32_t first = sentence.first;
    if (cue->type != DP_CUE_VERB || cue->in_quote) return false;
    if (cue->form == DP_FORM_GERUND) return cue->tokens.first - first <= BEFORE;
    if (!dp_cue_is_finite(cue) || cue->tokens.first < first + 3) return false;
    bool conjunction = dp_scene_pos(scene, first, DP_POS_CONJUNCTION) && !dp_scene_is(scene, first, DP_MARK_COORDINATE);
    bool phrase = dp_scene_is(scene, first + 1, DP_MARK_THAT) && !scene->marks[first].finite;
    if (!conjunction && !phrase) return false;
    for (uint32_t t = first + 1; t < cue->tokens.first; t++) {
        if (scene->marks[t].finite || is_own_comma(scene, cue, t)) return false;
    }
    return true;
}

/* What is said in a clause that opens the sentence ends where the main clause begins. */
static void end_before_main_clause(const dp_scene *scene, const dp_cue *cue, dp_arguments *arguments) {
    dp_range sentence = dp_scene_sentence(scene, cue->head);
    if (arguments->content_count != 1 || !is_in_front(scene, cue, sentence)) return;
    dp_range *piece = &arguments->contents[0];
    if (piece->first < cue->tokens.end) return;
    bool verb = cue->next != DP_NEXT_THAT; /* a clause has one before it can end */
    for (uint32_t t = piece->first; t < piece->end; t++) {
        verb |= scene->marks[t].finite;
        if (!verb || !is_own_comma(scene, cue, t) || !opens_clause(scene, t + 1, sentence.end)) continue;
        piece->end = t;
        return;
    }
}

/* "X propose de A, trace B": an infinitive as content ends where the next verb of the cue's subject follows, which has
 * no subject of its own. */
static void end_before_next_verb(const dp_scene *scene, const dp_cue *cue, dp_arguments *arguments) {
    enum { BEFORE_VERB = DP_MARK_NOT | DP_MARK_REFLEXIVE | DP_MARK_OBJECT };
    if (arguments->content_count != 1 || !dp_cue_is_finite(cue) || cue->in_quote) return;
    dp_range *piece = &arguments->contents[0];
    if (piece->first < cue->tokens.end || !dp_scene_pos(scene, piece->first, DP_POS_INFINITIVE)) return;
    for (uint32_t t = piece->first; t + 1 < piece->end; t++) {
        const dp_mark *mark = &scene->marks[t];
        if (mark->finite || mark->flags & (DP_MARK_RELATIVE | DP_MARK_THAT | DP_MARK_OPENS)) return;
        if (!is_own_comma(scene, cue, t)) continue;
        uint32_t verb = t + 1;
        while (verb + 1 < piece->end && dp_scene_is(scene, verb, BEFORE_VERB)) verb++;
        bool inverted = verb + 1 < scene->text->token_count && dp_scene_is_bridge(scene, verb + 1);
        if (!scene->marks[verb].finite || inverted) continue;
        piece->end = t;
        return;
    }
}

void dp_contents_end(const dp_scene *scene, const dp_cue *cue, dp_arguments *arguments) {
    end_at_colon(scene, cue, arguments);
    end_before_main_clause(scene, cue, arguments);
    end_before_next_verb(scene, cue, arguments);
}
