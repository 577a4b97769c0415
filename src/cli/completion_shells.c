#include <stdio.h>

#include "cli/commands.h"
#include "cli/completion.h"
#include "ops/setting.h"

static const dp_option help_option = {'h', "help", DP_ARGUMENT_NONE, NULL, NULL, "show this help"};

typedef void option_visitor(dp_buffer *script, const dp_command *command, const dp_option *option);

static void each_option(dp_buffer *script, const dp_command *command, option_visitor *visit) {
    for (const dp_option *const *group = command->groups; group && *group; group++) {
        for (const dp_option *option = *group; option->help; option++) visit(script, command, option);
    }
    visit(script, command, &help_option);
}

static void add_words(dp_buffer *script, const char *choices) {
    for (; *choices; choices++) dp_buffer_add_char(script, *choices == '|' ? ' ' : *choices);
}

static void add_commands(dp_buffer *script) {
    for (const dp_command *const *at = dp_commands; *at; at++) {
        dp_buffer_format(script, "%s%s", at == dp_commands ? "" : " ", (*at)->name);
    }
}

static void add_settings(dp_buffer *script) {
    for (int id = 0; id < DP_SETTING_COUNT; id++) {
        dp_buffer_format(script, "%s=", dp_setting_of((dp_setting_id)id)->name);
        dp_buffer_add_char(script, ' ');
    }
    dp_buffer_add_text(script, "kafka.");
}

/* A phrase inside of single quotes of any of the three shells. */
static void add_quoted(dp_buffer *script, const char *phrase) {
    dp_buffer_add_char(script, '\'');
    for (; *phrase; phrase++) dp_buffer_add_char(script, *phrase == '\'' ? ' ' : *phrase);
    dp_buffer_add_char(script, '\'');
}

/* --------------------------------------------------------------------------------------------------- bash */

static void bash_word(dp_buffer *script, const dp_command *command, const dp_option *option) {
    (void)command;
    if (option->flag) dp_buffer_format(script, " -%c", option->flag);
    if (option->name) dp_buffer_format(script, " --%s", option->name);
}

/* A case of what follows the option: COMMAND:--option). */
static void bash_argument(dp_buffer *script, const dp_command *command, const dp_option *option) {
    if (option->kind == DP_ARGUMENT_NONE) return;
    dp_buffer_add_text(script, "        ");
    if (option->flag) dp_buffer_format(script, "%s:-%c", command->name, option->flag);
    if (option->flag && option->name) dp_buffer_add_text(script, "|");
    if (option->name) dp_buffer_format(script, "%s:--%s", command->name, option->name);
    dp_buffer_add_text(script, ") ");
    switch (option->kind) {
        case DP_ARGUMENT_FILE:
            dp_buffer_add_text(script, "compopt -o default; return ;;\n");
            break;
        case DP_ARGUMENT_FOLDER:
            dp_buffer_add_text(script, "compopt -o dirnames; return ;;\n");
            break;
        case DP_ARGUMENT_CHOICE:
            dp_buffer_add_text(script, "words='");
            add_words(script, option->choices);
            dp_buffer_add_text(script, "' ;;\n");
            break;
        case DP_ARGUMENT_SETTING:
            dp_buffer_add_text(script, "compopt -o nospace; words=$settings ;;\n");
            break;
        case DP_ARGUMENT_NONE:
        case DP_ARGUMENT_TEXT:
        case DP_ARGUMENT_COMMAND:
            dp_buffer_add_text(script, "return ;;\n");
            break;
    }
}

static void bash_command(dp_buffer *script, const dp_command *command) {
    dp_buffer_format(script, "        %s)\n            options='", command->name);
    each_option(script, command, bash_word);
    dp_buffer_add_text(script, "'\n            operands='");
    if (command->operand_kind == DP_ARGUMENT_COMMAND) add_commands(script);
    if (command->operand_kind == DP_ARGUMENT_CHOICE) add_words(script, command->operand_choices);
    dp_buffer_add_text(script, "'");
    if (command->operand_kind == DP_ARGUMENT_FILE) dp_buffer_add_text(script, "\n            files=yes");
    dp_buffer_add_text(script, " ;;\n");
}

void dp_completion_bash(dp_buffer *script) {
    dp_buffer_add_text(script,
                       "# Completion of depeche for bash; made by `depeche completion bash`.\n"
                       "_depeche() {\n"
                       "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
                       "    local command=${COMP_WORDS[1]} words='' options='' operands='' files='' settings\n"
                       "    COMPREPLY=()\n"
                       "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
                       "        mapfile -t COMPREPLY < <(compgen -W '");
    add_commands(script);
    dp_buffer_add_text(script, "' -- \"$word\")\n        return\n    fi\n    settings='");
    add_settings(script);
    dp_buffer_add_text(script, "'\n    case $command:$before in\n");
    for (const dp_command *const *at = dp_commands; *at; at++) each_option(script, *at, bash_argument);
    dp_buffer_add_text(script, "        *) ;;\n    esac\n    case $command in\n");
    for (const dp_command *const *at = dp_commands; *at; at++) bash_command(script, *at);
    dp_buffer_add_text(script,
                       "        *) ;;\n    esac\n"
                       "    if [ -z \"$words\" ]; then\n"
                       "        case $word in\n"
                       "            -*) words=$options ;;\n"
                       "            *) words=$operands ;;\n"
                       "        esac\n"
                       "        if [ -n \"$files\" ]; then compopt -o default; fi\n"
                       "    fi\n"
                       "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n"
                       "}\n"
                       "complete -F _depeche depeche\n");
}

/* ---------------------------------------------------------------------------------------------------- zsh */

/* What zsh's _arguments does with the argument of an option or operand. */
static void zsh_action(dp_buffer *script, dp_argument_kind kind, const char *choices) {
    switch (kind) {
        case DP_ARGUMENT_FILE:
            dp_buffer_add_text(script, "_files");
            break;
        case DP_ARGUMENT_FOLDER:
            dp_buffer_add_text(script, "_files -/");
            break;
        case DP_ARGUMENT_CHOICE:
            dp_buffer_add_char(script, '(');
            add_words(script, choices);
            dp_buffer_add_char(script, ')');
            break;
        case DP_ARGUMENT_SETTING:
            dp_buffer_add_text(script, "_depeche_settings");
            break;
        case DP_ARGUMENT_COMMAND:
            dp_buffer_add_char(script, '(');
            add_commands(script);
            dp_buffer_add_char(script, ')');
            break;
        case DP_ARGUMENT_NONE:
        case DP_ARGUMENT_TEXT:
            dp_buffer_add_char(script, ' ');
            break;
    }
}

/* Colons and brackets mean something to _arguments. */
static void zsh_phrase(dp_buffer *script, const char *phrase) {
    for (; *phrase; phrase++) {
        if (*phrase == ':' || *phrase == '[' || *phrase == ']') dp_buffer_add_char(script, '\\');
        dp_buffer_add_char(script, *phrase == '\'' ? ' ' : *phrase);
    }
}

static void zsh_spelling(dp_buffer *script, const dp_option *option, const char *word, bool is_long) {
    dp_buffer_format(script, "                '*%s%s[", word, option->kind != DP_ARGUMENT_NONE && is_long ? "=" : "");
    zsh_phrase(script, option->help);
    dp_buffer_add_char(script, ']');
    if (option->kind != DP_ARGUMENT_NONE) {
        dp_buffer_add_char(script, ':');
        zsh_phrase(script, option->argument);
        dp_buffer_add_char(script, ':');
        zsh_action(script, option->kind, option->choices);
    }
    dp_buffer_add_text(script, "' \\\n");
}

static void zsh_option(dp_buffer *script, const dp_command *command, const dp_option *option) {
    (void)command;
    char word[64];
    if (option->flag) {
        snprintf(word, sizeof word, "-%c", option->flag);
        zsh_spelling(script, option, word, false);
    }
    if (option->name) {
        snprintf(word, sizeof word, "--%s", option->name);
        zsh_spelling(script, option, word, true);
    }
}

void dp_completion_zsh(dp_buffer *script) {
    dp_buffer_add_text(script,
                       "#compdef depeche\n"
                       "# Completion of depeche for zsh; made by `depeche completion zsh`.\n"
                       "_depeche_settings() {\n    compadd -S '' -- ");
    add_settings(script);
    dp_buffer_add_text(script, "\n}\n_depeche() {\n    local -a commands=(\n");
    for (const dp_command *const *at = dp_commands; *at; at++) {
        dp_buffer_format(script, "        '%s:", (*at)->name);
        zsh_phrase(script, (*at)->summary);
        dp_buffer_add_text(script, "'\n");
    }
    dp_buffer_add_text(script,
                       "    )\n"
                       "    if (( CURRENT == 2 )); then\n        _describe command commands\n        return\n    fi\n"
                       "    local command=$words[2]\n    shift words\n    (( CURRENT-- ))\n"
                       "    case $command in\n");
    for (const dp_command *const *at = dp_commands; *at; at++) {
        dp_buffer_format(script, "        %s)\n            _arguments -s \\\n", (*at)->name);
        each_option(script, *at, zsh_option);
        dp_buffer_add_text(script, "                ");
        if ((*at)->operands) {
            dp_buffer_add_text(script, "'*: :");
            zsh_action(script, (*at)->operand_kind, (*at)->operand_choices);
            dp_buffer_add_text(script, "' ;;\n");
        } else {
            dp_buffer_add_text(script, "&& return ;;\n");
        }
    }
    dp_buffer_add_text(script, "    esac\n}\n_depeche \"$@\"\n");
}

/* --------------------------------------------------------------------------------------------------- fish */

static void fish_option(dp_buffer *script, const dp_command *command, const dp_option *option) {
    dp_buffer_format(script, "complete -c depeche -n '__fish_seen_subcommand_from %s'", command->name);
    if (option->flag) dp_buffer_format(script, " -s %c", option->flag);
    if (option->name) dp_buffer_format(script, " -l %s", option->name);
    switch (option->kind) {
        case DP_ARGUMENT_FILE:
            dp_buffer_add_text(script, " -r -F");
            break;
        case DP_ARGUMENT_FOLDER:
            dp_buffer_add_text(script, " -x -a '(__fish_complete_directories)'");
            break;
        case DP_ARGUMENT_CHOICE:
            dp_buffer_add_text(script, " -x -a '");
            add_words(script, option->choices);
            dp_buffer_add_char(script, '\'');
            break;
        case DP_ARGUMENT_SETTING:
            dp_buffer_add_text(script, " -x -a '");
            add_settings(script);
            dp_buffer_add_char(script, '\'');
            break;
        case DP_ARGUMENT_TEXT:
        case DP_ARGUMENT_COMMAND:
            dp_buffer_add_text(script, " -x");
            break;
        case DP_ARGUMENT_NONE:
            break;
    }
    dp_buffer_add_text(script, " -d ");
    add_quoted(script, option->help);
    dp_buffer_add_char(script, '\n');
}

static void fish_operands(dp_buffer *script, const dp_command *command) {
    dp_buffer_format(script, "complete -c depeche -n '__fish_seen_subcommand_from %s'", command->name);
    if (command->operand_kind == DP_ARGUMENT_FILE) {
        dp_buffer_add_text(script, " -F\n");
        return;
    }
    dp_buffer_add_text(script, " -f");
    if (command->operand_kind == DP_ARGUMENT_COMMAND || command->operand_kind == DP_ARGUMENT_CHOICE) {
        dp_buffer_add_text(script, " -a '");
        if (command->operand_kind == DP_ARGUMENT_COMMAND) add_commands(script);
        if (command->operand_kind == DP_ARGUMENT_CHOICE) add_words(script, command->operand_choices);
        dp_buffer_add_char(script, '\'');
    }
    dp_buffer_add_char(script, '\n');
}

void dp_completion_fish(dp_buffer *script) {
    dp_buffer_add_text(script, "# Completion of depeche for fish; made by `depeche completion fish`.\n");
    for (const dp_command *const *at = dp_commands; *at; at++) {
        dp_buffer_format(script, "complete -c depeche -f -n __fish_use_subcommand -a %s -d ", (*at)->name);
        add_quoted(script, (*at)->summary);
        dp_buffer_add_char(script, '\n');
    }
    for (const dp_command *const *at = dp_commands; *at; at++) {
        fish_operands(script, *at);
        each_option(script, *at, fish_option);
    }
}
