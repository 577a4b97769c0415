#include "claims/report.h"

#include "claims/argument_rules.h"

enum {
    NEIGHBOURS = 12, /* reports before one in order that it is compared with */
    DEPTH = 64,      /* reports inside each other */
};

uint32_t dp_report_size(const dp_report *report) {
    uint32_t size = 0;
    for (uint32_t i = 0; i < report->arguments.content_count; i++) {
        size += report->arguments.contents[i].end - report->arguments.contents[i].first;
    }
    return size;
}

bool dp_report_holds(const dp_report *report, uint32_t token) {
    for (uint32_t i = 0; i < report->arguments.content_count; i++) {
        const dp_range *piece = &report->arguments.contents[i];
        if (piece->first <= token && token < piece->end) return true;
    }
    return false;
}

uint32_t dp_reports_shared(const dp_report *a, const dp_report *b) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < a->arguments.content_count; i++) {
        for (uint32_t j = 0; j < b->arguments.content_count; j++) {
            const dp_range *x = &a->arguments.contents[i], *y = &b->arguments.contents[j];
            uint32_t first = x->first > y->first ? x->first : y->first;
            uint32_t end = x->end < y->end ? x->end : y->end;
            if (first < end) count += end - first;
        }
    }
    return count;
}

float dp_reports_overlap(const dp_report *a, const dp_report *b) {
    uint32_t both = dp_reports_shared(a, b), all = dp_report_size(a) + dp_report_size(b) - both;
    return all ? (float)both / (float)all : 0.0f;
}

void dp_reports_drop_doubles(dp_reports *reports) {
    static const float nearly = 0.7f;
    for (uint32_t i = 1; i < reports->count; i++) {
        dp_report *later = &reports->at[i];
        for (uint32_t n = 1; n <= NEIGHBOURS && n <= i && !later->dropped; n++) {
            dp_report *earlier = &reports->at[i - n];
            if (earlier->dropped) continue;
            if (dp_reports_overlap(earlier, later) < nearly) continue;
            bool nested = (earlier->cue && dp_report_holds(later, earlier->cue->head)) ||
                          (later->cue && dp_report_holds(earlier, later->cue->head));
            if (nested) continue;
            *(earlier->probability < later->probability ? &earlier->dropped : &later->dropped) = true;
        }
    }
}

/* Whether a draft is likely enough to tell where another ends. */
static bool is_likely(const dp_report *report) {
    static const float likely = 0.37f;
    return report->probability >= likely;
}

/* Ends the content before token `cue`: pieces behind it go, the piece around it is cut. */
static void cut_content(const dp_scene *scene, dp_arguments *arguments, uint32_t cue) {
    while (arguments->content_count > 1 && arguments->contents[arguments->content_count - 1].first >= cue) {
        arguments->content_count--;
    }
    dp_range *last = &arguments->contents[arguments->content_count - 1];
    if (last->first >= cue || last->end <= cue) return;
    last->end = cue;
    while (last->end > last->first + 1 && dp_scene_is(scene, last->end - 1, DP_MARK_COMMA)) last->end--;
}

/* Where a conjunction of contrast starts that ends right before `token`; `token` itself when none does. */
static uint32_t contrast_before(const dp_scene *scene, int contrasts, uint32_t token) {
    enum { LONGEST = 3 };
    dp_range sentence = dp_scene_sentence(scene, token);
    for (uint32_t length = 1; length <= LONGEST && length <= token - sentence.first; length++) {
        uint32_t start = token - length;
        if (dp_pack_set_match(scene->pack, contrasts, scene->text, start) == length) return start;
    }
    return token;
}

/* Whether a stretch has no verb of its own: a noun phrase, which a conjunction with a new subject ends. */
static bool is_nominal(const dp_scene *scene, uint32_t first, uint32_t end) {
    for (uint32_t t = first; t < end; t++) {
        if (scene->marks[t].finite || dp_scene_is(scene, t, DP_MARK_THAT | DP_MARK_RELATIVE)) return false;
    }
    return true;
}

/* Ends contents before ", tandis que Y a dit", and a noun phrase before "et Y a dit": what another says beside them is
 * not part of what they say. */
static void cut_at_contrasts(const dp_scene *scene, dp_reports *reports) {
    int contrasts = dp_pack_set(scene->pack, "conjunctions.contrast");
    for (uint32_t i = 0; contrasts >= 0 && i < reports->count; i++) {
        dp_report *first = &reports->at[i];
        if (!is_likely(first) || !first->cue || first->arguments.contents[0].first < first->cue->tokens.end) continue;
        uint32_t from = i > NEIGHBOURS ? i - NEIGHBOURS : 0;
        for (uint32_t j = from; j < reports->count && j <= i + NEIGHBOURS; j++) {
            const dp_report *second = &reports->at[j];
            dp_range source = second->arguments.source;
            if (j == i || !is_likely(second) || !second->cue || source.first >= source.end) continue;
            uint32_t contrast = contrast_before(scene, contrasts, source.first),
                     start = first->arguments.contents[0].first;
            bool joined = source.first > start && dp_scene_is(scene, source.first - 1, DP_MARK_COORDINATE);
            if (joined && is_nominal(scene, start, source.first)) contrast = source.first - 1;
            /* The conjunction may stand between two pieces. */
            if (contrast == source.first || contrast <= start || contrast >= dp_report_last(first).end) continue;
            cut_content(scene, &first->arguments, contrast);
        }
    }
}

/* Where what stands beside a content begins, when the cue at `token` opens it: at the conjunction of "et annonce", at
 * the comma of ", tout en refusant", ", ajoutant", ", avant de rappeler" (`opening`: the set of words that open an
 * infinitive there); `token` itself when nothing does. */
static uint32_t sibling_start(const dp_scene *scene, const dp_cue *cue, int opening) {
    enum { WORDS = 3 };
    uint32_t token = cue->tokens.first, first = dp_scene_sentence(scene, token).first;
    if (token > first && dp_scene_is(scene, token - 1, DP_MARK_COORDINATE)) return token - 1;
    if (cue->form != DP_FORM_GERUND && cue->form != DP_FORM_INFINITIVE) return token;
    bool opens = cue->form == DP_FORM_GERUND;
    for (uint32_t n = 0, t = token; n < WORDS && t > first; n++) {
        if (dp_scene_is(scene, --t, DP_MARK_COMMA)) return opens ? t : token;
        if (dp_scene_is(scene, t, DP_MARK_SIGN) || scene->marks[t].finite) break;
        opens |= opening >= 0 && dp_pack_in_set(scene->pack, opening, &scene->text->tokens[t]);
    }
    return token;
}

/* Ends contents before a further report of the same source ("X dit A et annonce B", "X dit A, ajoutant B"). */
static void cut_at_siblings(const dp_scene *scene, dp_reports *reports) {
    int opening = dp_pack_set(scene->pack, "claims.beside");
    for (uint32_t i = 0; i < reports->count; i++) {
        dp_report *first = &reports->at[i];
        if (!is_likely(first) || !first->cue || first->arguments.contents[0].first < first->cue->tokens.end) continue;
        uint32_t from = i > NEIGHBOURS ? i - NEIGHBOURS : 0, start = first->arguments.contents[0].first;
        for (uint32_t j = from; j < reports->count && j <= i + NEIGHBOURS; j++) {
            const dp_report *second = &reports->at[j];
            if (j == i || !is_likely(second) || !second->cue || second->cue->type != DP_CUE_VERB) continue;
            dp_range source = second->arguments.source;
            uint32_t cue = second->cue->tokens.first;
            bool own = source.first < source.end && source.first >= start;
            if (own || second->cue->in_quote || cue <= start || cue >= dp_report_last(first).end) continue;
            uint32_t sibling = sibling_start(scene, second->cue, opening);
            if (sibling < cue && sibling > start) cut_content(scene, &first->arguments, sibling);
        }
    }
}

void dp_reports_cut(const dp_scene *scene, dp_reports *reports) {
    cut_at_contrasts(scene, reports);
    cut_at_siblings(scene, reports);
    for (uint32_t i = 0; i < reports->count; i++) {
        dp_report *inner = &reports->at[i];
        if (!is_likely(inner) || !inner->cue || inner->arguments.contents[0].first < inner->cue->tokens.end) continue;
        uint32_t from = i > NEIGHBOURS ? i - NEIGHBOURS : 0;
        for (uint32_t j = from; j < reports->count && j <= i + NEIGHBOURS; j++) {
            const dp_report *outer = &reports->at[j];
            if (j == i || !is_likely(outer) || !outer->cue) continue;
            uint32_t cue = outer->cue->tokens.first;
            bool enclosing = cue > inner->arguments.contents[0].first && dp_report_last(outer).end <= cue &&
                             dp_report_holds(outer, inner->cue->head);
            if (enclosing) cut_content(scene, &inner->arguments, cue);
        }
    }
}

/* Whether a verb's subject may stand with another verb of its sentence: it is no passive, and one with an ending of its
 * own follows a conjunction or comma ("X regrette A, mais affirme B"), a bare participle a conjunction. */
static bool may_share_subject(const dp_scene *scene, const dp_cue *cue) {
    if (cue->type != DP_CUE_VERB || cue->inverted != DEPECHE_NONE) return false;
    if (cue->form == DP_FORM_GERUND || cue->form == DP_FORM_INFINITIVE) return true;
    uint32_t first = cue->tokens.first;
    if (first == 0) return false;
    if (cue->form == DP_FORM_PARTICIPLE) return dp_scene_is(scene, first - 1, DP_MARK_COORDINATE);
    return dp_cue_is_finite(cue) && dp_scene_is(scene, first - 1, DP_MARK_COORDINATE | DP_MARK_COMMA);
}

/* Whether the source of `other` can be the subject of a report's verb too. */
static bool can_lend_source(const dp_scene *scene, const dp_report *report, const dp_report *other) {
    const dp_cue *mine = report->cue, *theirs = other->cue;
    if (other->dropped || !theirs || theirs->type != DP_CUE_VERB || theirs->form == DP_FORM_PASSIVE) return false;
    if (other->arguments.source.first >= other->arguments.source.end) return false;
    if (scene->text->tokens[mine->head].sentence != scene->text->tokens[theirs->head].sentence) return false;
    if (scene->marks[mine->head].outer != scene->marks[theirs->head].outer) return false;
    if (dp_report_holds(other, mine->head) || dp_report_holds(report, theirs->head)) return false;
    /* A participle goes on from one that has an auxiliary: "a confirmé A et reconnu B". */
    if (mine->form == DP_FORM_PARTICIPLE && (theirs->form != DP_FORM_ACTIVE || theirs->head > mine->head)) return false;
    return dp_scene_numbers_agree(mine->grammar, theirs->grammar);
}

void dp_reports_share_sources(const dp_scene *scene, dp_reports *reports) {
    for (uint32_t i = 0; i < reports->count; i++) {
        dp_report *report = &reports->at[i];
        dp_range *source = &report->arguments.source;
        if (report->dropped || !report->cue || source->first < source->end) continue;
        if (!may_share_subject(scene, report->cue)) continue;
        uint32_t from = i > NEIGHBOURS ? i - NEIGHBOURS : 0, nearest = UINT32_MAX, at = report->cue->head;
        dp_range found = *source;
        for (uint32_t j = from; j < reports->count && j <= i + NEIGHBOURS; j++) {
            const dp_report *other = &reports->at[j];
            if (j == i || !can_lend_source(scene, report, other)) continue;
            uint32_t head = other->cue->head, distance = head < at ? at - head : head - at;
            if (distance >= nearest) continue;
            nearest = distance;
            found = other->arguments.source;
        }
        if (found.first == found.end) found = dp_source_of_sentence(scene, report->cue, &report->arguments);
        if (found.first < found.end) *source = found;
    }
}

/* Whether report `inner` is at or around report `outer`, or too many are: it may not be put inside. */
static bool is_around(const uint32_t *enclosing, uint32_t inner, uint32_t outer) {
    for (uint32_t steps = 0; steps < DEPTH; steps++) {
        if (outer == inner) return true;
        if (outer == DEPECHE_NONE) return false;
        outer = enclosing[outer];
    }
    return true;
}

void dp_reports_nest(const dp_reports *reports, uint32_t *enclosing) {
    for (uint32_t i = 0; i < reports->count; i++) enclosing[i] = DEPECHE_NONE;
    for (uint32_t i = 0; i < reports->count; i++) {
        const dp_report *inner = &reports->at[i];
        uint32_t place = inner->cue ? inner->cue->head : dp_report_place(inner), smallest = UINT32_MAX;
        for (uint32_t n = 1; n <= 2 * NEIGHBOURS + 1; n++) {
            /* Those before it in order and, as contents can begin at the same token or later, some after it. */
            uint32_t back = (n + 1) / 2, j = n % 2 ? i - back : i + n / 2;
            if ((n % 2 && back > i) || j >= reports->count) continue;
            const dp_report *outer = &reports->at[j];
            if (outer->dropped || !dp_report_holds(outer, place)) continue;
            if (outer->cue && dp_report_holds(inner, outer->cue->head)) continue;
            uint32_t size = dp_report_size(outer);
            if (dp_reports_shared(inner, outer) * 2 < dp_report_size(inner) || size >= smallest) continue;
            if (is_around(enclosing, i, j)) continue;
            smallest = size;
            enclosing[i] = j;
        }
    }
}

/* Merge sort from the bottom up: stable, no recursion. */
int dp_reports_sort(dp_arena *arena, dp_reports *reports) {
    if (reports->count < 2) return 0;
    dp_arena_place place = dp_arena_mark(arena);
    dp_report *from = reports->at, *to = dp_arena_alloc(arena, reports->count * sizeof *to);
    if (!to) return -1;
    for (uint32_t width = 1; width < reports->count; width *= 2) {
        for (uint32_t start = 0; start < reports->count; start += 2 * width) {
            uint32_t middle = start + width < reports->count ? start + width : reports->count;
            uint32_t end = middle + width < reports->count ? middle + width : reports->count;
            for (uint32_t a = start, b = middle, out = start; out < end; out++) {
                bool left = b >= end || (a < middle && dp_report_place(&from[a]) <= dp_report_place(&from[b]));
                to[out] = left ? from[a++] : from[b++];
            }
        }
        dp_report *swap = from;
        from = to;
        to = swap;
    }
    if (from != reports->at) memcpy(reports->at, from, reports->count * sizeof *from);
    dp_arena_rewind(arena, place);
    return 0;
}
