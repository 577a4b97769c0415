/*
 * run.c - `depeche run`: the worker.
 */
#include <stdio.h>
#include <strings.h>

#include "cli/commands.h"
#include "cli/configure.h"
#include "cli/enrich.h"
#include "cli/watch.h"
#include "cli/worker_options.h"
#include "ops/sandbox.h"
#include "ops/signals.h"

static atomic_int stop;

/* The choices of the setting, in its order. */
enum { SANDBOX_AUTO = 0, SANDBOX_REQUIRED, SANDBOX_OFF };

/* Where the settings came from, without their values. */
static void log_start(dp_watch *watch, const dp_settings *settings, const dp_packs *packs) {
    dp_log *log = dp_watch_log(watch);
    for (size_t i = 0; i < dp_settings_warning_count(settings); i++) {
        dp_log_write(log, DP_LOG_WARNING, "unknown_variable", dp_settings_warning(settings, i), NULL, 0);
    }
    dp_log_field fields[] = {
        {.key = "version", .text = depeche_version()},
        {.key = "brokers", .text = dp_settings_shown(settings, DP_SETTING_BROKERS)},
        {.key = "group", .text = dp_settings_shown(settings, DP_SETTING_GROUP)},
        {.key = "input_topic", .text = dp_settings_shown(settings, DP_SETTING_INPUT_TOPIC)},
        {.key = "output_topic", .text = dp_settings_shown(settings, DP_SETTING_OUTPUT_TOPIC)},
        {.key = "dead_letter_topic", .text = dp_settings_shown(settings, DP_SETTING_DEAD_LETTER_TOPIC)},
        {.key = "delivery", .text = dp_settings_shown(settings, DP_SETTING_DELIVERY)},
        {.key = "pack", .text = depeche_pack_version(packs->at[0])},
    };
    dp_log_write(log, DP_LOG_INFO, "starting", "the worker starts", fields, sizeof fields / sizeof *fields);
}

/* Kerberos, also librdkafka's default for SASL, starts a program to renew its tickets. */
static bool uses_kerberos(const dp_settings *settings) {
    bool sasl = false, other = false;
    for (size_t i = 0; i < dp_settings_kafka_count(settings); i++) {
        dp_kafka_property given = dp_settings_kafka(settings, i);
        if (strstr(given.name, "security.protocol")) sasl = sasl || strncasecmp(given.value, "sasl", 4) == 0;
        if (strstr(given.name, "sasl.mechanism")) other = other || strcmp(given.value, "GSSAPI") != 0;
    }
    return sasl && !other;
}

/* Gives up what the worker does not need from here on. False when it must not go on with what it has. */
static bool close_sandbox(const dp_settings *settings, dp_log *log) {
    char reason[128];
    int64_t wanted = dp_settings_number(settings, DP_SETTING_SANDBOX);
    if (wanted == SANDBOX_OFF) return true;
    if (wanted == SANDBOX_AUTO && uses_kerberos(settings)) {
        dp_log_write(log, DP_LOG_WARNING, "sandbox", "no sandbox: Kerberos starts programs", NULL, 0);
        return true;
    }
    dp_sandbox_result result = dp_sandbox_close(reason, sizeof reason);
    if (result == DP_SANDBOX_CLOSED) {
        dp_log_write(log, DP_LOG_INFO, "sandbox", "the worker has given up all that it does not need", NULL, 0);
        return true;
    }
    char message[256];
    bool goes_on = wanted == SANDBOX_AUTO || result == DP_SANDBOX_INSTRUMENTED;
    snprintf(message, sizeof message, "no sandbox: %s%s", reason,
             goes_on ? "" : "; sandbox=auto would go on without, sandbox=off does not try");
    dp_log_write(log, goes_on ? DP_LOG_WARNING : DP_LOG_ERROR, "sandbox", message, NULL, 0);
    return goes_on;
}

static dp_exit run_worker(const dp_settings *settings, dp_packs *packs) {
    dp_worker_setup setup;
    if (dp_worker_setup_open(settings, &setup) != 0) {
        fprintf(stderr, "depeche: memory is out\n");
        return DP_EXIT_FAILURE;
    }
    dp_enrich_shared shared = {settings, packs};
    dp_processor processor = dp_enrich_processor(&shared);
    dp_exit result;
    dp_watch *watch = dp_watch_open(settings, processor.stages, dp_enrich_reasons(), &result);
    if (watch && !close_sandbox(settings, dp_watch_log(watch))) {
        result = DP_EXIT_CONFIGURATION;
    } else if (watch) {
        log_start(watch, settings, packs);
        dp_worker_error error = {{0}};
        dp_worker_status status = dp_worker_run(&setup.options, &processor, dp_watch_observer(watch), &stop, &error);
        result = dp_worker_exit(status);
        dp_log_field fields[] = {{.key = "status", .text = dp_worker_status_name(status)},
                                 {.key = "exit_code", .number = result}};
        bool well = status == DP_WORKER_STOPPED;
        dp_log_write(dp_watch_log(watch), well ? DP_LOG_INFO : DP_LOG_ERROR, "ended",
                     *error.message ? error.message : "the worker has stopped; all that it read is committed", fields,
                     2);
    }
    dp_watch_close(watch);
    dp_worker_setup_close(&setup);
    return result;
}

static dp_exit run(const dp_arguments *arguments) {
    dp_settings *settings;
    dp_exit result = dp_configure(arguments, &settings);
    dp_packs packs = {0};
    depeche_error error;
    if (result == DP_EXIT_OK && dp_settings_number(settings, DP_SETTING_SANDBOX) != SANDBOX_OFF) dp_sandbox_hide();
    if (result == DP_EXIT_OK) {
        result = dp_packs_open(settings, &packs, &error);
        if (result != DP_EXIT_OK) fprintf(stderr, "depeche: %s\n", error.message);
    }
    if (result == DP_EXIT_OK && dp_signals_watch(&stop) != 0) {
        fprintf(stderr, "depeche: signals cannot be watched\n");
        result = DP_EXIT_FAILURE;
    }
    if (result == DP_EXIT_OK) result = run_worker(settings, &packs);
    dp_packs_close(&packs);
    dp_settings_close(settings);
    return result;
}

static const dp_option *const groups[] = {dp_options_settings, dp_options_kafka, NULL};

const dp_command dp_command_worker = {
    .name = "run",
    .summary = "read articles from Kafka, enrich them and write them back, until a signal",
    .groups = groups,
    .notes =
        "SIGTERM or SIGINT finishes and commits what was read (drain.timeout); a second\n"
        "one gives up at once, and the next worker reads again what is left.\n"
        "Flags win over environment (DEPECHE_INPUT_TOPIC for input.topic) over file.\n"
        "Secrets: kafka.sasl.password=@file:PATH. Try all that with check-config.\n"
        "Watch it at http://127.0.0.1:9464/metrics, /healthz and /readyz.\n",
    .run = run,
};
