/*
 * soak_flow BROKERS INPUT OUTPUT DEAD_LETTERS PARTITIONS ARTICLES WINDOW - keeps workers busy and watches what they do.
 *
 * Creates the topics, then sends the lines of the file ARTICLES round and round, each with its number as the key, and
 * reads the output (read_committed): no more than WINDOW are on their way at once. Every second it writes a line
 *   SENT SEEN DOUBLED DISORDERS
 * to standard output. SIGTERM ends the sending; once all came out, or none for two minutes, the last line is written,
 * with "end", and what is MISSING and the number of DEAD_LETTERS behind. Exit code 0: none is missing, none dead, none
 * out of order.
 */
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "kit.h"
#include "stream/clock.h"

enum { PARTITIONS_MAX = 64, LINES_MAX = 10000, BURST = 200, READ_MAX = 1000, QUIET_MS = 120000 };

typedef struct flow {
    const char *brokers, *input, *output, *dead_letters;
    int partitions;
    uint64_t window;
    char *text, *lines[LINES_MAX]; /* the articles; lines point into the text */
    size_t line_count;
    rd_kafka_t *producer, *reader;
    uint64_t sent, seen, doubled, disorders;
    uint8_t *marks; /* of each number sent: how often it came out, 255 at most */
    size_t capacity;
    int64_t last[PARTITIONS_MAX]; /* the highest number that came out of each partition */
} flow;

static volatile sig_atomic_t told_to_end;

static void on_signal(int number) {
    (void)number;
    told_to_end = 1;
}

static void die(const char *what, const char *why) {
    fprintf(stderr, "soak_flow: %s: %s\n", what, why);
    exit(2);
}

static void read_articles(flow *f, const char *path) {
    FILE *file = fopen(path, "r");
    if (!file) die(path, "cannot be read");
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    f->text = size > 0 ? dp_malloc((size_t)size + 1) : NULL;
    if (!f->text || fread(f->text, 1, (size_t)size, file) != (size_t)size) die(path, "cannot be read");
    fclose(file);
    f->text[size] = '\0';
    char *rest;
    for (char *line = strtok_r(f->text, "\n", &rest); line && f->line_count < LINES_MAX;
         line = strtok_r(NULL, "\n", &rest)) {
        f->lines[f->line_count++] = line;
    }
    if (!f->line_count) die(path, "holds no article");
}

static rd_kafka_t *reader_new(const flow *f) {
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    char reason[256];
    const char *const properties[][2] = {{"bootstrap.servers", f->brokers},
                                         {"group.id", "soak-flow"},
                                         {"enable.auto.commit", "false"},
                                         {"isolation.level", "read_committed"},
                                         {"fetch.wait.max.ms", "50"},
                                         {"queued.max.messages.kbytes", "32768"},
                                         {"log_level", "3"}};
    for (size_t i = 0; i < sizeof properties / sizeof *properties; i++) {
        if (rd_kafka_conf_set(conf, properties[i][0], properties[i][1], reason, sizeof reason)) die("reader", reason);
    }
    rd_kafka_t *reader = rd_kafka_new(RD_KAFKA_CONSUMER, conf, reason, sizeof reason);
    if (!reader) die("reader", reason);
    rd_kafka_poll_set_consumer(reader);
    rd_kafka_topic_partition_list_t *all = rd_kafka_topic_partition_list_new(f->partitions);
    for (int i = 0; i < f->partitions; i++) rd_kafka_topic_partition_list_add(all, f->output, i)->offset = 0;
    rd_kafka_assign(reader, all);
    rd_kafka_topic_partition_list_destroy(all);
    return reader;
}

static void send_one(flow *f) {
    if (f->sent == f->capacity) {
        size_t capacity = f->capacity ? f->capacity * 2 : 1 << 16;
        f->marks = dp_realloc(f->marks, capacity);
        if (!f->marks) die("memory", "marks");
        memset(f->marks + f->capacity, 0, capacity - f->capacity);
        f->capacity = capacity;
    }
    char key[24];
    snprintf(key, sizeof key, "%" PRIu64, f->sent);
    kit_send(f->producer, f->input, RD_KAFKA_PARTITION_UA, key, f->lines[f->sent % f->line_count], -1, NULL, 0);
    f->sent++;
}

static void mark(flow *f, const rd_kafka_message_t *message) {
    char key[24] = "";
    if (message->key_len < sizeof key) memcpy(key, message->key, message->key_len);
    uint64_t number = strtoull(key, NULL, 10);
    if (number >= f->sent || message->partition >= PARTITIONS_MAX) die("a foreign message came out", key);
    if (f->marks[number] < UINT8_MAX) f->marks[number]++;
    if (f->marks[number] > 1) {
        f->doubled++;
        return;
    }
    f->seen++;
    /* The same partitioner at both ends, so the numbers of an output partition are those of one input partition. */
    if ((int64_t)number < f->last[message->partition]) f->disorders++;
    f->last[message->partition] = (int64_t)number;
}

static void read_some(flow *f) {
    rd_kafka_message_t *message;
    for (int i = 0; i < READ_MAX && (message = rd_kafka_consumer_poll(f->reader, i ? 0 : 50)); i++) {
        if (!message->err) mark(f, message);
        rd_kafka_message_destroy(message);
    }
}

static void tell(const flow *f, const char *word) {
    printf("%s%" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64, word, f->sent, f->seen, f->doubled, f->disorders);
}

static void run(flow *f) {
    int64_t told_ms = 0, moved_ms = dp_clock_ms();
    uint64_t before = 0;
    while (!told_to_end || (f->seen < f->sent && dp_clock_ms() - moved_ms < QUIET_MS)) {
        for (int i = 0; i < BURST && !told_to_end && f->sent - f->seen < f->window; i++) send_one(f);
        rd_kafka_poll(f->producer, 0);
        read_some(f);
        if (f->seen != before) moved_ms = dp_clock_ms();
        before = f->seen;
        if (dp_clock_ms() - told_ms < 1000) continue;
        told_ms = dp_clock_ms();
        tell(f, "");
        printf("\n");
        fflush(stdout);
    }
}

static int64_t dead_letters(const flow *f) {
    int64_t low, high;
    rd_kafka_resp_err_t error = rd_kafka_query_watermark_offsets(f->reader, f->dead_letters, 0, &low, &high, 20000);
    if (error) die(f->dead_letters, rd_kafka_err2str(error));
    return high;
}

int main(int count, char **arguments) {
    if (count != 8) {
        fprintf(stderr, "usage: soak_flow BROKERS INPUT OUTPUT DEAD_LETTERS PARTITIONS ARTICLES WINDOW\n");
        return 2;
    }
    static flow f;
    f.brokers = arguments[1], f.input = arguments[2], f.output = arguments[3], f.dead_letters = arguments[4];
    f.partitions = atoi(arguments[5]);
    f.window = strtoull(arguments[7], NULL, 10);
    if (f.partitions < 1 || f.partitions > PARTITIONS_MAX || !f.window) die("arguments", "not allowed");
    read_articles(&f, arguments[6]);
    for (int i = 0; i < PARTITIONS_MAX; i++) f.last[i] = -1;
    struct sigaction action = {.sa_handler = on_signal};
    sigaction(SIGTERM, &action, NULL);
    /* What was read long ago is deleted, so that a long run fills no disk. */
    kit_topic(f.brokers, f.input, f.partitions, "retention.bytes", "64000000", "segment.bytes", "16000000", NULL);
    kit_topic(f.brokers, f.output, f.partitions, "retention.bytes", "64000000", "segment.bytes", "16000000", NULL);
    kit_topic(f.brokers, f.dead_letters, 1, NULL);
    f.producer = kit_producer(f.brokers, "enable.idempotence", "true", "partitioner", "murmur2_random",
                              "message.timeout.ms", "0", NULL);
    f.reader = reader_new(&f);
    printf("ready\n");
    fflush(stdout);
    run(&f);
    int64_t dead = dead_letters(&f);
    tell(&f, "end ");
    printf(" %" PRIu64 " %" PRId64 "\n", f.sent - f.seen, dead);
    rd_kafka_consumer_close(f.reader);
    rd_kafka_destroy(f.reader);
    rd_kafka_destroy(f.producer);
    dp_free(f.marks);
    dp_free(f.text);
    return f.sent == f.seen && dead == 0 && f.disorders == 0 ? 0 : 1;
}
