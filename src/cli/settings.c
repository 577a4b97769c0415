/*
 * settings.c - `depeche settings`: the table of settings in several forms.
 */
#include <stdio.h>

#include "cli/commands.h"
#include "ops/setting_list.h"

static const dp_option options[] = {
    {0, "markdown", DP_ARGUMENT_NONE, NULL, NULL, "as the tables of README.md"},
    {0, "properties", DP_ARGUMENT_NONE, NULL, NULL, "as a commented configuration file"},
    {0, "man", DP_ARGUMENT_NONE, NULL, NULL, "as the list of the manual page"},
    {0},
};

static dp_exit run(const dp_arguments *arguments) {
    dp_setting_form form = dp_arguments_value(arguments, "markdown")     ? DP_SETTING_FORM_MARKDOWN
                           : dp_arguments_value(arguments, "properties") ? DP_SETTING_FORM_PROPERTIES
                           : dp_arguments_value(arguments, "man")        ? DP_SETTING_FORM_MAN
                                                                         : DP_SETTING_FORM_TEXT;
    dp_buffer text = {0};
    dp_setting_list(form, &text);
    dp_exit result = text.failed ? DP_EXIT_FAILURE : DP_EXIT_OK;
    fwrite(text.at, 1, text.len, stdout);
    dp_buffer_close(&text);
    return result;
}

static const dp_option *const groups[] = {options, NULL};

const dp_command dp_command_settings = {
    .name = "settings",
    .summary = "list all settings with their defaults",
    .groups = groups,
    .notes = "`depeche settings --properties` writes a configuration file to start from.\n",
    .run = run,
};
