#include "claims/sense.h"

enum {
    CONTENT_SEEN = 80, /* tokens of a content that are looked at */
    DATE_WITHIN = 12,  /* tokens between a cue and its date */
};

enum { COLUMN_LEMMA = 0, COLUMN_CLASS = 2, COLUMN_POLARITY = 4 };

/* ---------------------------------------------------------------------------------------------------- kind */

/* Whether a piece is one quotation from mark to mark. */
static bool is_quotation(const dp_scene *scene, dp_range piece) {
    uint32_t outer = scene->marks[piece.first].outer;
    if (outer == DEPECHE_NONE) return false;
    const dp_quotation *quotation = &scene->quotations->at[outer];
    return quotation->open <= piece.first && piece.end <= quotation->close + 1;
}

static bool holds_quotation(const dp_scene *scene, dp_range piece) {
    for (uint32_t t = piece.first; t < piece.end && t < piece.first + CONTENT_SEEN; t++) {
        if (scene->marks[t].outer != DEPECHE_NONE) return true;
    }
    return false;
}

/* A bare noun phrase: no infinitive in front, no finite verb before a relative pronoun. */
static bool is_nominal(const dp_scene *scene, const dp_report *report) {
    dp_range piece = report->arguments.contents[0];
    if (report->arguments.content_count > 1 || !report->cue) return false;
    enum { CLAUSE = 4 };
    static const uint8_t clauses[] = {DP_NEXT_THAT, DP_NEXT_IF, DP_NEXT_OF_INFINITIVE, DP_NEXT_TO_INFINITIVE};
    for (unsigned i = 0; i < CLAUSE; i++) {
        if (report->cue->next == clauses[i] && piece.first >= report->cue->tokens.end) return false;
    }
    for (uint32_t t = piece.first; t < piece.end && t < piece.first + CONTENT_SEEN; t++) {
        const dp_mark *mark = &scene->marks[t];
        if (mark->flags & (DP_MARK_RELATIVE | DP_MARK_THAT)) return true;
        if (mark->finite) return false;
        if (t == piece.first && mark->verb && mark->pos & DP_POS_INFINITIVE) return false;
    }
    return true;
}

depeche_claim_kind dp_sense_kind(const dp_scene *scene, const dp_report *report) {
    bool whole = true, some = false;
    for (uint32_t i = 0; i < report->arguments.content_count; i++) {
        whole &= is_quotation(scene, report->arguments.contents[i]);
        some |= holds_quotation(scene, report->arguments.contents[i]);
    }
    if (whole || !report->cue || dp_report_is_post(report))
        return DEPECHE_CLAIM_DIRECT; /* messages are copied, not told */
    if (is_nominal(scene, report)) return DEPECHE_CLAIM_NOMINAL;
    return some ? DEPECHE_CLAIM_MIXED : DEPECHE_CLAIM_INDIRECT;
}

/* ------------------------------------------------------------------------------------------------ polarity */

static dp_str field(const dp_scene *scene, const dp_report *report, unsigned column) {
    if (!report->cue || report->cue->entry == DEPECHE_NONE) return (dp_str){"", 0};
    return dp_pack_field(scene->pack, DP_LIST_CUE, report->cue->entry, column);
}

depeche_polarity dp_sense_polarity(const dp_scene *scene, const dp_report *report) {
    static const struct {
        const char *name;
        depeche_polarity polarity;
    } names[] = {{"denies", DEPECHE_DENIES},
                 {"doubts", DEPECHE_DOUBTS},
                 {"wishes", DEPECHE_WISHES},
                 {"asks", DEPECHE_ASKS},
                 {"orders", DEPECHE_ORDERS}};
    dp_str name = field(scene, report, COLUMN_POLARITY);
    depeche_polarity polarity = DEPECHE_ASSERTS;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (dp_str_equal(name, (dp_str){names[i].name, strlen(names[i].name)})) polarity = names[i].polarity;
    }
    if (!report->cue || !report->cue->negated || report->cue->negative_entry) return polarity;
    if (polarity == DEPECHE_ASSERTS) return DEPECHE_DENIES;
    return polarity == DEPECHE_DENIES || polarity == DEPECHE_DOUBTS ? DEPECHE_ASSERTS : polarity;
}

/* ----------------------------------------------------------------------------------------------- certainty */

/* Whether it is the auxiliary of a past conditional: aurait trouvé. */
static bool is_compound(const dp_scene *scene, uint32_t auxiliary, uint32_t end) {
    if (!dp_scene_is(scene, auxiliary, DP_MARK_HAVE)) return false;
    for (uint32_t t = auxiliary + 1; t < end && t <= auxiliary + 4; t++) {
        if (dp_scene_pos(scene, t, DP_POS_PARTICIPLE)) return true;
    }
    return false;
}

static bool is_past_cue(const dp_scene *scene, const dp_cue *cue) {
    if (cue->form == DP_FORM_ACTIVE || cue->form == DP_FORM_REFLEXIVE || cue->form == DP_FORM_PASSIVE) return true;
    return cue->form == DP_FORM_FINITE && (scene->marks[cue->head].grammar & (DP_GRAM_IMPERFECT | DP_GRAM_PAST)) &&
           !(scene->marks[cue->head].grammar & DP_GRAM_PRESENT);
}

static depeche_certainty certainty_of_verb(const dp_scene *scene, const dp_report *report, uint32_t verb,
                                           uint32_t end) {
    unsigned grammar = scene->marks[verb].grammar;
    if (grammar & DP_GRAM_CONDITIONAL) {
        /* "a dit que l'école coûterait": after a past cue the simple conditional is the future of then. */
        bool then = report->cue && report->cue->next == DP_NEXT_THAT && is_past_cue(scene, report->cue) &&
                    scene->marks[verb].outer == DEPECHE_NONE && !is_compound(scene, verb, end);
        return then ? DEPECHE_FUTURE : DEPECHE_CONDITIONAL;
    }
    if (grammar & DP_GRAM_FUTURE && !(grammar & DP_GRAM_PRESENT)) return DEPECHE_FUTURE;
    return DEPECHE_ASSERTED;
}

depeche_certainty dp_sense_certainty(const dp_scene *scene, const dp_report *report) {
    if (!report->arguments.content_count) return DEPECHE_ASSERTED;
    dp_range last = dp_report_last(report), first = report->arguments.contents[0];
    for (uint32_t n = 0, t = last.end; n < 3 && t > last.first; n++) {
        if (dp_scene_is(scene, --t, DP_MARK_QUESTION)) return DEPECHE_QUESTION;
    }
    if (report->cue && report->cue->next == DP_NEXT_IF && first.first >= report->cue->tokens.end) {
        return DEPECHE_QUESTION;
    }
    uint32_t start = first.first;
    while (start < first.end && dp_scene_is(scene, start, DP_MARK_SIGN)) start++;
    bool quoted = start < first.end && scene->marks[start].outer != DEPECHE_NONE;
    if (quoted && scene->marks[start].finite && scene->marks[start].grammar & DP_GRAM_IMPERATIVE &&
        !dp_scene_is(scene, start, DP_MARK_HAVE | DP_MARK_BE)) {
        return DEPECHE_IMPERATIVE;
    }
    for (uint32_t i = 0; i < report->arguments.content_count; i++) {
        dp_range piece = report->arguments.contents[i];
        for (uint32_t t = piece.first; t < piece.end && t < piece.first + CONTENT_SEEN; t++) {
            if (scene->marks[t].finite) return certainty_of_verb(scene, report, t, piece.end);
        }
    }
    return DEPECHE_ASSERTED;
}

/* ------------------------------------------------------------------------------------------- time and cue */

uint32_t dp_sense_said_at(const dp_scene *scene, const dp_values *values, const dp_report *report) {
    if (!report->cue) return DEPECHE_NONE;
    dp_range cue = report->cue->tokens, sentence = dp_scene_sentence(scene, report->cue->head);
    uint32_t low = 0, high = values->count, best = DEPECHE_NONE, nearest = DATE_WITHIN + 1;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (values->at[middle].tokens.end + DATE_WITHIN < cue.first) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (uint32_t i = low; i < values->count && values->at[i].tokens.first < cue.end + DATE_WITHIN; i++) {
        dp_range date = values->at[i].tokens;
        if (values->at[i].kind != DEPECHE_VALUE_DATE || date.first < sentence.first || date.end > sentence.end)
            continue;
        if (dp_report_holds(report, date.first)) continue;
        uint32_t gap = date.first >= cue.end ? date.first - cue.end : cue.first >= date.end ? cue.first - date.end : 0;
        if (gap >= nearest) continue;
        nearest = gap;
        best = i;
    }
    return best;
}

dp_str dp_sense_cue_lemma(const dp_scene *scene, const dp_report *report) {
    if (!report->cue) return (dp_str){"", 0};
    if (report->cue->entry != DEPECHE_NONE) return field(scene, report, COLUMN_LEMMA);
    uint32_t head = report->cue->head, word = dp_pack_word(scene->pack, scene->text->tokens[head].word)->lemma;
    return word ? dp_pack_word_form(scene->pack, word) : scene->text->tokens[head].lower;
}

dp_str dp_sense_cue_class(const dp_scene *scene, const dp_report *report) {
    if (!report->cue) return (dp_str){"", 0};
    dp_str name = field(scene, report, COLUMN_CLASS);
    return name.len ? name : DP_STR("say");
}
