#include "cli/command.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "ops/suggest.h"

enum { OPTIONS_MAX = 40, LONG_FIRST = 256 };

/* The options of a command in the forms that getopt_long wants. Number `n` has the value LONG_FIRST + n. */
typedef struct option_table {
    const dp_option *of[OPTIONS_MAX];
    struct option longs[OPTIONS_MAX + 2];
    char shorts[2 * OPTIONS_MAX + 8];
    size_t count;
} option_table;

static const dp_option help_option = {'h', "help", DP_ARGUMENT_NONE, NULL, NULL, "show this help"};

const dp_command *dp_command_find(const char *name) {
    for (const dp_command *const *at = dp_commands; *at; at++) {
        if (strcmp((*at)->name, name) == 0) return *at;
    }
    return NULL;
}

void dp_command_unknown(const char *name) {
    dp_suggestion suggestion = {0};
    for (const dp_command *const *at = dp_commands; *at; at++) {
        dp_suggestion_offer(&suggestion, (dp_str){name, strlen(name)}, (*at)->name);
    }
    fprintf(stderr, "depeche: unknown command \"%s\"", name);
    if (suggestion.name) {
        fprintf(stderr, "; did you mean \"%s\"?\n", suggestion.name);
    } else {
        fprintf(stderr, "; `depeche help` lists all\n");
    }
}

const char *dp_arguments_value(const dp_arguments *arguments, const char *name) {
    for (size_t i = arguments->given_count; i-- > 0;) {
        const dp_given *given = &arguments->given[i];
        if (given->option->name && strcmp(given->option->name, name) == 0) return given->value ? given->value : "";
    }
    return NULL;
}

/* ------------------------------------------------------------------------------------------------ parsing */

static void add_option(option_table *table, const dp_option *option) {
    if (table->count == OPTIONS_MAX) return;
    size_t number = table->count++;
    table->of[number] = option;
    if (option->flag) {
        size_t length = strlen(table->shorts);
        table->shorts[length++] = option->flag;
        if (option->kind != DP_ARGUMENT_NONE) table->shorts[length] = ':';
    }
    if (option->name) {
        size_t at = 0;
        while (table->longs[at].name) at++;
        table->longs[at] =
            (struct option){option->name, option->kind == DP_ARGUMENT_NONE ? no_argument : required_argument, NULL,
                            LONG_FIRST + (int)number};
    }
}

static void fill_table(option_table *table, const dp_command *command) {
    *table = (option_table){.shorts = ":"};
    for (const dp_option *const *group = command->groups; group && *group; group++) {
        for (const dp_option *option = *group; option->help; option++) add_option(table, option);
    }
    add_option(table, &help_option);
}

static const dp_option *option_of(const option_table *table, int code) {
    if (code >= LONG_FIRST) return table->of[code - LONG_FIRST];
    for (size_t i = 0; i < table->count; i++) {
        if (table->of[i]->flag == code) return table->of[i];
    }
    return NULL;
}

static void say_unknown_option(const dp_command *command, const option_table *table, const char *word) {
    fprintf(stderr, "depeche %s: ", command->name);
    if (strncmp(word, "--", 2) != 0) {
        fprintf(stderr, "unknown option -%c", optopt);
    } else if (optopt >= LONG_FIRST) {
        fprintf(stderr, "--%s takes no argument", option_of(table, optopt)->name);
    } else {
        dp_suggestion suggestion = {0};
        dp_str typed = {word + 2, strcspn(word + 2, "=")};
        for (size_t i = 0; i < table->count; i++) {
            if (table->of[i]->name) dp_suggestion_offer(&suggestion, typed, table->of[i]->name);
        }
        fprintf(stderr, "unknown option --%.*s", (int)typed.len, typed.at);
        if (suggestion.name) fprintf(stderr, "; did you mean --%s?", suggestion.name);
    }
    fprintf(stderr, "\n`depeche %s --help` lists its options.\n", command->name);
}

static void say_missing_argument(const dp_command *command, const option_table *table) {
    const dp_option *option = option_of(table, optopt);
    fprintf(stderr, "depeche %s: ", command->name);
    if (option->name && optopt >= LONG_FIRST) {
        fprintf(stderr, "--%s needs %s\n", option->name, option->argument);
    } else {
        fprintf(stderr, "-%c needs %s\n", option->flag, option->argument);
    }
}

static bool is_choice(const char *choices, const char *value) {
    size_t length = strlen(value);
    for (const char *at = choices;; at += strcspn(at, "|") + 1) {
        size_t end = strcspn(at, "|");
        if (end == length && memcmp(at, value, length) == 0) return true;
        if (at[end] == '\0') return false;
    }
}

static dp_exit check_choice(const dp_command *command, const dp_option *option, const char *value) {
    if (option->kind != DP_ARGUMENT_CHOICE || is_choice(option->choices, value)) return DP_EXIT_OK;
    fprintf(stderr, "depeche %s: --%s takes ", command->name, option->name);
    for (const char *at = option->choices; *at; at++) {
        if (*at != '|') {
            fputc(*at, stderr);
        } else {
            fputs(strchr(at + 1, '|') ? ", " : " or ", stderr);
        }
    }
    fprintf(stderr, ", not \"%s\"\n", value);
    return DP_EXIT_USAGE;
}

static void show_help(const dp_command *command) {
    dp_buffer text = {0};
    dp_command_help(command, &text);
    fwrite(text.at, 1, text.len, stdout);
    dp_buffer_close(&text);
}

/* Fills `arguments`, whose `given` has room for one option a word. *shown tells that help was asked for. */
static dp_exit parse(const dp_command *command, int argc, char **argv, dp_arguments *arguments, bool *shown) {
    option_table table;
    fill_table(&table, command);
    optind = 0;
    opterr = 0;
    for (int code; (code = getopt_long(argc, argv, table.shorts, table.longs, NULL)) != -1;) {
        if (code == '?') {
            say_unknown_option(command, &table, argv[optind > 1 ? optind - 1 : 1]);
            return DP_EXIT_USAGE;
        }
        if (code == ':') {
            say_missing_argument(command, &table);
            return DP_EXIT_USAGE;
        }
        const dp_option *option = option_of(&table, code);
        if (option == &help_option) {
            show_help(command);
            *shown = true;
            return DP_EXIT_OK;
        }
        const char *value = option->kind == DP_ARGUMENT_NONE ? NULL : optarg;
        dp_exit wrong = value ? check_choice(command, option, value) : DP_EXIT_OK;
        if (wrong) return wrong;
        arguments->given[arguments->given_count++] = (dp_given){option, value};
    }
    arguments->operands = argv + optind;
    arguments->operand_count = (size_t)(argc - optind);
    if (arguments->operand_count > 0 && !command->operands) {
        fprintf(stderr, "depeche %s: takes no argument \"%s\"\n", command->name, argv[optind]);
        return DP_EXIT_USAGE;
    }
    return DP_EXIT_OK;
}

dp_exit dp_command_run(const dp_command *command, int argc, char **argv) {
    /* Short flags may be joined ("-vx"), so count bytes, not words. */
    size_t room = 1;
    for (int i = 0; i < argc; i++) room += strlen(argv[i]);
    dp_arguments arguments = {.given = dp_calloc(room, sizeof *arguments.given)};
    if (!arguments.given) {
        fprintf(stderr, "depeche: memory is out\n");
        return DP_EXIT_FAILURE;
    }
    bool shown = false;
    dp_exit result = parse(command, argc, argv, &arguments, &shown);
    if (result == DP_EXIT_OK && !shown) result = command->run(&arguments);
    dp_free(arguments.given);
    return result;
}

/* --------------------------------------------------------------------------------------------------- help */

enum { COLUMNS = 79, HELP_COLUMN = 28 };

/* Adds `phrase` from the column on where the line stands, folded at spaces to HELP_COLUMN. */
static void add_folded(dp_buffer *text, const char *phrase, size_t column, size_t indent) {
    while (*phrase) {
        size_t length = strcspn(phrase, " ");
        if (column > indent && column + 1 + length > COLUMNS) {
            dp_buffer_format(text, "\n%*s", (int)indent, "");
            column = indent;
        } else if (column > indent) {
            dp_buffer_add_char(text, ' ');
            column++;
        }
        dp_buffer_add(text, (dp_str){phrase, length});
        column += length;
        phrase += length;
        phrase += strspn(phrase, " ");
    }
    dp_buffer_add_char(text, '\n');
}

static void add_option_help(dp_buffer *text, const dp_option *option) {
    char head[64], flag[8] = "    ";
    if (option->flag) snprintf(flag, sizeof flag, option->name ? "-%c, " : "-%c", option->flag);
    int length =
        snprintf(head, sizeof head, "  %s%s%s%s%s", flag, option->name ? "--" : "", option->name ? option->name : "",
                 option->argument ? " " : "", option->argument ? option->argument : "");
    dp_buffer_add_text(text, head);
    int gap = length < HELP_COLUMN - 1 ? HELP_COLUMN - length : 1;
    dp_buffer_format(text, "%*s", gap, "");
    size_t column = (size_t)(length + gap);
    if (column > HELP_COLUMN) {
        dp_buffer_format(text, "\n%*s", HELP_COLUMN, "");
        column = HELP_COLUMN;
    }
    add_folded(text, option->help, column, HELP_COLUMN);
}

/* The phrase as a sentence. */
static void add_summary(dp_buffer *text, const char *summary) {
    char sentence[512];
    snprintf(sentence, sizeof sentence, "%s.", summary);
    if (sentence[0] >= 'a' && sentence[0] <= 'z') sentence[0] = (char)(sentence[0] - 'a' + 'A');
    add_folded(text, sentence, 0, 0);
    dp_buffer_add_char(text, '\n');
}

void dp_command_help(const dp_command *command, dp_buffer *text) {
    dp_buffer_format(text, "Usage: depeche %s [OPTION...]%s%s\n", command->name, command->operands ? " " : "",
                     command->operands ? command->operands : "");
    add_summary(text, command->summary);
    for (const dp_option *const *group = command->groups; group && *group; group++) {
        for (const dp_option *option = *group; option->help; option++) add_option_help(text, option);
    }
    add_option_help(text, &help_option);
    if (command->notes) {
        dp_buffer_add_char(text, '\n');
        dp_buffer_add_text(text, command->notes);
    }
}

void dp_command_overview(dp_buffer *text) {
    dp_buffer_format(text, "depeche %s: who and what news articles speak of, and who says what.\n\n",
                     depeche_version());
    dp_buffer_add_text(text, "Usage: depeche COMMAND [OPTION...]\n\n");
    for (const dp_command *const *at = dp_commands; *at; at++) {
        dp_buffer_format(text, "  %-14s", (*at)->name);
        add_folded(text, (*at)->summary, 16, 16);
    }
    dp_buffer_add_text(text,
                       "\n`depeche COMMAND --help` and `man depeche` tell more.\n"
                       "Exit codes: 0 done; 1 failure; 2 usage; 3 configuration; 4 brokers unreachable\n"
                       "or credentials refused; 5 fenced by another worker; 6 unknown topic; 7 message\n"
                       "undeliverable; 8 stopped before all was finished (nothing is lost).\n");
}
