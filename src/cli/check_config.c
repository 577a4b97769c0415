/*
 * check_config.c - `depeche check-config`: the effective configuration, and whether it works.
 */
#include <stdio.h>

#include "cli/commands.h"
#include "cli/configure.h"
#include "cli/packs.h"
#include "cli/worker_options.h"
#include "ops/quantity.h"
#include "ops/sandbox.h"
#include "stream/inspect.h"

enum { TIMEOUT_MS_DEFAULT = 10000 };

static const dp_option options[] = {
    {0, "offline", DP_ARGUMENT_NONE, NULL, NULL, "do not try the brokers"},
    {0, "timeout", DP_ARGUMENT_TEXT, "DURATION", NULL, "time for the brokers to answer (10s)"},
    {0},
};

static void show_settings(const dp_settings *settings) {
    for (int id = 0; id < DP_SETTING_COUNT; id++) {
        dp_setting_id one = (dp_setting_id)id;
        printf("%-22s = %-28s # %s\n", dp_setting_of(one)->name, dp_settings_shown(settings, one),
               dp_settings_place(settings, one));
    }
    for (size_t i = 0; i < dp_settings_kafka_count(settings); i++) {
        dp_kafka_property property = dp_settings_kafka(settings, i);
        printf("%-22s = %-28s # %s\n", property.setting, property.shown, property.place);
    }
    putchar('\n');
}

static void show_finding(void *context, const dp_finding *finding) {
    static const char *const marks[] = {"ok     ", "warning", "ERROR  "};
    (void)context;
    printf("%s %s: %s\n", marks[finding->level], finding->subject, finding->message);
    if (finding->advice && *finding->advice) printf("        -> %s\n", finding->advice);
}

static void show_plain(dp_finding_level level, const char *subject, const char *message, const char *advice) {
    show_finding(NULL, &(dp_finding){level, subject, message, advice});
}

static dp_exit check_packs(const dp_settings *settings) {
    dp_packs packs;
    depeche_error error;
    dp_exit result = dp_packs_open(settings, &packs, &error);
    if (result != DP_EXIT_OK) {
        show_plain(DP_FINDING_ERROR, "language packs", error.message, "");
        return result;
    }
    for (size_t i = 0; i < packs.count; i++) {
        char message[128];
        snprintf(message, sizeof message, "\"%s\", version %s", depeche_pack_language(packs.at[i]),
                 depeche_pack_version(packs.at[i]));
        show_plain(DP_FINDING_OK, "language pack", message, "");
    }
    dp_packs_close(&packs);
    return DP_EXIT_OK;
}

static dp_exit check_brokers(const dp_settings *settings, unsigned timeout_ms, bool offline) {
    dp_worker_setup setup;
    if (dp_worker_setup_open(settings, &setup) != 0) {
        fprintf(stderr, "depeche: memory is out\n");
        return DP_EXIT_FAILURE;
    }
    dp_worker_status status;
    if (offline) {
        dp_worker_error error = {{0}};
        status = dp_worker_check(&setup.options, &error);
        bool well = status == DP_WORKER_STOPPED;
        show_plain(well ? DP_FINDING_OK : DP_FINDING_ERROR, "configuration",
                   well ? "settings and librdkafka properties are valid" : error.message, "");
    } else {
        fflush(stdout);
        status = dp_inspect(&setup.options, timeout_ms, show_finding, NULL);
    }
    dp_worker_setup_close(&setup);
    return dp_worker_exit(status);
}

static dp_exit check(const dp_arguments *arguments, const dp_settings *settings, unsigned timeout_ms) {
    show_settings(settings);
    for (size_t i = 0; i < dp_settings_warning_count(settings); i++) {
        show_plain(DP_FINDING_WARNING, "environment", dp_settings_warning(settings, i), "");
    }
    dp_exit packs = check_packs(settings);
    dp_exit brokers = check_brokers(settings, timeout_ms, dp_arguments_value(arguments, "offline") != NULL);
    return packs ? packs : brokers;
}

static dp_exit run(const dp_arguments *arguments) {
    int64_t timeout_us = (int64_t)TIMEOUT_MS_DEFAULT * 1000;
    const char *timeout = dp_arguments_value(arguments, "timeout");
    if (timeout && (!dp_quantity_duration((dp_str){timeout, strlen(timeout)}, &timeout_us) || timeout_us < 1000 ||
                    timeout_us > INT64_C(3600) * 1000000)) {
        fprintf(stderr, "depeche check-config: --timeout takes a duration from 1ms to 1h, such as 10s, not \"%s\"\n",
                timeout);
        return DP_EXIT_USAGE;
    }
    dp_settings *settings;
    dp_sandbox_hide();
    dp_exit result = dp_configure(arguments, &settings);
    if (result == DP_EXIT_OK) result = check(arguments, settings, (unsigned)(timeout_us / 1000));
    dp_settings_close(settings);
    return result;
}

static const dp_option *const groups[] = {dp_options_settings, dp_options_kafka, options, NULL};

const dp_command dp_command_check_config = {
    .name = "check-config",
    .summary = "show the effective configuration and try the packs, brokers and topics",
    .groups = groups,
    .notes =
        "Shows each setting with the place that it comes from, secrets hidden; then what\n"
        "was found, and what to do about it. Joins no group and writes nothing. The exit\n"
        "code is the one that `depeche run` would end with.\n",
    .run = run,
};
