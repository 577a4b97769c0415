#include "claims/ellipsis.h"

#include "base/array.h"
#include "claims/argument_rules.h"

enum {
    SHARES_MOST = 12, /* further shares of one report: keeps reports in proportion to the text */
    BETWEEN = 3,      /* tokens between a content and the next share: a sign and a conjunction */
};

/* A share and what it says, up to where the next share or the sentence ends. */
typedef struct share {
    dp_range source;
    uint32_t content; /* the first token */
} share;

static bool is_share(const dp_scene *scene, uint32_t token) {
    unsigned tag = scene->marks[token].tag;
    return tag == DP_TAG_PCT || tag == DP_TAG_QTY;
}

/* Whether the report is one of a share that says that something is so. */
static bool is_first(const dp_scene *scene, const dp_report *report) {
    const dp_cue *cue = report->cue;
    dp_range source = report->arguments.source;
    if (!cue || cue->type != DP_CUE_VERB || cue->in_quote || report->arguments.content_count == 0) return false;
    dp_range content = report->arguments.contents[0];
    if (content.first < cue->tokens.end || !dp_scene_is(scene, content.first - 1, DP_MARK_THAT)) return false;
    for (uint32_t t = source.first; t < source.end; t++) {
        if (is_share(scene, t)) return true;
    }
    return false;
}

/* Where the next amount from a token on stands behind a sign or conjunction, in the words of the writer; `end` when
 * none does. */
static uint32_t next_amount(const dp_scene *scene, uint32_t token, uint32_t end, uint32_t outer) {
    enum { BEFORE = DP_MARK_COMMA | DP_MARK_SEMICOLON | DP_MARK_COORDINATE };
    for (; token < end; token++) {
        bool amount = is_share(scene, token) && dp_scene_is(scene, token, DP_MARK_NAME_START);
        if (amount && dp_scene_is(scene, token - 1, BEFORE) && scene->marks[token].outer == outer) return token;
    }
    return end;
}

/* Reads the amount at a token as a share, which "que" follows. */
static bool read_share(const dp_scene *scene, uint32_t token, uint32_t end, share *found) {
    enum { LONGEST = 8 };
    for (uint32_t t = token + 1; t + 1 < end && t < token + LONGEST; t++) {
        if (dp_scene_is(scene, t, DP_MARK_THAT)) {
            if (dp_scene_pos(scene, t - 1, DP_POS_ADVERB)) return false; /* "5 % de plus que" */
            *found = (share){{token, t}, t + 1};
            return true;
        }
        if (scene->marks[t].finite || dp_scene_is(scene, t, DP_MARK_SIGN | DP_MARK_RELATIVE)) return false;
    }
    return false;
}

/* The next share from a token on; `end` when there is none. */
static uint32_t next_share(const dp_scene *scene, uint32_t token, uint32_t end, uint32_t outer, share *found) {
    uint32_t at = next_amount(scene, token, end, outer);
    while (at < end && !read_share(scene, at, end, found)) at = next_amount(scene, at + 1, end, outer);
    return at;
}

/* Where a content ends before what is at a token: without the signs and conjunctions between. */
static dp_range content_before(const dp_scene *scene, uint32_t first, uint32_t token) {
    while (token > first && dp_scene_is(scene, token - 1, DP_MARK_COORDINATE | DP_MARK_COMMA | DP_MARK_SEMICOLON))
        token--;
    return dp_piece_trim(scene, (dp_range){first, token});
}

static int add_shares(const dp_scene *scene, dp_reports *reports, uint32_t number) {
    dp_report first = reports->at[number];
    uint32_t end = dp_scene_sentence(scene, first.cue->head).end, outer = scene->marks[first.cue->head].outer;
    uint32_t start = first.arguments.contents[0].first;
    share found = {0};
    uint32_t at = next_share(scene, start + 1, end, outer, &found);
    /* What ends before the share has words of its own between. */
    if (at == end || at > first.arguments.contents[0].end + BETWEEN) return 0;
    first.arguments.contents[0] = content_before(scene, start, at);
    first.arguments.content_count = 1;
    reports->at[number] = first;
    for (uint32_t n = 0; n < SHARES_MOST && at < end; n++) {
        at = next_amount(scene, found.content + 1, end, outer);
        dp_report report = first;
        report.arguments.source = found.source;
        report.arguments.contents[0] = content_before(scene, found.content, at);
        if (report.arguments.contents[0].first >= report.arguments.contents[0].end) break;
        if (!dp_array_push(scene->arena, reports, report)) return -1;
        if (at < end && !read_share(scene, at, end, &found)) break;
    }
    return 0;
}

int dp_ellipses_add(const dp_scene *scene, dp_reports *reports) {
    uint32_t count = reports->count;
    for (uint32_t i = 0; i < count; i++) {
        if (is_first(scene, &reports->at[i]) && add_shares(scene, reports, i)) return -1;
    }
    return 0;
}
