/* `depeche run` and `depeche check-config` against a real Kafka, with kcat as the client at both ends. */
#include "unit.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../article/documents.h"
#include "program.h"
#include "real.h"

enum { ARTICLES = 300, PARTITIONS = 4, OUTPUT_MAX = 8 << 20, PATIENCE = 60 };

#define TRACE "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

static const char *brokers;

static void assert_contains(const char *text, const char *part) {
    if (!strstr(text, part)) fail_msg("\"%s\" is not in: %s", part, text);
}

/* One article a line. Number 7 is broken. */
static void write_articles(char path[64], bool keyed) {
    static char lines[ARTICLES * 256];
    size_t used = 0;
    for (int i = 0; i < ARTICLES; i++) {
        if (keyed) used += (size_t)sprintf(lines + used, "key-%d\t", i);
        if (i == 7) {
            used += (size_t)sprintf(lines + used, "{\"id\": broken\n");
            continue;
        }
        used += (size_t)sprintf(lines + used,
                                "{\"id\":\"n-%d\",\"published_at\":\"2025-09-04\",\"text\":\"Le ministre Jean Dupont a "
                                "annonc\\u00e9 jeudi %d mesures \\u00e0 Paris.\"}\n",
                                i, i + 2);
    }
    program_file(path, lines);
}

/* Runs a shell command and gives what it wrote; lent until the next. */
static const char *shell(const char *command) {
    static char output[OUTPUT_MAX];
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    output[fread(output, 1, sizeof output - 1, pipe)] = '\0';
    if (pclose(pipe) != 0) fail_msg("failed: %s", command);
    return output;
}

static void produce(const real_topics *names) {
    char path[64], command[512];
    write_articles(path, true);
    snprintf(command, sizeof command, "kcat -P -b %s -t %s -K '\t' -H traceparent=" TRACE " -l %s", brokers, names->in,
             path);
    shell(command);
    unlink(path);
}

/* All committed messages of a topic, one a line: key, headers and value with tabs between. */
static const char *consume(const char *topic) {
    char command[512];
    snprintf(command, sizeof command,
             "kcat -C -q -e -b %s -t %s -o beginning -X isolation.level=read_committed -f '%%k\t%%h\t%%s\n'", brokers,
             topic);
    return shell(command);
}

static size_t count_lines(const char *text) {
    size_t count = 0;
    for (; *text; text++) count += *text == '\n';
    return count;
}

static void start_run(program *p, const real_topics *names, const char *delivery) {
    char input[64], output[64], dead[80], mode[64];
    snprintf(input, sizeof input, "%s", names->in);
    snprintf(output, sizeof output, "%s", names->out);
    snprintf(dead, sizeof dead, "dead.letter.topic=%s", names->dead);
    snprintf(mode, sizeof mode, "delivery=%s", delivery);
    const char *arguments[] = {"run",
                               "-b",
                               brokers,
                               "-g",
                               names->group,
                               "-i",
                               input,
                               "-o",
                               output,
                               "-s",
                               dead,
                               "-s",
                               mode,
                               "-s",
                               "http.port=0",
                               "-s",
                               "topic.timeout=2s",
                               "-s",
                               "transaction.time=100ms",
                               NULL};
    program_start(p, arguments);
}

/* What `depeche analyze` writes of the same articles: one document a line. */
static void check_same_as_analyze(const char *consumed) {
    char path[64];
    write_articles(path, false);
    program p;
    program_run(&p, NULL, "analyze", "-f", "json", path, NULL);
    unlink(path);
    assert_int_equal(p.code, 1); /* one is broken */
    size_t documents = 0;
    for (char *line = strtok(p.output, "\n"); line; line = strtok(NULL, "\n"), documents++) {
        assert_contains(consumed, line);
        test_document_keep((dp_str){line, strlen(line)});
    }
    assert_int_equal(documents, ARTICLES - 1);
    program_close(&p);
}

static void check_delivery(const char *delivery) {
    real_topics names = real_topics_new(delivery, PARTITIONS);
    produce(&names);
    program p;
    start_run(&p, &names, delivery);
    const char *out = "";
    for (int i = 0; i < PATIENCE && count_lines(out) < ARTICLES - 1; i++) {
        sleep(1);
        out = consume(names.out);
    }
    assert_int_equal(kill(p.process, SIGTERM), 0);
    program_finish(&p, NULL);
    if (p.code != 0) fail_msg("exit code %d: %s", p.code, p.errors);
    program_close(&p);
    out = consume(names.out);
    assert_int_equal(count_lines(out), ARTICLES - 1);
    assert_contains(out, "key-42\ttraceparent=" TRACE "\t{\"schema_version\":");
    check_same_as_analyze(out);
    const char *dead = consume(names.dead);
    assert_int_equal(count_lines(dead), 1);
    assert_contains(dead, "key-7\t");
    assert_contains(dead, "traceparent=" TRACE);
    assert_contains(dead, "depeche.dlq.reason=invalid_json");
    assert_contains(dead, "\t{\"id\": broken\n");
}

static void test_articles_pass_at_least_once(void **state) {
    (void)state;
    check_delivery("at-least-once");
}

static void test_articles_pass_exactly_once(void **state) {
    (void)state;
    check_delivery("exactly-once");
}

static void test_check_config_finds_the_topics(void **state) {
    (void)state;
    real_topics names = real_topics_new("found", PARTITIONS);
    char dead[80];
    snprintf(dead, sizeof dead, "dead.letter.topic=%s", names.dead);
    program p;
    program_run(&p, NULL, "check-config", "-b", brokers, "-i", names.in, "-o", names.out, "-s", dead, "-g", names.group,
                "-s", "delivery=exactly-once", NULL);
    if (p.code != 0) fail_msg("exit code %d: %s", p.code, p.output);
    assert_contains(p.output, names.in);
    assert_null(strstr(p.output, "ERROR"));
    program_close(&p);
}

static void test_missing_topics_give_code_6(void **state) {
    (void)state;
    real_topics names = real_topics_new("missing", PARTITIONS);
    program p;
    program_run(&p, NULL, "check-config", "-b", brokers, "-i", "no-such-topic", "-o", names.out, NULL);
    assert_int_equal(p.code, 6);
    assert_contains(p.output, "no-such-topic");
    program_close(&p);
    snprintf(names.in, sizeof names.in, "no-such-topic");
    start_run(&p, &names, "at-least-once");
    program_finish(&p, NULL);
    if (p.code != 6) fail_msg("exit code %d: %s", p.code, p.errors);
    assert_contains(p.errors, "\"status\":\"unknown_topic\"");
    program_close(&p);
}

int main(void) {
    brokers = real_brokers();
    if (!brokers) return REAL_SKIPPED;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_articles_pass_at_least_once),
        cmocka_unit_test(test_articles_pass_exactly_once),
        cmocka_unit_test(test_check_config_finds_the_topics),
        cmocka_unit_test(test_missing_topics_give_code_6),
    };
    return cmocka_run_group_tests_name("cli pipeline", tests, NULL, NULL);
}
