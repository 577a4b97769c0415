#include "eval/score.h"

static const uint32_t NAMES = 1u << DP_TAG_PER | 1u << DP_TAG_ORG | 1u << DP_TAG_LOC;
static const uint32_t VALUES = 1u << DP_TAG_DATE | 1u << DP_TAG_MONEY | 1u << DP_TAG_PCT | 1u << DP_TAG_QTY;
static const uint32_t EVERYTHING = (1u << DP_TAG_COUNT) - 2;

enum {
    GROUPS = 3, /* lines of the table before those of the types */
    CONTEXT = 30,
    CONTENT_MAX = 90, /* code points of an error line */
};

/* ------------------------------------------------------------------------------------------------- figures */

double dp_count_precision(dp_count count) {
    return count.found ? 100.0 * ((double)count.right / count.found) : 0.0;
}

double dp_count_recall(dp_count count) {
    return count.gold ? 100.0 * ((double)count.right / count.gold) : 0.0;
}

double dp_count_f1(dp_count count) {
    double p = count.found ? (double)count.right / count.found : 0.0;
    double r = count.gold ? (double)count.right / count.gold : 0.0;
    return p + r > 0 ? 100.0 * (2 * p * r / (p + r)) : 0.0;
}

static dp_count sum_types(const dp_score *score, uint32_t tags) {
    dp_count sum = {0};
    for (int tag = 0; tag < DP_TAG_COUNT; tag++) {
        if (!(tags >> tag & 1)) continue;
        sum.right += score->types[tag].right;
        sum.found += score->types[tag].found;
        sum.gold += score->types[tag].gold;
    }
    return sum;
}

size_t dp_score_figures(const dp_score *score, dp_figure figures[DP_FIGURES_MAX]) {
    size_t count = 0;
    figures[count++] = (dp_figure){"entities", sum_types(score, EVERYTHING)};
    figures[count++] = (dp_figure){"names", sum_types(score, NAMES)};
    figures[count++] = (dp_figure){"values", sum_types(score, VALUES)};
    for (int tag = DP_TAG_PER; tag < DP_TAG_COUNT; tag++) {
        figures[count++] = (dp_figure){dp_tag_name((dp_tag)tag), score->types[tag]};
    }
    figures[count++] = (dp_figure){"claims@.5", score->claims50};
    figures[count++] = (dp_figure){"claims@.8", score->claims80};
    figures[count++] = (dp_figure){"quoted@.5", score->quoted};
    figures[count++] = (dp_figure){"check_worthy", score->check_worthy};
    return count;
}

static double percent(uint32_t part, uint32_t whole) {
    return 100.0 * part / (whole ? whole : 1);
}

static void print_lines(const dp_figure *figures, size_t count, FILE *file) {
    fprintf(file, "%-12s %6s %6s %6s %6s %7s\n", "", "P", "R", "F1", "gold", "system");
    for (size_t i = 0; i < count; i++) {
        dp_count c = figures[i].count;
        fprintf(file, "%-12s %6.1f %6.1f %6.1f %6u %7u\n", figures[i].name, dp_count_precision(c), dp_count_recall(c),
                dp_count_f1(c), c.gold, c.found);
    }
}

void dp_score_print_entities(const dp_score *score, FILE *file) {
    dp_figure figures[DP_FIGURES_MAX];
    dp_score_figures(score, figures);
    print_lines(figures, GROUPS + DP_TAG_COUNT - 1, file);
}

void dp_score_print(const dp_score *score, FILE *file) {
    dp_figure figures[DP_FIGURES_MAX];
    print_lines(figures, dp_score_figures(score, figures), file);
    fprintf(file, "of the pairs at .5: cue %.1f %%, source %.1f %%, speaker's name %.1f %%\n",
            percent(score->cues, score->claims50.right), percent(score->sources, score->claims50.right),
            percent(score->speakers, score->named));
}

void dp_score_print_json(const dp_score *score, FILE *file) {
    dp_figure figures[DP_FIGURES_MAX];
    size_t count = dp_score_figures(score, figures);
    fprintf(file, "{\"documents\": %u", score->documents);
    for (size_t i = 0; i < count; i++) {
        dp_count c = figures[i].count;
        fprintf(file, ", \"%s\": {\"p\": %.1f, \"r\": %.1f, \"f1\": %.1f, \"gold\": %u, \"system\": %u}",
                figures[i].name, dp_count_precision(c), dp_count_recall(c), dp_count_f1(c), c.gold, c.found);
    }
    fprintf(file, ", \"cue\": %.1f, \"source\": %.1f, \"speaker\": %.1f}\n",
            percent(score->cues, score->claims50.right), percent(score->sources, score->claims50.right),
            percent(score->speakers, score->named));
}

/* -------------------------------------------------------------------------------------------------- errors */

/* Where one document's errors go. */
typedef struct error_writer {
    const dp_exam *exam;
    const dp_letters *letters;
    size_t left, written;
    FILE *file;
} error_writer;

static bool begin_error(error_writer *w, const char *what) {
    if (!w->left) return false;
    w->left--;
    w->written++;
    fprintf(w->file, "%.*s %s ", (int)w->exam->gold.id.len, w->exam->gold.id.at, what);
    return true;
}

/* Bytes of `text` that so many code points take. */
static size_t bytes_of(dp_str text, uint32_t chars) {
    size_t at = 0;
    for (; at < text.len; at++) {
        if (((unsigned char)text.at[at] & 0xC0) == 0x80) continue;
        if (!chars) break;
        chars--;
    }
    return at;
}

static void write_text(const error_writer *w, size_t start, size_t end) {
    fwrite(w->exam->gold.text.at + start, 1, end - start, w->file);
}

/* The byte so many code points before one. */
static size_t back(const error_writer *w, size_t at, uint32_t chars) {
    const char *text = w->exam->gold.text.at;
    while (at && chars) {
        at--;
        if (((unsigned char)text[at] & 0xC0) != 0x80) chars--;
    }
    return at;
}

static void write_entity(error_writer *w, const char *what, const dp_gold_entity *entity) {
    if (!begin_error(w, what)) return;
    depeche_span span = entity->span;
    dp_str text = w->exam->gold.text;
    dp_str rest = {text.at + span.byte_end, text.len - span.byte_end};
    size_t from = span.start < CONTEXT ? 0 : back(w, span.byte_start, CONTEXT);
    fprintf(w->file, "%.*s «", (int)entity->type.len, entity->type.at);
    write_text(w, span.byte_start, span.byte_end);
    fputs("» in «", w->file);
    write_text(w, from, span.byte_end + bytes_of(rest, CONTEXT));
    fputs("»\n", w->file);
}

/* The spans' text with a separator between, `max` code points of it in all. */
static void write_spans(const error_writer *w, const depeche_span *spans, uint32_t count, const char *separator,
                        uint32_t separator_chars, uint32_t max) {
    for (uint32_t i = 0; i < count && max; i++) {
        if (i) {
            dp_str gap = {separator, strlen(separator)};
            fwrite(gap.at, 1, bytes_of(gap, max), w->file);
            max -= max < separator_chars ? max : separator_chars;
        }
        dp_str text = {w->exam->gold.text.at + spans[i].byte_start, spans[i].byte_end - spans[i].byte_start};
        uint32_t chars = spans[i].end - spans[i].start;
        fwrite(text.at, 1, bytes_of(text, max), w->file);
        max -= max < chars ? max : chars;
    }
}

static void write_claim(error_writer *w, const char *what, const dp_gold_claim *claim, bool with_number) {
    if (!begin_error(w, what)) return;
    if (with_number) fprintf(w->file, "%u ", claim->number);
    fputs("cue «", w->file);
    write_spans(w, claim->cues, claim->cue_count, " ", 1, UINT32_MAX);
    fputs("» content «", w->file);
    write_spans(w, claim->contents, claim->content_count, " … ", 3, CONTENT_MAX);
    fputs("»\n", w->file);
}

size_t dp_score_print_errors(const dp_exam *exam, const dp_gold *found, const dp_comparisons *comparisons, size_t max,
                             FILE *file) {
    error_writer w = {exam, &comparisons->letters, max, 0, file};
    const dp_comparison *list = comparisons->list.at;
    uint32_t count = comparisons->list.count;
    for (uint32_t i = 0; i < count; i++) {
        if (list[i].kind != DP_COMPARED_ENTITY || list[i].agreement == DP_AGREES) continue;
        if (list[i].gold != DEPECHE_NONE) write_entity(&w, "missed", &exam->gold.entities[list[i].gold]);
    }
    for (uint32_t i = 0; i < count; i++) {
        if (list[i].kind != DP_COMPARED_ENTITY || list[i].agreement == DP_AGREES) continue;
        if (list[i].system != DEPECHE_NONE) write_entity(&w, "wrong", &found->entities[list[i].system]);
    }
    for (uint32_t i = 0; i < count; i++) {
        if (list[i].kind != DP_COMPARED_CLAIM || list[i].agreement == DP_AGREES) continue;
        if (list[i].gold != DEPECHE_NONE) write_claim(&w, "missed claim", &exam->gold.claims[list[i].gold], true);
    }
    for (uint32_t i = 0; i < found->claim_count; i++) {
        if (comparisons->wrong_claims[i]) write_claim(&w, "wrong claim", &found->claims[i], false);
    }
    return w.written;
}
