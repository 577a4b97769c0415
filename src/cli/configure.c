#include "cli/configure.h"

#include <stdio.h>
#include <stdlib.h>

extern char **environ;

const dp_option dp_options_settings[] = {
    {'c', "config", DP_ARGUMENT_FILE, "FILE", NULL, "properties file; else $DEPECHE_CONFIG"},
    {'s', "set", DP_ARGUMENT_SETTING, "NAME=VALUE", NULL, "give a setting; see `depeche settings`"},
    {0},
};

const dp_option dp_options_kafka[] = {
    {'b', "brokers", DP_ARGUMENT_TEXT, "HOST:PORT", NULL, "brokers to start from, separated by commas"},
    {'g', "group", DP_ARGUMENT_TEXT, "NAME", NULL, "consumer group"},
    {'i', "input-topic", DP_ARGUMENT_TEXT, "TOPIC", NULL, "topic with the articles"},
    {'o', "output-topic", DP_ARGUMENT_TEXT, "TOPIC", NULL, "topic for the enriched articles"},
    {'t', "threads", DP_ARGUMENT_TEXT, "N", NULL, "threads that analyse"},
    {'X', NULL, DP_ARGUMENT_TEXT, "PROPERTY=VALUE", NULL, "a property of librdkafka (kafka.PROPERTY)"},
    {0},
};

static void apply_pair(dp_settings *settings, const char *pair, const char *prefix, const char *flag) {
    char name[256], place[300];
    const char *equals = strchr(pair, '=');
    size_t length = equals ? (size_t)(equals - pair) : strlen(pair);
    snprintf(name, sizeof name, "%s%.*s", prefix, (int)(length < 200 ? length : 200), pair);
    snprintf(place, sizeof place, "flag %s", flag);
    const char *value = equals ? equals + 1 : "";
    dp_settings_set(settings, (dp_str){name, strlen(name)}, (dp_str){value, strlen(value)}, DP_ORIGIN_FLAG, place);
}

static void apply_short(dp_settings *settings, const dp_given *given) {
    for (int id = 0; id < DP_SETTING_COUNT; id++) {
        const dp_setting *setting = dp_setting_of((dp_setting_id)id);
        if (setting->flag != given->option->flag) continue;
        char place[16];
        snprintf(place, sizeof place, "flag -%c", setting->flag);
        dp_settings_set(settings, (dp_str){setting->name, strlen(setting->name)},
                        (dp_str){given->value, strlen(given->value)}, DP_ORIGIN_FLAG, place);
    }
}

static bool is_in(const dp_option *option, const dp_option *list) {
    for (; list->help; list++) {
        if (list == option) return true;
    }
    return false;
}

/* False when a pair has no "=". */
static bool apply_given(dp_settings *settings, const dp_given *given) {
    bool is_set = given->option == &dp_options_settings[1];
    bool is_kafka = is_in(given->option, dp_options_kafka);
    if (!is_set && !is_kafka) return true;
    if (is_kafka && given->option->flag != 'X') {
        apply_short(settings, given);
        return true;
    }
    if (!strchr(given->value, '=')) {
        fprintf(stderr, "depeche: -%c needs %s, not \"%s\"\n", given->option->flag, given->option->argument,
                given->value);
        return false;
    }
    apply_pair(settings, given->value, is_set ? "" : "kafka.", is_set ? "--set" : "-X");
    return true;
}

dp_exit dp_configure(const dp_arguments *arguments, dp_settings **settings) {
    *settings = dp_settings_new();
    if (!*settings) {
        fprintf(stderr, "depeche: memory is out\n");
        return DP_EXIT_FAILURE;
    }
    const char *path = dp_arguments_value(arguments, "config");
    if (!path) path = getenv("DEPECHE_CONFIG");
    if (path && *path) dp_settings_load_file(*settings, path);
    dp_settings_load_environment(*settings, environ);
    for (size_t i = 0; i < arguments->given_count; i++) {
        if (!apply_given(*settings, &arguments->given[i])) return DP_EXIT_USAGE;
    }
    size_t problems = dp_settings_problem_count(*settings);
    for (size_t i = 0; i < problems; i++) fprintf(stderr, "depeche: %s\n", dp_settings_problem(*settings, i));
    return problems ? DP_EXIT_CONFIGURATION : DP_EXIT_OK;
}
