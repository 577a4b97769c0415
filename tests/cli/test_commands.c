/* Help, options, exit codes, settings and check-config of the built program. */
#include "unit.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "program.h"

static const char *const commands[] = {"run",      "demo",       "analyze", "eval",    "bench", "check-config",
                                       "settings", "completion", "help",    "version", NULL};

static void assert_contains(const char *text, const char *part) {
    if (!strstr(text, part)) fail_msg("\"%s\" is not in: %s", part, text);
}

/* At most 24 lines of 80 columns of plain ASCII. */
static void check_fits_screen(const char *text) {
    int lines = 0;
    for (const char *line = text; *line; lines++) {
        const char *end = strchr(line, '\n');
        assert_non_null(end);
        if (end - line > 80) fail_msg("%d columns: %.*s", (int)(end - line), (int)(end - line), line);
        for (const char *at = line; at < end; at++) assert_in_range((unsigned char)*at, 0x20, 0x7E);
        if (end > line) assert_int_not_equal(end[-1], ' ');
        line = end + 1;
    }
    assert_in_range(lines, 4, 24);
}

static void check_code(program *p, int code) {
    if (p->code != code) fail_msg("exit code %d, not %d: %s%s", p->code, code, p->output, p->errors);
}

static void test_help_fits_a_screen(void **state) {
    (void)state;
    program p;
    program_run(&p, NULL, "help", NULL);
    check_code(&p, 0);
    check_fits_screen(p.output);
    for (const char *const *command = commands; *command; command++) assert_contains(p.output, *command);
    program_close(&p);
    for (const char *const *command = commands; *command; command++) {
        program again;
        program_run(&p, NULL, *command, "--help", NULL);
        program_run(&again, NULL, "help", *command, NULL);
        check_code(&p, 0);
        check_fits_screen(p.output);
        assert_string_equal(p.output, again.output);
        assert_string_equal(p.errors, "");
        program_close(&p);
        program_close(&again);
    }
}

static void test_help_and_version_have_their_usual_flags(void **state) {
    (void)state;
    program p;
    program_run(&p, NULL, "--help", NULL);
    check_code(&p, 0);
    assert_contains(p.output, "Usage: depeche COMMAND");
    program_close(&p);
    program_run(&p, NULL, "--version", NULL);
    check_code(&p, 0);
    assert_int_equal(strncmp(p.output, "depeche ", 8), 0);
    program_close(&p);
}

typedef struct misuse {
    const char *arguments[6];
    const char *message;
} misuse;

static void test_misuse_gives_code_2_and_says_what_is_right(void **state) {
    (void)state;
    static const misuse cases[] = {
        {{NULL}, "Usage: depeche COMMAND"},
        {{"analyse"}, "unknown command \"analyse\"; did you mean \"analyze\"?"},
        {{"chekc-config"}, "did you mean \"check-config\"?"},
        {{"frobnicate"}, "`depeche help` lists all"},
        {{"help", "rnu"}, "did you mean \"run\"?"},
        {{"analyze", "--formt", "json"}, "unknown option --formt; did you mean --format?"},
        {{"analyze", "--format"}, "--format needs FORM"},
        {{"analyze", "--format", "xml"}, "--format takes json, text or html, not \"xml\""},
        {{"analyze", "--pretty=yes"}, "--pretty takes no argument"},
        {{"analyze", "-Q"}, "unknown option -Q"},
        {{"analyze", "-o"}, "-o needs FILE"},
        {{"analyze", "--date", "yesterday"}, "--date takes a day such as 2025-09-04, not \"yesterday\""},
        {{"bench", "--seconds", "0"}, "--seconds takes a number from 1 to 3600, not \"0\""},
        {{"bench", "--threads", "some"}, "--threads takes a number from 1 to 1024, not \"some\""},
        {{"eval"}, "which annotated documents?"},
        {{"eval", "--errors", "many", "x.ann"}, "--errors takes a number, not \"many\""},
        {{"run", "articles"}, "takes no argument \"articles\""},
        {{"run", "--set", "threads"}, "-s needs NAME=VALUE, not \"threads\""},
        {{"run", "-X", "debug"}, "-X needs PROPERTY=VALUE, not \"debug\""},
        {{"completion"}, "bash, zsh or fish"},
        {{"completion", "csh"}, "bash, zsh or fish"},
        {{"check-config", "--timeout", "5"}, "takes a duration"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        program p;
        program_start(&p, cases[i].arguments);
        program_finish(&p, NULL);
        check_code(&p, 2);
        assert_contains(p.errors, cases[i].message);
        assert_string_equal(p.output, "");
        program_close(&p);
    }
}

static void test_wrong_configuration_gives_code_3_and_all_problems(void **state) {
    (void)state;
    char path[64];
    program_file(path, "threads = many\ngruop = x\n");
    static const char *const users[] = {"run", "check-config", "analyze", "demo"};
    for (size_t i = 0; i < sizeof users / sizeof *users; i++) {
        program p;
        program_run(&p, NULL, users[i], "-c", path, "-s", "http.port=70000", NULL);
        check_code(&p, 3);
        assert_contains(p.errors, ":1: threads: \"many\" is not allowed; it takes an integer (0 to 256)");
        assert_contains(p.errors, ":2: unknown setting \"gruop\"; did you mean \"group\"?");
        assert_contains(p.errors, "flag --set: http.port: \"70000\" is not allowed");
        program_close(&p);
    }
    unlink(path);
}

static void test_missing_packs_give_code_3(void **state) {
    (void)state;
    program p;
    program_run(&p, NULL, "run", "-s", "packs=/nonexistent", NULL);
    check_code(&p, 3);
    assert_contains(p.errors, "/nonexistent/fr.pack");
    program_close(&p);
    program_run(&p, NULL, "analyze", "-s", "languages=xx", "/dev/null", NULL);
    check_code(&p, 3);
    program_close(&p);
}

static void test_unknown_librdkafka_properties_give_code_3(void **state) {
    (void)state;
    program p;
    program_run(&p, NULL, "run", "-X", "frobnicate=1", "-s", "http.port=0", NULL);
    check_code(&p, 3);
    assert_contains(p.errors, "frobnicate");
    program_close(&p);
}

static void test_unreachable_brokers_give_code_4(void **state) {
    (void)state;
    program p;
    program_run(&p, NULL, "run", "-b", "127.0.0.1:1", "-s", "connect.timeout=1s", "-s", "http.port=0", NULL);
    check_code(&p, 4);
    assert_contains(p.errors, "\"event\":\"ended\"");
    assert_contains(p.errors, "\"status\":\"unreachable\"");
    program_close(&p);
    program_run(&p, NULL, "check-config", "-b", "127.0.0.1:1", "--timeout", "1s", NULL);
    check_code(&p, 4);
    assert_contains(p.output, "ERROR   brokers");
    program_close(&p);
}

static void test_check_config_shows_origins_and_hides_secrets(void **state) {
    (void)state;
    char path[64], secret[64], content[256];
    program_file(secret, "sesame-2\n");
    snprintf(content, sizeof content,
             "kafka.sasl.password = sesame-1\nkafka.ssl.key.password = @file:%s\ninput.topic = rohe.artikel\n", secret);
    program_file(path, content);
    setenv("DEPECHE_OUTPUT_TOPIC", "from.environment", 1);
    setenv("DEPECHE_KAFKA_SASL_OAUTHBEARER_CLIENT_SECRET", "sesame-3", 1);
    setenv("DEPECHE_NONSENSE", "1", 1);
    program p;
    program_run(&p, NULL, "check-config", "--offline", "-c", path, "-g", "mine", NULL);
    unsetenv("DEPECHE_OUTPUT_TOPIC");
    unsetenv("DEPECHE_KAFKA_SASL_OAUTHBEARER_CLIENT_SECRET");
    unsetenv("DEPECHE_NONSENSE");
    assert_contains(p.output, "environment variable DEPECHE_OUTPUT_TOPIC");
    assert_contains(p.output, "# flag -g");
    assert_contains(p.output, ":3\n");
    assert_contains(p.output, "(hidden)");
    assert_contains(p.output, "warning environment: environment variable DEPECHE_NONSENSE names no setting");
    assert_null(strstr(p.output, "sesame"));
    assert_null(strstr(p.errors, "sesame"));
    program_close(&p);
    unlink(path);
    unlink(secret);
}

static void test_secrets_are_refused_as_flags(void **state) {
    (void)state;
    program p;
    program_run(&p, NULL, "check-config", "--offline", "-X", "sasl.password=sesame", NULL);
    check_code(&p, 3);
    assert_contains(p.errors, "kafka.sasl.password is a secret");
    assert_null(strstr(p.errors, "sesame"));
    program_close(&p);
}

static void test_offline_check_of_the_defaults_is_well(void **state) {
    (void)state;
    program p;
    program_run(&p, NULL, "check-config", "--offline", NULL);
    check_code(&p, 0);
    assert_contains(p.output, "ok      language pack: \"fr\"");
    assert_contains(p.output, "ok      configuration");
    program_close(&p);
}

static void test_example_configuration_is_accepted_whole(void **state) {
    (void)state;
    program p;
    program_run(&p, NULL, "settings", "--properties", NULL);
    check_code(&p, 0);
    /* Every commented setting, uncommented. */
    char *file = calloc(1, p.output_size + 1);
    assert_non_null(file);
    size_t used = 0;
    for (char *line = strtok(p.output, "\n"); line; line = strtok(NULL, "\n")) {
        if (line[0] == '#' && line[1] != ' ' && line[1] && !strstr(line, "@file:")) {
            used += (size_t)sprintf(file + used, "%s\n", line + 1);
        }
    }
    char path[64];
    program_file(path, file);
    free(file);
    program check;
    program_run(&check, NULL, "check-config", "--offline", "-c", path, "-s", "kafka.sasl.mechanism=PLAIN", NULL);
    assert_string_equal(check.errors, "");
    assert_null(strstr(check.output, "# default"));
    program_close(&check);
    program_close(&p);
    unlink(path);
}

/* The content of a file of the source tree; NULL when it is not there. */
static char *source_file(const char *name) {
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", getenv("DEPECHE_SOURCE"), name);
    FILE *file = fopen(path, "rb");
    if (!file) return NULL;
    static char content[1 << 20];
    size_t got = fread(content, 1, sizeof content - 1, file);
    content[got] = '\0';
    fclose(file);
    return content;
}

/* Each documentation holds what the program writes of its settings, to the letter. */
static void test_documentation_has_the_table_of_settings(void **state) {
    (void)state;
    static const char *const documents[][2] = {
        {"README.md", "--markdown"}, {"deploy/depeche.properties", "--properties"}, {"deploy/man/depeche.1", "--man"}};
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
        const char *content = source_file(documents[i][0]);
        if (!content) fail_msg("there is no %s", documents[i][0]);
        program p;
        program_run(&p, NULL, "settings", documents[i][1], NULL);
        check_code(&p, 0);
        if (!strstr(content, p.output)) {
            fail_msg("%s does not hold what `depeche settings %s` writes: put it there", documents[i][0],
                     documents[i][1]);
        }
        program_close(&p);
    }
}

static void test_manual_names_every_command_and_option(void **state) {
    (void)state;
    const char *manual = source_file("deploy/man/depeche.1");
    assert_non_null(manual);
    for (const char *const *command = commands; *command; command++) {
        program p;
        char line[64];
        snprintf(line, sizeof line, ".Ss %s\n", *command);
        assert_contains(manual, line);
        program_run(&p, NULL, *command, "--help", NULL);
        for (const char *at = p.output; (at = strstr(at, " --")); at += 3) {
            size_t length = strspn(at + 3, "abcdefghijklmnopqrstuvwxyz-");
            if (at[3 + length] != ' ' && at[3 + length] != '\n') continue;
            snprintf(line, sizeof line, "Fl Fl %.*s", (int)length, at + 3);
            assert_contains(manual, line);
        }
        program_close(&p);
    }
}

static void test_output_to_a_full_disk_is_a_failure(void **state) {
    (void)state;
    if (access("/dev/full", W_OK) != 0) skip();
    char command[1200];
    snprintf(command, sizeof command, "%s help >/dev/full 2>&1", DEPECHE_PROGRAM);
    assert_int_equal(system(command) >> 8, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_help_fits_a_screen),
        cmocka_unit_test(test_help_and_version_have_their_usual_flags),
        cmocka_unit_test(test_misuse_gives_code_2_and_says_what_is_right),
        cmocka_unit_test(test_wrong_configuration_gives_code_3_and_all_problems),
        cmocka_unit_test(test_missing_packs_give_code_3),
        cmocka_unit_test(test_unknown_librdkafka_properties_give_code_3),
        cmocka_unit_test(test_unreachable_brokers_give_code_4),
        cmocka_unit_test(test_check_config_shows_origins_and_hides_secrets),
        cmocka_unit_test(test_secrets_are_refused_as_flags),
        cmocka_unit_test(test_offline_check_of_the_defaults_is_well),
        cmocka_unit_test(test_example_configuration_is_accepted_whole),
        cmocka_unit_test(test_documentation_has_the_table_of_settings),
        cmocka_unit_test(test_manual_names_every_command_and_option),
        cmocka_unit_test(test_output_to_a_full_disk_is_a_failure),
    };
    return cmocka_run_group_tests_name("cli commands", tests, NULL, NULL);
}
