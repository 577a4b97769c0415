/*
 * eval.c - `depeche eval GOLD...`: how well the analysis agrees with annotated documents.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/timestamp.h"
#include "cli/commands.h"
#include "cli/configure.h"
#include "cli/eval_page.h"
#include "cli/packs.h"
#include "corpus/folder.h"
#include "eval/findings.h"
#include "eval/standoff.h"

static const dp_option options[] = {
    {0, "json", DP_ARGUMENT_NONE, NULL, NULL, "the figures as JSON"},
    {'n', "errors", DP_ARGUMENT_TEXT, "N", NULL, "also list the first N errors"},
    {0, "html", DP_ARGUMENT_FILE, "FILE", NULL, "write all errors in context as a page"},
    {'o', "output", DP_ARGUMENT_FILE, "FILE", NULL, "write what was found, as stand-off JSON Lines"},
    {0, "system", DP_ARGUMENT_FILE, "FILE", NULL, "measure what such a file says was found, analyse nothing"},
    {0},
};

typedef struct evaluation {
    const dp_arguments *arguments;
    dp_settings *settings;
    dp_packs packs;
    depeche_analyzer *analyzer; /* NULL with --system */
    dp_arena gold_arena, arena; /* of all documents; of the one under way */
    dp_exams exams;
    dp_gold *given; /* with --system: what was found in each document */
    FILE *output;
    dp_eval_page *page;
    dp_buffer errors;
    size_t errors_left;
    uint32_t unsupported; /* documents in a language without a pack */
    dp_score score;
} evaluation;

static dp_exit complain(const char *name, const char *what) {
    fprintf(stderr, "depeche: %s%s%s\n", name ? name : "", name ? ": " : "", what);
    return DP_EXIT_FAILURE;
}

/* ---------------------------------------------------------------------------------------------- documents */

static depeche_status read_file(evaluation *e, const char *path, depeche_error *error) {
    dp_str name = {path, strlen(path)};
    if (dp_str_ends(name, DP_STR(".ann"))) {
        dp_exam exam = {0};
        depeche_status status = dp_gold_read(&e->gold_arena, path, &exam.gold, error);
        if (status || dp_array_push(&e->gold_arena, &e->exams, exam)) return status;
        return dp_error_set(error, DEPECHE_ERROR_MEMORY, "%s: out of memory", path);
    }
    dp_str bytes;
    depeche_status status = dp_file_read(&e->gold_arena, path, &bytes, error);
    return status ? status : dp_standoff_read(&e->gold_arena, path, bytes, &e->exams, error);
}

/* The annotated documents of a folder: its .ann files, or else its .jsonl files. */
static depeche_status read_folder(evaluation *e, const char *path, depeche_error *error) {
    static const char *const endings[] = {".ann", ".jsonl"};
    dp_folder folder = {0};
    depeche_status status = DEPECHE_OK;
    for (size_t i = 0; !status && !folder.count && i < 2; i++) {
        status = dp_folder_list(&e->gold_arena, path, endings[i], &folder, error);
    }
    if (!status && !folder.count) {
        return dp_error_set(error, DEPECHE_ERROR_IO, "%s: holds no annotated document (.ann, .jsonl)", path);
    }
    for (uint32_t i = 0; !status && i < folder.count; i++) status = read_file(e, folder.paths[i], error);
    return status;
}

static dp_exit read_gold(evaluation *e) {
    depeche_error error;
    for (size_t i = 0; i < e->arguments->operand_count; i++) {
        const char *path = e->arguments->operands[i];
        struct stat about;
        bool folder = stat(path, &about) == 0 && S_ISDIR(about.st_mode);
        depeche_status status = folder ? read_folder(e, path, &error) : read_file(e, path, &error);
        if (status) return complain(NULL, error.message);
    }
    return e->exams.count ? DP_EXIT_OK : complain(NULL, "no annotated document");
}

/* With --system, reads what another run found. */
static dp_exit read_given(evaluation *e, const char *path) {
    depeche_error error;
    dp_str bytes;
    e->given = dp_arena_calloc(&e->gold_arena, (size_t)e->exams.count + 1, sizeof *e->given);
    if (!e->given) return complain(NULL, "memory is out");
    depeche_status status = dp_file_read(&e->gold_arena, path, &bytes, &error);
    if (!status) status = dp_standoff_read_system(&e->gold_arena, path, bytes, &e->exams, e->given, &error);
    return status ? complain(NULL, error.message) : DP_EXIT_OK;
}

/* ----------------------------------------------------------------------------------------------- analysis */

/* The document as an article: title and body, when a blank line is between them, so that the text comes out the same.
 */
static depeche_article article_of(const dp_gold *gold) {
    depeche_article article = {.body = gold->text, .language = gold->language, .source = gold->source};
    dp_str rest = {gold->text.at + gold->title_length, gold->text.len - gold->title_length};
    if (gold->title_length && dp_str_starts(rest, DP_STR("\n\n"))) {
        article.title = (dp_str){gold->text.at, gold->title_length};
        article.body = (dp_str){rest.at + 2, rest.len - 2};
    }
    article.has_published = dp_timestamp_day(gold->date, &article.published);
    return article;
}

static dp_exit find(evaluation *e, const dp_exam *exam, dp_gold *found) {
    char name[128];
    snprintf(name, sizeof name, "%.*s", exam->gold.id.len > 100 ? 100 : (int)exam->gold.id.len, exam->gold.id.at);
    depeche_article article = article_of(&exam->gold);
    const depeche_document *document;
    depeche_status status = depeche_analyzer_run(e->analyzer, &article, &document);
    if (status == DEPECHE_ERROR_TEXT) return complain(name, "the text is not valid UTF-8");
    if (status == DEPECHE_ERROR_TOO_LARGE) return complain(name, "the text is too large");
    if (status || dp_findings_gather(&e->arena, document, found)) return complain(name, "memory is out");
    e->unsupported += depeche_document_status(document) != DEPECHE_ANALYSED;
    return DP_EXIT_OK;
}

/* The error lines of a document, kept for after the figures. */
static dp_exit keep_errors(evaluation *e, const dp_exam *exam, const dp_gold *found, const dp_comparisons *compared) {
    if (!e->errors_left) return DP_EXIT_OK;
    char *lines = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&lines, &size);
    if (!memory) return complain(NULL, "memory is out");
    e->errors_left -= dp_score_print_errors(exam, found, compared, e->errors_left, memory);
    bool failed = fclose(memory) != 0;
    if (!failed) dp_buffer_add(&e->errors, (dp_str){lines, size});
    free(lines);
    return failed || e->errors.failed ? complain(NULL, "memory is out") : DP_EXIT_OK;
}

static dp_exit evaluate(evaluation *e, uint32_t number) {
    const dp_exam *exam = &e->exams.at[number];
    dp_gold found = {0};
    if (e->given) found = e->given[number];
    dp_exit result = e->given ? DP_EXIT_OK : find(e, exam, &found);
    if (result != DP_EXIT_OK) return result;
    dp_comparisons compared;
    if (dp_score_add(&e->arena, exam, &found, &e->score, &compared)) return complain(NULL, "memory is out");
    if (e->output && dp_standoff_write(&found, exam->gold.id, e->output)) {
        return complain(dp_arguments_value(e->arguments, "output"), "cannot be written");
    }
    if (e->page) dp_eval_page_add(e->page, exam, &found, &compared);
    result = keep_errors(e, exam, &found, &compared);
    dp_arena_reset(&e->arena);
    return result;
}

/* ------------------------------------------------------------------------------------------------- command */

static dp_exit open_analyzer(evaluation *e) {
    depeche_error error;
    dp_exit result = dp_packs_open(e->settings, &e->packs, &error);
    if (result != DP_EXIT_OK) {
        fprintf(stderr, "depeche: %s\n", error.message);
        return result;
    }
    const depeche_pack *const *packs = (const depeche_pack *const *)e->packs.at;
    if (depeche_analyzer_new(packs, e->packs.count, &e->analyzer)) return complain(NULL, "memory is out");
    return DP_EXIT_OK;
}

static dp_exit open_evaluation(evaluation *e) {
    dp_exit result = dp_configure(e->arguments, &e->settings);
    const char *system = dp_arguments_value(e->arguments, "system"),
               *output = dp_arguments_value(e->arguments, "output");
    if (result == DP_EXIT_OK) result = read_gold(e);
    if (result == DP_EXIT_OK) result = system ? read_given(e, system) : open_analyzer(e);
    if (result != DP_EXIT_OK) return result;
    if (dp_arguments_value(e->arguments, "html") && !(e->page = dp_eval_page_open())) {
        return complain(NULL, "memory is out");
    }
    if (output && !(e->output = fopen(output, "wbe"))) return complain(output, strerror(errno));
    return DP_EXIT_OK;
}

static dp_exit write_page(evaluation *e) {
    const char *path = dp_arguments_value(e->arguments, "html");
    dp_buffer html = {0};
    dp_eval_page_finish(e->page, &e->score, &html);
    FILE *file = html.failed ? NULL : fopen(path, "wbe");
    bool written = file && fwrite(html.at, 1, html.len, file) == html.len;
    if (file && fclose(file) != 0) written = false;
    dp_exit result = written ? DP_EXIT_OK : complain(path, html.failed ? "memory is out" : "cannot be written");
    dp_buffer_close(&html);
    return result;
}

static dp_exit report(evaluation *e) {
    if (dp_arguments_value(e->arguments, "json")) {
        dp_score_print_json(&e->score, stdout);
    } else {
        dp_score_print(&e->score, stdout);
    }
    if (e->errors.len) fwrite(e->errors.at, 1, e->errors.len, stdout);
    if (e->unsupported) {
        fprintf(stderr, "depeche: documents in a language without a pack, in which nothing was found: %u\n",
                e->unsupported);
    }
    return e->page ? write_page(e) : DP_EXIT_OK;
}

static dp_exit close_evaluation(evaluation *e, dp_exit result) {
    if (e->output && fclose(e->output) != 0 && result == DP_EXIT_OK) {
        result = complain(dp_arguments_value(e->arguments, "output"), "cannot be written");
    }
    dp_eval_page_close(e->page);
    depeche_analyzer_close(e->analyzer);
    dp_packs_close(&e->packs);
    dp_settings_close(e->settings);
    dp_buffer_close(&e->errors);
    dp_arena_close(&e->arena);
    dp_arena_close(&e->gold_arena);
    return result;
}

/* Reads N of --errors; false when it is no number. */
static bool read_errors_wanted(evaluation *e) {
    const char *wanted = dp_arguments_value(e->arguments, "errors");
    if (!wanted) return true;
    char *end;
    errno = 0;
    unsigned long long number = strtoull(wanted, &end, 10);
    if (*wanted < '0' || *wanted > '9' || *end || errno || number > SIZE_MAX) {
        fprintf(stderr, "depeche eval: --errors takes a number, not \"%s\"\n", wanted);
        return false;
    }
    e->errors_left = (size_t)number;
    return true;
}

static dp_exit run(const dp_arguments *arguments) {
    evaluation e = {.arguments = arguments};
    if (!read_errors_wanted(&e)) return DP_EXIT_USAGE;
    if (arguments->operand_count == 0) {
        fprintf(stderr, "depeche eval: which annotated documents? Files (.ann, .jsonl) or folders of them.\n");
        return DP_EXIT_USAGE;
    }
    dp_arena_init(&e.gold_arena);
    dp_arena_init(&e.arena);
    dp_exit result = open_evaluation(&e);
    for (uint32_t i = 0; result == DP_EXIT_OK && i < e.exams.count; i++) result = evaluate(&e, i);
    if (result == DP_EXIT_OK) result = report(&e);
    return close_evaluation(&e, result);
}

static const dp_option *const groups[] = {options, dp_options_settings, NULL};

const dp_command dp_command_eval = {
    .name = "eval",
    .summary = "measure the analysis on annotated documents",
    .operands = "GOLD...",
    .operand_kind = DP_ARGUMENT_FILE,
    .groups = groups,
    .notes = "GOLD: annotated documents (.ann), stand-off JSON Lines, or folders of them.\n",
    .run = run,
};
