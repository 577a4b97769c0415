#include "cli/bench_curve.h"

#include "analysis/analyzer.h"
#include "cli/bench_run.h"
#include "lang/pack.h"

const size_t dp_curve_sizes[DP_CURVE_SIZES] = {10000, 100000, 1000000, 10000000};

typedef enum curve_kind {
    KIND_NORMAL = 0,
    KIND_NO_SPACES,
    KIND_CAPITALS,
    KIND_ONE_SENTENCE,
    KIND_QUOTES,
    KIND_GUILLEMETS,
    KIND_STOPS,
    KIND_NUMBERS,
    KIND_CUES,
} curve_kind;

const char *const dp_curve_kinds[DP_CURVE_KINDS] = {
    [KIND_NORMAL] = "normal text",        [KIND_NO_SPACES] = "no spaces",    [KIND_CAPITALS] = "capitals",
    [KIND_ONE_SENTENCE] = "one sentence", [KIND_QUOTES] = "quotation marks", [KIND_GUILLEMETS] = "guillemets",
    [KIND_STOPS] = "full stops",          [KIND_NUMBERS] = "numbers",        [KIND_CUES] = "cue words",
};

/* ------------------------------------------------------------------------------------------------- texts */

/* Adds one byte of the sample text as its kind has it. */
static void add_byte(dp_buffer *text, curve_kind kind, char byte) {
    bool ends = byte == '.' || byte == '!' || byte == '?' || byte == '\n' || byte == ':' || byte == ';';
    if (kind == KIND_NO_SPACES && (byte == ' ' || byte == '\n')) return;
    if (kind == KIND_CAPITALS && byte >= 'a' && byte <= 'z') byte = (char)(byte - 'a' + 'A');
    if (kind == KIND_ONE_SENTENCE && ends) byte = ' ';
    dp_buffer_add_char(text, byte);
}

/* The sample text over and over. Its letters above ASCII stay whole: the text is cut at a character's end. */
static void add_sample(dp_buffer *text, curve_kind kind, dp_str sample, size_t size) {
    size_t before;
    do {
        before = text->len;
        for (size_t i = 0; i < sample.len && text->len < size; i++) add_byte(text, kind, sample.at[i]);
    } while (text->len < size && text->len > before && !text->failed);
    while (text->len && ((unsigned char)text->at[text->len - 1] & 0x80)) text->len--;
}

/* The cues of the pack's lexicon, one after the other. */
static void add_cues(dp_buffer *text, const depeche_pack *pack, size_t size) {
    uint32_t count = dp_pack_entries(pack, DP_LIST_CUE), added = 0;
    while (count && text->len < size && !text->failed) {
        dp_str cue = dp_pack_field(pack, DP_LIST_CUE, added++ % count, 0);
        dp_buffer_add(text, cue);
        dp_buffer_add_char(text, ' ');
    }
}

static void add_pattern(dp_buffer *text, const char *pattern, size_t size) {
    while (text->len < size && !text->failed) dp_buffer_add_text(text, pattern);
}

static void make_text(dp_buffer *text, const depeche_pack *pack, curve_kind kind, dp_str sample, size_t size) {
    switch (kind) {
        case KIND_NORMAL:
        case KIND_NO_SPACES:
        case KIND_CAPITALS:
        case KIND_ONE_SENTENCE:
            add_sample(text, kind, sample, size);
            break;
        case KIND_QUOTES:
            add_pattern(text, "\"", size);
            break;
        case KIND_GUILLEMETS:
            add_pattern(text, "« ", size);
            break;
        case KIND_STOPS:
            add_pattern(text, ".", size);
            break;
        case KIND_NUMBERS:
            add_pattern(text, "12 345,6 ", size);
            break;
        case KIND_CUES:
            add_cues(text, pack, size);
            break;
    }
}

/* ---------------------------------------------------------------------------------------------- measuring */

/* The text as an article of JSON that says its language. */
static void make_message(dp_buffer *message, const depeche_pack *pack, dp_str text) {
    dp_buffer_add_text(message, "{\"language\":\"");
    dp_buffer_add_text(message, depeche_pack_language(pack));
    dp_buffer_add_text(message, "\",\"published_at\":\"2025-09-04\",\"text\":\"");
    dp_buffer_add_json(message, text);
    dp_buffer_add_text(message, "\"}");
}

/* Measures until enough time has passed or the text is long; keeps the fastest run. */
static int measure(dp_enricher *enricher, dp_str message, dp_curve_point *point) {
    enum { ENOUGH_US = 200000 };
    uint64_t begun = dp_clock_us();
    point->us = UINT64_MAX;
    for (unsigned runs = 0; runs == 0 || (runs < 100 && dp_clock_us() - begun < ENOUGH_US); runs++) {
        dp_enriched enriched;
        uint64_t start = dp_bench_cpu_us();
        dp_enricher_process(enricher, message, &enriched);
        uint64_t passed = dp_bench_cpu_us() - start;
        if (enriched.outcome == DP_OUTCOME_FAILED) return -1;
        if (passed >= point->us) continue;
        point->us = passed;
        memcpy(point->stage_us, enriched.stage_us, sizeof point->stage_us);
    }
    return 0;
}

int dp_curve_measure(const dp_packs *packs, dp_str text, size_t kind, size_t size, dp_curve_point *point) {
    *point = (dp_curve_point){0};
    dp_buffer made = {0}, message = {0};
    make_text(&made, packs->at[0], (curve_kind)kind, text, size);
    make_message(&message, packs->at[0], dp_buffer_str(&made));
    point->bytes = made.len;
    dp_enricher_options options = dp_enricher_defaults();
    options.decode.message_max = DEPECHE_TEXT_MAX;
    options.document_max = SIZE_MAX / 2;
    dp_enricher *enricher = NULL;
    if (!made.failed && !message.failed) {
        enricher = dp_enricher_open((const depeche_pack *const *)packs->at, packs->count, &options);
    }
    int result = enricher ? measure(enricher, dp_buffer_str(&message), point) : -1;
    dp_enricher_close(enricher);
    dp_buffer_close(&made);
    dp_buffer_close(&message);
    return result;
}
