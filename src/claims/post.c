#include "claims/post.h"

#include "base/array.h"
#include "claims/argument_rules.h"

enum {
    AUTHOR_LONGEST = 14, /* tokens of a name, emoji too */
    DAY_LONGEST = 5,     /* tokens of a day: 3 février 2019; February 3, 2019 */
    POST_LONGEST = 160,  /* tokens of a message that are looked for; the networks allow 280 characters */
    REPEAT_SHORTEST = 6, /* tokens that stand twice by no chance, where no sentence begins with them */
};

typedef struct post {
    uint32_t dash;
    dp_range author, content, repeat; /* the repeat is empty where there is none */
    uint32_t end;                     /* of the signature */
} post;

static bool is_form(const dp_scene *scene, uint32_t token, dp_str form) {
    return dp_str_equal(dp_text_token(scene->text, token), form);
}

static bool is_word(const dp_scene *scene, uint32_t token) {
    return scene->text->tokens[token].kind == DP_TOKEN_WORD || scene->text->tokens[token].kind == DP_TOKEN_NUMBER;
}

/* The dash that a signature begins with whose bracket opens at a token; DEPECHE_NONE when there is none. */
static uint32_t find_dash(const dp_scene *scene, uint32_t bracket) {
    uint32_t first = dp_scene_paragraph(scene, dp_scene_paragraph_number(scene, bracket)).first;
    for (uint32_t n = 0, t = bracket; n < AUTHOR_LONGEST && t > first; n++) {
        if (is_form(scene, --t, DP_STR("—"))) return t;
    }
    return DEPECHE_NONE;
}

/* Reads the signature with the account at a token: "— NAME (@account) DAY", the last words of a sentence. */
static bool read_signature(const dp_scene *scene, uint32_t account, post *found) {
    dp_range sentence = dp_scene_sentence(scene, account);
    if (account == sentence.first || account + 1 >= sentence.end) return false;
    if (!is_form(scene, account - 1, DP_STR("(")) || !is_form(scene, account + 1, DP_STR(")"))) return false;
    if (sentence.end - (account + 2) > DAY_LONGEST || !dp_token_is_year(&scene->text->tokens[sentence.end - 1]))
        return false;
    *found = (post){.dash = find_dash(scene, account - 1), .end = sentence.end};
    if (found->dash == DEPECHE_NONE) return false;
    dp_range author = {found->dash + 1, account - 1};
    while (author.first < author.end && !is_word(scene, author.first)) author.first++;
    while (author.first < author.end && !is_word(scene, author.end - 1)) author.end--;
    found->author = author;
    for (uint32_t t = author.first; t < author.end; t++) {
        if (dp_scene_is(scene, t, DP_MARK_COMMA)) return false;
    }
    return author.first < author.end;
}

static bool are_same(const dp_scene *scene, uint32_t one, uint32_t other) {
    return dp_str_equal(scene->text->tokens[one].lower, scene->text->tokens[other].lower);
}

/* How many tokens right before a signature stand right behind it once more: the longest border of the two, found as in
 * Knuth, Morris and Pratt (1977). */
static uint32_t repeated(const dp_scene *scene, const post *found, uint32_t from) {
    uint32_t border[POST_LONGEST], second = found->end, limit = scene->text->token_count - second, length = 0;
    if (limit > POST_LONGEST) limit = POST_LONGEST;
    if (limit == 0) return 0;
    border[0] = 0;
    for (uint32_t i = 1; i < limit; i++) {
        while (length > 0 && !are_same(scene, second + i, second + length)) length = border[length - 1];
        if (are_same(scene, second + i, second + length)) length++;
        border[i] = length;
    }
    length = 0;
    if (found->dash - from > POST_LONGEST) from = found->dash - POST_LONGEST;
    for (uint32_t t = from; t < found->dash; t++) {
        while (length > 0 && (length == limit || !are_same(scene, t, second + length))) length = border[length - 1];
        if (are_same(scene, t, second + length)) length++;
    }
    return length;
}

/* Where a message begins that is not repeated, from a token on: its paragraph, or, where much stands before it there,
 * its sentence. */
static uint32_t find_start(const dp_scene *scene, uint32_t dash, uint32_t from) {
    uint32_t number = dp_scene_paragraph_number(scene, dash), last = dash;
    uint32_t paragraph = dp_scene_paragraph(scene, number).first;
    /* Pages may have the signature in a paragraph of its own. */
    bool own = paragraph == dash && dash > 0 && scene->text->tokens[dash - 1].sentence >= scene->text->title_sentences;
    if (own) paragraph = dp_scene_paragraph(scene, number - 1).first;
    if (paragraph < from) paragraph = from;
    if (dash - paragraph <= POST_LONGEST) return paragraph;
    while (last > paragraph + 1 && !is_word(scene, last - 1)) last--;
    return dp_scene_sentence(scene, last - 1).first;
}

static void find_copies(const dp_scene *scene, uint32_t from, post *found) {
    uint32_t length = repeated(scene, found, from), start = found->dash - length;
    bool whole = length > 0 && (scene->text->tokens[start].flags & DP_TOKEN_SENTENCE_START || start == from);
    if (!whole && length < REPEAT_SHORTEST) {
        length = 0;
        start = find_start(scene, found->dash, from);
    }
    found->content = dp_piece_trim(scene, (dp_range){start, found->dash});
    found->repeat = dp_piece_trim(scene, (dp_range){found->end, found->end + length});
}

static int add_report(const dp_scene *scene, dp_coverage *coverage, dp_reports *reports, dp_report report) {
    if (report.arguments.contents[0].first >= report.arguments.contents[0].end) return 0;
    report.speaker = DEPECHE_NONE;
    report.speaker_name = (dp_str){"", 0};
    report.arguments.content_count = 1;
    report.probability = 1.0f;
    dp_coverage_add(scene, coverage, report.arguments.contents[0], DP_COVERED_CONTENT);
    dp_coverage_add(scene, coverage, report.arguments.source, DP_COVERED_SOURCE);
    if (report.cue) dp_coverage_add(scene, coverage, report.cue->tokens, DP_COVERED_CUE);
    return dp_array_push(scene->arena, reports, report) ? 0 : -1;
}

static int add_copies(const dp_scene *scene, dp_coverage *coverage, dp_reports *reports, const post *found) {
    dp_cue *cue = dp_arena_calloc(scene->arena, 1, sizeof *cue);
    if (!cue) return -1;
    *cue = (dp_cue){.head = found->dash,
                    .tokens = {found->dash, found->dash + 1},
                    .type = DP_CUE_MARK,
                    .entry = DEPECHE_NONE,
                    .inverted = DEPECHE_NONE};
    dp_report copy = {.cue = cue, .author = found->author};
    copy.arguments.source = found->author;
    copy.arguments.contents[0] = found->content;
    if (add_report(scene, coverage, reports, copy)) return -1;
    copy = (dp_report){.author = found->author};
    copy.arguments.contents[0] = found->repeat;
    return add_report(scene, coverage, reports, copy);
}

int dp_posts_find(const dp_scene *scene, dp_coverage *coverage, dp_reports *reports) {
    uint32_t from = 0; /* behind the message before */
    for (uint32_t t = 0; t < scene->text->token_count; t++) {
        post found;
        if (scene->text->tokens[t].kind != DP_TOKEN_HANDLE || !read_signature(scene, t, &found)) continue;
        if (found.dash < from) continue;
        find_copies(scene, from, &found);
        from = found.repeat.end > found.end ? found.repeat.end : found.end;
        if (add_copies(scene, coverage, reports, &found)) return -1;
    }
    return 0;
}
