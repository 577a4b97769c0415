#include "claims/argument.h"

/* The outermost quotation with a known end that a token is in and `head` is not; DEPECHE_NONE when there is none. */
static uint32_t foreign_quotation(const dp_scene *scene, uint32_t token, uint32_t head) {
    uint32_t found = DEPECHE_NONE;
    if (scene->marks[token].outer == DEPECHE_NONE) return found;
    for (uint32_t q = scene->marks[token].quotation; q != DEPECHE_NONE; q = scene->quotations->at[q].parent) {
        const dp_quotation *quotation = &scene->quotations->at[q];
        if (quotation->open <= head && head <= quotation->close) break;
        found = q;
    }
    return found;
}

static dp_unit unit_at(const dp_scene *scene, uint32_t token, uint32_t head) {
    uint32_t q = foreign_quotation(scene, token, head);
    if (q == DEPECHE_NONE) return (dp_unit){{token, token + 1}, false};
    return (dp_unit){{scene->quotations->at[q].open, scene->quotations->at[q].close + 1}, true};
}

/* Whether a sentence goes on from `left` to `left + 1`: within a sentence, or in small letters after a quotation. */
static bool goes_on(const dp_scene *scene, uint32_t left) {
    const dp_token *tokens = scene->text->tokens;
    if (tokens[left].sentence == tokens[left + 1].sentence) return true;
    if (tokens[left + 1].flags & DP_TOKEN_PARAGRAPH_START || !dp_scene_is(scene, left, DP_MARK_CLOSES)) return false;
    return tokens[left + 1].casing == DP_CASING_LOWER || dp_scene_is(scene, left + 1, DP_MARK_COMMA);
}

void dp_units_cut(const dp_scene *scene, const dp_cue *cue, dp_units *units) {
    dp_unit left[DP_UNITS_SIDE];
    uint32_t lefts = 0, first = cue->head, end = cue->head + 1;
    while (lefts < DP_UNITS_SIDE && first > 0 && goes_on(scene, first - 1)) {
        left[lefts] = unit_at(scene, first - 1, cue->head);
        first = left[lefts++].tokens.first;
    }
    units->count = 0;
    while (lefts > 0) units->at[units->count++] = left[--lefts];
    units->head = units->count;
    units->at[units->count++] = (dp_unit){{cue->head, cue->head + 1}, false};
    for (uint32_t n = 0; n < DP_UNITS_SIDE && end < scene->text->token_count && goes_on(scene, end - 1); n++) {
        dp_unit unit = unit_at(scene, end, cue->head);
        units->at[units->count++] = unit;
        end = unit.tokens.end;
    }
}

static bool is_open(unsigned label) {
    if (label == DP_ARGUMENT_NONE) return false;
    unsigned place = (label - 1) % 4;
    return place == DP_PIECE_FIRST || place == DP_PIECE_INNER;
}

void dp_argument_rules(dp_label_rules *rules) {
    dp_label_rules_free(rules, DP_ARGUMENT_LABELS);
    for (unsigned label = 0; label < DP_ARGUMENT_LABELS; label++) {
        unsigned place = label ? (label - 1) % 4 : 0;
        bool goes_on = label && (place == DP_PIECE_INNER || place == DP_PIECE_LAST);
        rules->start[label] = !goes_on;
        rules->end[label] = !is_open(label);
        for (unsigned before = 0; before < DP_ARGUMENT_LABELS; before++) {
            bool same = before && label && (before - 1) / 4 == (label - 1) / 4;
            rules->follows[before][label] = is_open(before) == goes_on && (!goes_on || same);
        }
    }
}

/* ----------------------------------------------------------------------------------------------- decoding */

static const float forbidden = -50.0f; /* added to the score of a label that cannot be */

static bool is_in_cue(const dp_cue *cue, const dp_unit *unit) {
    return unit->tokens.first >= cue->tokens.first && unit->tokens.first < cue->tokens.end;
}

/* Whether a content can end between two units. */
static bool can_end(const dp_scene *scene, const dp_cue *cue, const dp_unit *unit, const dp_unit *next) {
    const dp_mark *mark = &scene->marks[next->tokens.first];
    if (is_in_cue(cue, next)) return true;
    if (unit->quote) return next->quote || !(mark->flags & DP_MARK_OF);
    if (next->quote) return false;
    enum { DIVIDER = DP_MARK_SIGN | DP_MARK_COORDINATE | DP_MARK_RELATIVE | DP_MARK_THAT };
    return mark->flags & DIVIDER || mark->tag == DP_TAG_DATE || mark->finite ||
           (next->tokens.first + 1 < scene->text->token_count &&
            scene->marks[next->tokens.first + 1].tag == DP_TAG_DATE) ||
           dp_scene_is(scene, unit->tokens.end - 1, DP_MARK_SIGN);
}

int dp_argument_decode(const dp_scene *scene, const dp_cue *cue, const dp_units *units, const dp_crf *model,
                       const dp_features *features, uint8_t labels[DP_UNITS_MAX], float probabilities[DP_UNITS_MAX]) {
    dp_arena_place place = dp_arena_mark(scene->arena);
    float *scores = dp_crf_scores(model, scene->arena, features, 0, units->count);
    int status = scores ? 0 : -1;
    uint32_t stride = model->weights.stride;
    for (uint32_t i = 0; !status && i + 1 < units->count; i++) {
        if (can_end(scene, cue, &units->at[i], &units->at[i + 1])) continue;
        scores[i * stride + DP_ARGUMENT_CONTENT + DP_PIECE_LAST] += forbidden;
        scores[i * stride + DP_ARGUMENT_CONTENT + DP_PIECE_ONLY] += forbidden;
    }
    if (!status) status = dp_crf_decode_scores(model, scene->arena, scores, units->count, labels, probabilities, NULL);
    dp_arena_rewind(scene->arena, place);
    return status;
}

/* ------------------------------------------------------------------------------------------------ reading */

static bool is_loose_sign(const dp_scene *scene, uint32_t token) {
    enum { LOOSE = DP_MARK_COMMA | DP_MARK_COLON | DP_MARK_SEMICOLON | DP_MARK_DASH };
    return dp_scene_is(scene, token, LOOSE);
}

/* Leaves out the signs at both ends that do not belong to what is said. A question mark or points of suspension stay.
 */
static dp_range trim(const dp_scene *scene, dp_range range) {
    while (range.first < range.end &&
           (is_loose_sign(scene, range.first) || dp_scene_is(scene, range.first, DP_MARK_STOP))) {
        range.first++;
    }
    while (range.first < range.end && is_loose_sign(scene, range.end - 1)) range.end--;
    while (range.first < range.end && dp_scene_is(scene, range.end - 1, DP_MARK_STOP) &&
           scene->marks[range.end - 1].outer == DEPECHE_NONE && scene->text->tokens[range.end - 1].lower.len == 1 &&
           scene->text->tokens[range.end - 1].lower.at[0] == '.') {
        range.end--;
    }
    return range;
}

/* "un porte-parole du site à l'AFP": to whom something is said is no part of who says it. */
static dp_range without_addressee(const dp_scene *scene, dp_range source) {
    for (uint32_t t = source.first + 1; t + 1 < source.end; t++) {
        if (!dp_scene_is(scene, t, DP_MARK_TO)) continue;
        uint32_t name = t + 1;
        if (dp_scene_is(scene, name, DP_MARK_ARTICLE) && name + 1 < source.end) name++;
        if (scene->marks[name].tag == DP_TAG_ORG && scene->marks[t].tag == DP_TAG_NONE)
            return (dp_range){source.first, t};
    }
    return source;
}

/* "L'année dernière, les deux dirigeants": a date before a comma stands outside. */
static dp_range without_date(const dp_scene *scene, dp_range source) {
    enum { DATE_LONGEST = 6 };
    bool date = false;
    for (uint32_t t = source.first; t < source.end && t < source.first + DATE_LONGEST; t++) {
        date |= scene->marks[t].tag == DP_TAG_DATE;
        if (date && dp_scene_is(scene, t, DP_MARK_COMMA)) return (dp_range){t + 1, source.end};
    }
    return source;
}

static void add_piece(const dp_scene *scene, dp_arguments *arguments, dp_range piece) {
    piece = trim(scene, piece);
    if (piece.first >= piece.end || arguments->content_count == DP_PIECES_MAX) return;
    arguments->contents[arguments->content_count++] = piece;
}

/* A quotation that says something of its own: of some length, with a finite verb. */
static bool is_speech(const dp_scene *scene, const dp_unit *unit) {
    enum { SHORTEST = 6, SEEN = 40 };
    if (!unit->quote || unit->tokens.end - unit->tokens.first < SHORTEST) return false;
    for (uint32_t t = unit->tokens.first; t < unit->tokens.end && t < unit->tokens.first + SEEN; t++) {
        if (scene->marks[t].finite) return true;
    }
    return false;
}

static bool holds(const dp_arguments *arguments, uint32_t token) {
    for (uint32_t i = 0; i < arguments->content_count; i++) {
        if (arguments->contents[i].first <= token && token < arguments->contents[i].end) return true;
    }
    return false;
}

/* Speech right before a verb that takes nothing else ("« A » indique X"), or right behind a cue, is what it reports. */
static void take_adjacent_speech(const dp_scene *scene, const dp_cue *cue, const dp_units *units,
                                 dp_arguments *arguments) {
    const dp_unit *speech = NULL;
    bool behind = cue->next == DP_NEXT_QUOTE || cue->next == DP_NEXT_COLON_QUOTE;
    uint32_t i = units->head;
    if (cue->in_quote || cue->type == DP_CUE_NOUN) return;
    if (behind) {
        while (i + 1 < units->count && !units->at[i].quote) i++;
        speech = &units->at[i];
    } else if (cue->after_quote && cue->next >= DP_NEXT_COMMA && cue->later == DP_NEXT_END) {
        while (i > 0 && !units->at[i].quote) i--;
        speech = &units->at[i];
        if (speech->tokens.end > cue->tokens.first) return;
    }
    if (!speech || !is_speech(scene, speech) || holds(arguments, speech->tokens.first)) return;
    arguments->contents[0] = speech->tokens;
    arguments->content_count = 1;
}

/* "« A, dit X. B »": a quotation that goes on after the sentence of its clause of saying is said by X to its end. */
static void take_rest_of_quotation(const dp_quotation *quotation, dp_range sentence, dp_arguments *arguments) {
    if (sentence.end > quotation->close || arguments->content_count == DP_PIECES_MAX) return;
    arguments->contents[arguments->content_count++] = (dp_range){sentence.end, quotation->close + 1};
}

/* A clause of saying inside a quotation ("« A. B, dit-il, C. D »"): what is said reaches to the quotation's ends. */
static void widen_to_quotation(const dp_scene *scene, const dp_cue *cue, dp_arguments *arguments) {
    uint32_t outer = scene->marks[cue->head].outer;
    if (outer == DEPECHE_NONE || !arguments->content_count) return;
    const dp_quotation *quotation = &scene->quotations->at[outer];
    dp_range sentence = dp_scene_sentence(scene, cue->head);
    dp_range *first = &arguments->contents[0], *last = &arguments->contents[arguments->content_count - 1];
    bool incise = cue->inverted != DEPECHE_NONE ||
                  (arguments->source.first >= cue->tokens.end && arguments->source.end > arguments->source.first);
    if (!incise) return;
    if (first->first < cue->tokens.first && first->first > quotation->open && first->first <= sentence.first + 1) {
        first->first = quotation->open;
    }
    bool at_end = last->end + 1 >= sentence.end;
    if (last->first >= cue->tokens.end && at_end && last->end <= quotation->close) last->end = quotation->close + 1;
    if (last->end <= cue->tokens.first && last->first >= quotation->open) {
        take_rest_of_quotation(quotation, sentence, arguments);
    }
}

/* Where only what stands before the cue is its content ("A et B, a rapporté X") and the content leaves out clauses at
 * the start of the sentence, it is widened to them: the cue governs the whole sentence, up to a colon, semicolon or
 * dash. */
static void widen_to_sentence(const dp_scene *scene, const dp_cue *cue, const dp_units *units,
                              dp_arguments *arguments) {
    if (!arguments->content_count || cue->in_quote) return;
    dp_range whole = {arguments->contents[0].first, arguments->contents[arguments->content_count - 1].end};
    dp_range *piece = &whole;
    if (piece->end > cue->tokens.first) return;
    for (uint32_t t = piece->end; t < cue->tokens.first; t++) {
        if (!dp_scene_is(scene, t, DP_MARK_COMMA)) return;
    }
    enum { DIVIDER = DP_MARK_COLON | DP_MARK_SEMICOLON | DP_MARK_DASH | DP_MARK_STOP | DP_MARK_BRACKET };
    uint32_t i = units->head;
    while (i > 0 && units->at[i].tokens.first > piece->first) i--;
    if (units->at[i].quote && units->at[i].tokens.end >= piece->end) return;
    bool clause = false;
    uint32_t first = piece->first;
    while (i > 0 && !(dp_scene_is(scene, units->at[i - 1].tokens.first, DIVIDER) && !units->at[i - 1].quote)) {
        first = units->at[--i].tokens.first;
        clause |= !units->at[i].quote && scene->marks[first].finite;
        if (first < arguments->source.end && arguments->source.first <= first) return;
    }
    clause |= arguments->content_count > 1;
    if (!clause) return;
    arguments->contents[0] = trim(scene, (dp_range){first, piece->end});
    arguments->content_count = 1;
}

static bool is_finite_form(const dp_cue *cue) {
    return cue->form == DP_FORM_FINITE || cue->form == DP_FORM_ACTIVE || cue->form == DP_FORM_REFLEXIVE;
}

/* The number of a verb or noun; 0 when its form says both or neither. */
static unsigned number_of(unsigned grammar) {
    unsigned number = grammar & (DP_GRAM_SINGULAR | DP_GRAM_PLURAL);
    return number == (DP_GRAM_SINGULAR | DP_GRAM_PLURAL) ? 0 : number;
}

/* The subject of a coordinated verb that has none beside it ("Kim et Poutine ont discuté et ont réaffirmé"): what
 * stands before the first verb of the sentence, not an object between the two. */
static void find_shared_subject(const dp_scene *scene, const dp_cue *cue, dp_arguments *arguments) {
    enum { SUBJECT_LONGEST = 12 };
    dp_range sentence = dp_scene_sentence(scene, cue->head), source = arguments->source;
    if (!is_finite_form(cue) || cue->inverted != DEPECHE_NONE || cue->tokens.first <= sentence.first) return;
    if (!dp_scene_is(scene, cue->tokens.first - 1, DP_MARK_COORDINATE)) return;
    uint32_t t = sentence.first;
    while (t < cue->tokens.first && t < sentence.first + SUBJECT_LONGEST && !scene->marks[t].finite) {
        if (dp_scene_is(scene, t, DP_MARK_SIGN | DP_MARK_RELATIVE | DP_MARK_THAT)) return;
        t++;
    }
    if (t == sentence.first || t + 1 >= cue->tokens.first || !scene->marks[t].finite) return;
    bool object = source.first > t && source.end < cue->tokens.first;
    if (source.first < source.end && !object) return;
    unsigned mine = number_of(cue->grammar), first = number_of(scene->marks[t].grammar);
    if (mine && first && mine != first) return;
    enum { BEFORE_VERB = DP_MARK_NOT | DP_MARK_REFLEXIVE };
    while (t > sentence.first && dp_scene_is(scene, t - 1, BEFORE_VERB)) t--;
    arguments->source = (dp_range){sentence.first, t};
}

/* A subject pronoun behind its verb is the source, whatever the labels say: "a-t-il dit". */
static void find_inverted_subject(const dp_cue *cue, dp_arguments *arguments) {
    if (cue->inverted == DEPECHE_NONE || arguments->source.first < arguments->source.end) return;
    arguments->source = (dp_range){cue->inverted, cue->inverted + 1};
}

/* The subject behind a cue that ends its sentence ("..., a rapporté jeudi l'agence KCNA"): the noun phrase there. */
static void find_subject_behind(const dp_scene *scene, const dp_cue *cue, dp_arguments *arguments) {
    enum { SUBJECT_LONGEST = 20, PASSED = 6, STARTS = DP_MARK_ARTICLE | DP_MARK_POSSESSIVE | DP_MARK_CAPITAL };
    if (arguments->source.first < arguments->source.end || !is_finite_form(cue) || !arguments->content_count) return;
    if (arguments->contents[arguments->content_count - 1].end > cue->tokens.first) return;
    dp_range sentence = dp_scene_sentence(scene, cue->head);
    uint32_t first = cue->tokens.end;
    for (uint32_t n = 0; n < PASSED && first < sentence.end; n++, first++) {
        const dp_mark *mark = &scene->marks[first];
        bool date =
            mark->tag == DP_TAG_DATE ||
            (first + 1 < sentence.end && scene->marks[first + 1].tag == DP_TAG_DATE && !(mark->flags & DP_MARK_SIGN));
        if (!date && mark->pos != DP_POS_ADVERB) break;
    }
    if (first >= sentence.end || dp_scene_is(scene, first, DP_MARK_SIGN | DP_MARK_TO | DP_MARK_OF)) return;
    if (!dp_scene_is(scene, first, STARTS) && !dp_scene_pos(scene, first, DP_POS_DETERMINER)) return;
    uint32_t end = first;
    while (end < sentence.end && end < first + SUBJECT_LONGEST && !scene->marks[end].finite &&
           !dp_scene_is(scene, end, DP_MARK_SIGN | DP_MARK_RELATIVE | DP_MARK_THAT)) {
        end++;
    }
    if (end == first || (end < sentence.end && !dp_scene_is(scene, end, DP_MARK_SIGN | DP_MARK_RELATIVE))) return;
    arguments->source = without_addressee(scene, (dp_range){first, end});
}

void dp_arguments_read(const dp_scene *scene, const dp_cue *cue, const dp_units *units, const uint8_t *labels,
                       dp_arguments *arguments) {
    *arguments = (dp_arguments){0};
    for (uint32_t i = 0; i < units->count;) {
        uint32_t start = i;
        uint8_t label = labels[i++];
        if (label == DP_ARGUMENT_NONE) continue;
        while (i < units->count && is_open(labels[i - 1])) i++;
        dp_range range = {units->at[start].tokens.first, units->at[i - 1].tokens.end};
        if (label >= DP_ARGUMENT_CONTENT) {
            add_piece(scene, arguments, range);
        } else {
            range = without_addressee(scene, without_date(scene, trim(scene, range)));
            if (range.end - range.first > arguments->source.end - arguments->source.first) arguments->source = range;
        }
    }
    take_adjacent_speech(scene, cue, units, arguments);
    widen_to_quotation(scene, cue, arguments);
    widen_to_sentence(scene, cue, units, arguments);
    find_inverted_subject(cue, arguments);
    find_shared_subject(scene, cue, arguments);
    find_subject_behind(scene, cue, arguments);
}
