/*
 * demo.c - `depeche demo`: the whole pipeline on an embedded Kafka.
 */
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "article/splitter.h"
#include "base/memory.h"
#include "cli/color.h"
#include "cli/commands.h"
#include "cli/configure.h"
#include "cli/demo_client.h"
#include "cli/enrich.h"
#include "cli/reading.h"
#include "cli/samples.h"
#include "cli/worker_options.h"
#include "ops/input.h"
#include "ops/signals.h"
#include "stream/embedded.h"

enum { PARTITIONS = 3, DEADLINE_S = 60, POLL_MS = 100, FILE_MAX_BYTES = 64 << 20 };

static const dp_option options[] = {
    {0, "json", DP_ARGUMENT_NONE, NULL, NULL, "print the enriched documents, one a line"},
    {0, "articles", DP_ARGUMENT_FILE, "FILE", NULL, "articles of your own, in any form that analyze reads"},
    {0, "color", DP_ARGUMENT_CHOICE, "WHEN", "auto|always|never", "auto, always or never"},
    {0},
};

/* A message that no analysis can read, to show where such go. */
static const char broken[] = "{\"id\": \"broken-on-purpose\", \"text\": \"Une dépêche coupée en plein";

static atomic_int stop;

typedef struct demo {
    const dp_arguments *arguments;
    dp_settings *settings;
    dp_packs packs;
    dp_enrich_shared shared;
    dp_worker_setup setup;
    dp_embedded *cluster;
    dp_buffer file; /* the articles' bytes */
    dp_str *articles;
    size_t article_count;
    struct timespec started;
    pthread_t thread;
    bool running; /* the worker's thread was started */
    atomic_bool ended;
    dp_worker_status status;
    dp_worker_error error;
} demo;

/* ----------------------------------------------------------------------------------------------- progress */

static double seconds_since(const struct timespec *start) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) + (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

__attribute__((format(printf, 2, 3))) static void say(const demo *d, const char *format, ...) {
    char line[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    fprintf(stderr, "%5.2f s  %s\n", seconds_since(&d->started), line);
}

/* ----------------------------------------------------------------------------------------------- articles */

static bool add_article(demo *d, dp_str article) {
    dp_str *grown = dp_realloc(d->articles, (d->article_count + 1) * sizeof *grown);
    if (!grown) return false;
    d->articles = grown;
    d->articles[d->article_count++] = article;
    return true;
}

static dp_exit load_articles(demo *d) {
    const char *file = dp_arguments_value(d->arguments, "articles");
    if (file) {
        int error = dp_input_file(file, FILE_MAX_BYTES, &d->file);
        if (error) {
            fprintf(stderr, "depeche: %s: %s\n", file, strerror(error));
            return DP_EXIT_FAILURE;
        }
    } else {
        dp_buffer_add_text(&d->file, (const char *)dp_samples);
    }
    dp_splitter splitter;
    dp_str article;
    size_t line;
    bool well = !d->file.failed;
    dp_splitter_open(&splitter, dp_buffer_str(&d->file),
                     (unsigned)dp_settings_number(d->settings, DP_SETTING_ARTICLE_MAX_DEPTH));
    while (well && dp_splitter_next(&splitter, &article, &line)) well = add_article(d, article);
    if (well && !file) well = add_article(d, (dp_str){broken, sizeof broken - 1});
    if (!well) {
        fprintf(stderr, "depeche: memory is out\n");
        return DP_EXIT_FAILURE;
    }
    if (d->article_count > 0) return DP_EXIT_OK;
    fprintf(stderr, "depeche: %s: there is no article in it\n", file);
    return DP_EXIT_FAILURE;
}

/* ------------------------------------------------------------------------------------------------- worker */

static void on_ready(void *context, bool ready) {
    if (ready) say(context, "The worker has joined the consumer group and reads.");
}

static void on_log(void *context, dp_severity severity, const char *event, const char *message,
                   const dp_event_field *fields, size_t count) {
    (void)event;
    (void)fields;
    (void)count;
    if (severity >= DP_SEVERITY_WARNING) say(context, "The worker: %s", message);
}

static void *run_worker(void *context) {
    demo *d = context;
    dp_processor processor = dp_enrich_processor(&d->shared);
    dp_observer observer = {.context = d, .log = on_log, .ready = on_ready};
    d->status = dp_worker_run(&d->setup.options, &processor, &observer, &stop, &d->error);
    atomic_store(&d->ended, true);
    return NULL;
}

static dp_exit start_cluster(demo *d) {
    d->cluster = dp_embedded_open(1);
    if (!d->cluster) {
        fprintf(stderr, "depeche: the embedded Kafka does not start\n");
        return DP_EXIT_FAILURE;
    }
    dp_str brokers = {dp_embedded_brokers(d->cluster), strlen(dp_embedded_brokers(d->cluster))};
    dp_settings_set(d->settings, DP_STR("brokers"), brokers, DP_ORIGIN_FLAG, "the demo");
    static const dp_setting_id topics[] = {DP_SETTING_INPUT_TOPIC, DP_SETTING_OUTPUT_TOPIC,
                                           DP_SETTING_DEAD_LETTER_TOPIC};
    for (size_t i = 0; i < sizeof topics / sizeof *topics; i++) {
        if (dp_embedded_topic(d->cluster, dp_settings_text(d->settings, topics[i]), PARTITIONS) != 0) {
            fprintf(stderr, "depeche: topic %s cannot be created\n", dp_settings_text(d->settings, topics[i]));
            return DP_EXIT_FAILURE;
        }
    }
    say(d, "An embedded Kafka (librdkafka's mock cluster) runs at %s, topics with %d partitions.",
        dp_settings_text(d->settings, DP_SETTING_BROKERS), PARTITIONS);
    return DP_EXIT_OK;
}

static dp_exit start_worker(demo *d) {
    if (dp_worker_setup_open(d->settings, &d->setup) != 0 || pthread_create(&d->thread, NULL, run_worker, d) != 0) {
        fprintf(stderr, "depeche: memory is out\n");
        return DP_EXIT_FAILURE;
    }
    d->running = true;
    say(d, "A worker (as `depeche run`) joins group %s; the first join of a group takes about 3 s.",
        dp_settings_text(d->settings, DP_SETTING_GROUP));
    return DP_EXIT_OK;
}

static dp_exit produce(demo *d) {
    char reason[256];
    if (dp_demo_produce(dp_settings_text(d->settings, DP_SETTING_BROKERS),
                        dp_settings_text(d->settings, DP_SETTING_INPUT_TOPIC), d->articles, d->article_count, reason,
                        sizeof reason) != 0) {
        fprintf(stderr, "depeche: %s\n", reason);
        return DP_EXIT_FAILURE;
    }
    say(d, "%zu messages are on the raw topic %s.", d->article_count,
        dp_settings_text(d->settings, DP_SETTING_INPUT_TOPIC));
    return DP_EXIT_OK;
}

/* -------------------------------------------------------------------------------------------------- output */

static void show_document(const demo *d, const dp_demo_message *message) {
    if (dp_arguments_value(d->arguments, "json")) {
        fwrite(message->value.at, 1, message->value.len, stdout);
        putchar('\n');
        return;
    }
    dp_buffer text = {0};
    bool colored = dp_color_wanted(dp_arguments_value(d->arguments, "color"), STDOUT_FILENO);
    if (dp_reading_add(&text, message->value, colored, dp_color_columns(STDOUT_FILENO)) != 0 || text.failed) {
        fprintf(stderr, "depeche: a document on the enriched topic cannot be read\n");
    }
    putchar('\n');
    fwrite(text.at, 1, text.len, stdout);
    dp_buffer_close(&text);
}

/* Shows what arrives until every article has arrived. */
static dp_exit collect(demo *d) {
    const char *enriched = dp_settings_text(d->settings, DP_SETTING_OUTPUT_TOPIC);
    const char *topics[] = {enriched, dp_settings_text(d->settings, DP_SETTING_DEAD_LETTER_TOPIC)};
    char reason[256];
    dp_demo_reader *reader = dp_demo_reader_open(dp_settings_text(d->settings, DP_SETTING_BROKERS), topics, 2,
                                                 PARTITIONS, reason, sizeof reason);
    if (!reader) {
        fprintf(stderr, "depeche: %s\n", reason);
        return DP_EXIT_FAILURE;
    }
    size_t arrived = 0, dead = 0;
    while (arrived < d->article_count && !atomic_load(&d->ended) && atomic_load(&stop) == 0 &&
           seconds_since(&d->started) < DEADLINE_S) {
        dp_demo_message message;
        if (!dp_demo_reader_next(reader, "depeche.dlq.reason", POLL_MS, &message)) continue;
        arrived++;
        if (strcmp(message.topic, enriched) == 0) {
            show_document(d, &message);
            fflush(stdout);
        } else {
            dead++;
            say(d, "One message that is broken went to the dead-letter topic %s, unchanged: %.*s.", message.topic,
                (int)message.header.len, message.header.at);
        }
    }
    dp_demo_reader_close(reader);
    if (arrived == d->article_count) {
        say(d, "All %zu arrived: %zu enriched, %zu dead letter%s.", arrived, arrived - dead, dead,
            dead == 1 ? "" : "s");
        return DP_EXIT_OK;
    }
    fprintf(stderr, "depeche: only %zu of %zu articles arrived\n", arrived, d->article_count);
    return DP_EXIT_FAILURE;
}

/* --------------------------------------------------------------------------------------------------- life */

static dp_exit open_demo(demo *d) {
    depeche_error error;
    clock_gettime(CLOCK_MONOTONIC, &d->started);
    dp_exit result = dp_configure(d->arguments, &d->settings);
    if (result != DP_EXIT_OK) return result;
    result = dp_packs_open(d->settings, &d->packs, &error);
    if (result != DP_EXIT_OK) {
        fprintf(stderr, "depeche: %s\n", error.message);
        return result;
    }
    d->shared = (dp_enrich_shared){d->settings, &d->packs};
    say(d, "The language pack \"%s\", version %s, is mapped.", depeche_pack_language(d->packs.at[0]),
        depeche_pack_version(d->packs.at[0]));
    return dp_signals_watch(&stop) == 0 ? load_articles(d) : DP_EXIT_FAILURE;
}

static dp_exit close_demo(demo *d, dp_exit result) {
    if (d->running) {
        atomic_store(&stop, DP_STOP_DRAIN);
        pthread_join(d->thread, NULL);
        if (d->status == DP_WORKER_STOPPED) {
            say(d, "The worker has committed its offsets and left the group.");
        } else {
            fprintf(stderr, "depeche: the worker ended: %s\n", d->error.message);
            if (result == DP_EXIT_OK || atomic_load(&d->ended)) result = dp_worker_exit(d->status);
        }
    }
    dp_worker_setup_close(&d->setup);
    dp_embedded_close(d->cluster);
    dp_packs_close(&d->packs);
    dp_settings_close(d->settings);
    dp_free(d->articles);
    dp_buffer_close(&d->file);
    return result;
}

static dp_exit run(const dp_arguments *arguments) {
    demo d = {.arguments = arguments};
    dp_exit result = open_demo(&d);
    if (result == DP_EXIT_OK) result = start_cluster(&d);
    if (result == DP_EXIT_OK) result = start_worker(&d);
    if (result == DP_EXIT_OK) result = produce(&d);
    if (result == DP_EXIT_OK) result = collect(&d);
    return close_demo(&d, result);
}

static const dp_option *const groups[] = {options, dp_options_settings, NULL};

const dp_command dp_command_demo = {
    .name = "demo",
    .summary =
        "show the whole pipeline with nothing installed: an embedded Kafka, sample articles, the worker, and what "
        "arrives on the enriched topic",
    .groups = groups,
    .notes =
        "Progress goes to standard error. Exits with 0 when all articles arrived. One of\n"
        "the sample messages is broken on purpose, to show the dead-letter topic.\n",
    .run = run,
};
