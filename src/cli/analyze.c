/*
 * analyze.c - `depeche analyze [FILE...]`: the analysis of files, without Kafka.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "article/enricher.h"
#include "article/splitter.h"
#include "base/timestamp.h"
#include "cli/color.h"
#include "cli/commands.h"
#include "cli/configure.h"
#include "cli/enrich.h"
#include "cli/pretty.h"
#include "cli/view_html.h"
#include "cli/view_text.h"
#include "ops/input.h"

/* A file may hold many articles, each of which has a limit of its own. */
#define FILE_MAX ((size_t)1 << 30)

typedef enum form { FORM_JSON = 0, FORM_TEXT, FORM_HTML } form;

static const dp_option options[] = {
    {'f', "format", DP_ARGUMENT_CHOICE, "FORM", "json|text|html",
     "json, text or html; text on a terminal, else after the name of -o, else json"},
    {'o', "output", DP_ARGUMENT_FILE, "FILE", NULL, "write to a file"},
    {'p', "pretty", DP_ARGUMENT_NONE, NULL, NULL, "indent the JSON"},
    {'e', "explain", DP_ARGUMENT_NONE, NULL, NULL, "say what moved the scores of check-worthiness"},
    {0, "color", DP_ARGUMENT_CHOICE, "WHEN", "auto|always|never", "auto, always or never"},
    {0, "title", DP_ARGUMENT_TEXT, "TEXT", NULL, "title of an article that is plain text"},
    {0, "date", DP_ARGUMENT_TEXT, "DAY", NULL, "its day of publication: 2025-09-04"},
    {0, "source", DP_ARGUMENT_TEXT, "NAME", NULL, "its paper or agency"},
    {0, "language", DP_ARGUMENT_TEXT, "TAG", NULL, "its language, such as fr"},
    {0},
};

typedef struct analysis {
    dp_settings *settings;
    dp_packs packs;
    dp_enricher *enricher;
    const dp_arguments *arguments;
    form form;
    bool pretty, colored, described; /* described: --title, --date, --source or --language was given */
    FILE *out;
    dp_buffer text, wrapped;
    dp_view_html *page;
    size_t bad; /* articles and files that could not be analysed */
} analysis;

/* ------------------------------------------------------------------------------------------ plain articles */

static void add_member(dp_buffer *json, const char *name, const char *value) {
    if (!value) return;
    dp_str first = {name, strcspn(name, ",")};
    dp_buffer_add_char(json, '"');
    dp_buffer_add_json(json, first);
    dp_buffer_add_text(json, "\":\"");
    dp_buffer_add_json(json, (dp_str){value, strlen(value)});
    dp_buffer_add_text(json, "\",");
}

static bool is_object(dp_str article) {
    static const dp_str byte_order_mark = {"\xEF\xBB\xBF", 3};
    size_t at = dp_str_starts(article, byte_order_mark) ? byte_order_mark.len : 0;
    while (at < article.len && strchr(" \t\r\n", article.at[at]) && article.at[at]) at++;
    return at < article.len && article.at[at] == '{';
}

/* An article of plain text, with what the options say of it, as an article of JSON; lent. */
static dp_str describe(analysis *a, dp_str article) {
    if (!a->described || is_object(article) || !dp_buffer_is_utf8(article)) return article;
    dp_buffer *json = &a->wrapped;
    dp_buffer_clear(json);
    dp_buffer_add_char(json, '{');
    static const struct {
        const char *option;
        dp_setting_id member;
    } described[] = {{"title", DP_SETTING_MEMBER_TITLE},
                     {"date", DP_SETTING_MEMBER_PUBLISHED},
                     {"source", DP_SETTING_MEMBER_SOURCE},
                     {"language", DP_SETTING_MEMBER_LANGUAGE}};
    for (size_t i = 0; i < sizeof described / sizeof *described; i++) {
        add_member(json, dp_settings_text(a->settings, described[i].member),
                   dp_arguments_value(a->arguments, described[i].option));
    }
    const char *name = dp_settings_text(a->settings, DP_SETTING_MEMBER_TEXT);
    dp_buffer_add_char(json, '"');
    dp_buffer_add_json(json, (dp_str){name, strcspn(name, ",")});
    dp_buffer_add_text(json, "\":\"");
    dp_buffer_add_json(json, article);
    dp_buffer_add_text(json, "\"}");
    return json->failed ? article : dp_buffer_str(json);
}

/* ------------------------------------------------------------------------------------------------ articles */

static dp_view_article view_of(const dp_enriched *enriched) {
    return (dp_view_article){.document = enriched->analysis,
                             .id = enriched->id,
                             .source = enriched->article->source,
                             .published_at = enriched->article->published_at,
                             .url = enriched->article->url};
}

static void write_document(analysis *a, const dp_enriched *enriched) {
    dp_view_article article = view_of(enriched);
    dp_buffer_clear(&a->text);
    switch (a->form) {
        case FORM_JSON:
            if (a->pretty) {
                dp_pretty_add(&a->text, enriched->document);
            } else {
                dp_buffer_add(&a->text, enriched->document);
                dp_buffer_add_char(&a->text, '\n');
            }
            break;
        case FORM_TEXT:
            dp_view_text_add(&a->text, &article, a->colored, dp_color_columns(STDOUT_FILENO));
            break;
        case FORM_HTML:
            dp_view_html_add(a->page, &article);
            return;
    }
    if (a->text.failed) {
        fprintf(stderr, "depeche: memory is out\n");
        a->bad++;
        return;
    }
    fwrite(a->text.at, 1, a->text.len, a->out);
}

static void analyze_article(analysis *a, dp_str article, const char *file, size_t line) {
    dp_enriched enriched;
    dp_enricher_process(a->enricher, describe(a, article), &enriched);
    if (enriched.outcome == DP_OUTCOME_DOCUMENT) {
        write_document(a, &enriched);
        return;
    }
    a->bad++;
    if (enriched.outcome == DP_OUTCOME_REJECTED) {
        fprintf(stderr, "depeche: %s:%zu: %s: %s\n", file, line, dp_reason_word(enriched.rejection.reason),
                enriched.rejection.detail);
    } else {
        fprintf(stderr, "depeche: %s:%zu: memory is out\n", file, line);
    }
}

static void analyze_file(analysis *a, const char *name) {
    bool standard = strcmp(name, "-") == 0;
    dp_buffer content = {0};
    int error = standard ? dp_input_stream(stdin, FILE_MAX, &content) : dp_input_file(name, FILE_MAX, &content);
    if (standard) name = "standard input";
    if (error) {
        fprintf(stderr, "depeche: %s: %s\n", name, strerror(error));
        a->bad++;
    } else {
        dp_splitter splitter;
        dp_str article;
        size_t line, count = 0;
        dp_splitter_open(&splitter, dp_buffer_str(&content),
                         (unsigned)dp_settings_number(a->settings, DP_SETTING_ARTICLE_MAX_DEPTH));
        for (; dp_splitter_next(&splitter, &article, &line); count++) analyze_article(a, article, name, line);
        if (count == 0) {
            fprintf(stderr, "depeche: %s: no_text: there is no article in it\n", name);
            a->bad++;
        }
    }
    dp_buffer_close(&content);
}

/* ------------------------------------------------------------------------------------------------- options */

static bool ends_with(const char *name, const char *ending) {
    size_t length = strlen(name), tail = strlen(ending);
    return length > tail && strcmp(name + length - tail, ending) == 0;
}

static form choose_form(const dp_arguments *arguments) {
    const char *given = dp_arguments_value(arguments, "format"), *file = dp_arguments_value(arguments, "output");
    if (given) return strcmp(given, "html") == 0 ? FORM_HTML : strcmp(given, "text") == 0 ? FORM_TEXT : FORM_JSON;
    if (file) return ends_with(file, ".html") ? FORM_HTML : ends_with(file, ".txt") ? FORM_TEXT : FORM_JSON;
    return isatty(STDOUT_FILENO) && !dp_arguments_value(arguments, "pretty") ? FORM_TEXT : FORM_JSON;
}

static bool check_date(const dp_arguments *arguments) {
    const char *date = dp_arguments_value(arguments, "date");
    int64_t days;
    if (!date || dp_timestamp_day((dp_str){date, strlen(date)}, &days)) return true;
    fprintf(stderr, "depeche analyze: --date takes a day such as 2025-09-04, not \"%s\"\n", date);
    return false;
}

static bool open_output(analysis *a) {
    const char *file = dp_arguments_value(a->arguments, "output");
    a->out = file && strcmp(file, "-") != 0 ? fopen(file, "wbe") : stdout;
    if (!a->out) fprintf(stderr, "depeche: %s: %s\n", file, strerror(errno));
    return a->out != NULL;
}

static dp_exit open_analysis(analysis *a) {
    depeche_error error;
    dp_exit result = dp_configure(a->arguments, &a->settings);
    if (result != DP_EXIT_OK) return result;
    bool explain = dp_arguments_value(a->arguments, "explain") != NULL;
    if (explain &&
        dp_settings_set(a->settings, DP_STR("article.explain"), DP_STR("yes"), DP_ORIGIN_FLAG, "--explain")) {
        fprintf(stderr, "depeche: memory is out\n");
        return DP_EXIT_FAILURE;
    }
    result = dp_packs_open(a->settings, &a->packs, &error);
    if (result != DP_EXIT_OK) {
        fprintf(stderr, "depeche: %s\n", error.message);
        return result;
    }
    a->enricher = dp_enrich_open(a->settings, &a->packs);
    if (a->form == FORM_HTML) a->page = dp_view_html_open();
    if (!a->enricher || (a->form == FORM_HTML && !a->page)) {
        fprintf(stderr, "depeche: memory is out\n");
        return DP_EXIT_FAILURE;
    }
    return open_output(a) ? DP_EXIT_OK : DP_EXIT_FAILURE;
}

static dp_exit close_analysis(analysis *a, dp_exit result) {
    if (a->out && a->out != stdout && (fflush(a->out) != 0 || ferror(a->out))) {
        fprintf(stderr, "depeche: %s cannot be written\n", dp_arguments_value(a->arguments, "output"));
        result = DP_EXIT_FAILURE;
    }
    if (a->out && a->out != stdout) fclose(a->out);
    dp_view_html_close(a->page);
    dp_enricher_close(a->enricher);
    dp_packs_close(&a->packs);
    dp_settings_close(a->settings);
    dp_buffer_close(&a->text);
    dp_buffer_close(&a->wrapped);
    return result;
}

static void finish_page(analysis *a) {
    dp_buffer_clear(&a->text);
    dp_view_html_finish(a->page, &a->text);
    if (a->text.failed) {
        fprintf(stderr, "depeche: memory is out\n");
        a->bad++;
        return;
    }
    fwrite(a->text.at, 1, a->text.len, a->out);
}

static dp_exit run(const dp_arguments *arguments) {
    if (!check_date(arguments)) return DP_EXIT_USAGE;
    analysis a = {.arguments = arguments,
                  .form = choose_form(arguments),
                  .pretty = dp_arguments_value(arguments, "pretty") != NULL,
                  .colored = dp_color_wanted(dp_arguments_value(arguments, "color"), STDOUT_FILENO)};
    static const char *const descriptions[] = {"title", "date", "source", "language"};
    for (size_t i = 0; i < 4; i++) a.described |= dp_arguments_value(arguments, descriptions[i]) != NULL;
    dp_exit result = open_analysis(&a);
    if (result == DP_EXIT_OK) {
        for (size_t i = 0; i < arguments->operand_count; i++) analyze_file(&a, arguments->operands[i]);
        if (arguments->operand_count == 0) analyze_file(&a, "-");
        if (a.form == FORM_HTML) finish_page(&a);
        if (a.bad) result = DP_EXIT_FAILURE;
    }
    return close_analysis(&a, result);
}

static const dp_option *const groups[] = {options, dp_options_settings, NULL};

const dp_command dp_command_analyze = {
    .name = "analyze",
    .summary = "analyse files: article JSON, JSON Lines, ninjs, HTML or plain text; - is standard input",
    .operands = "[FILE...]",
    .operand_kind = DP_ARGUMENT_FILE,
    .groups = groups,
    .notes = "What cannot be analysed is named on standard error, the rest goes on; code 1.\n",
    .run = run,
};
