#include "unit.h"

#include <stdlib.h>

#include "corpus/system.h"

/* What is written for a document, as a string to free. */
static char *written(const dp_system *system) {
    char *text = NULL;
    size_t size = 0;
    FILE *file = open_memstream(&text, &size);
    assert_non_null(file);
    assert_int_equal(dp_system_write(file, system), 0);
    assert_int_equal(fclose(file), 0);
    return text;
}

static void test_empty_document(void **state) {
    (void)state;
    dp_system system = {.id = DP_STR("a")};
    char *text = written(&system);
    assert_string_equal(text, "{\"id\": \"a\", \"entities\": [], \"claims\": [], \"check_worthy\": []}\n");
    free(text);
}

static void test_document_with_everything(void **state) {
    (void)state;
    dp_system_entity entity = {"PER", {1, 4, 0, 0}};
    depeche_span contents[] = {{5, 9, 0, 0}, {12, 20, 0, 0}}, cue = {10, 12, 0, 0};
    dp_system_claim claims[] = {
        {.contents = contents,
         .cues = &cue,
         .content_count = 2,
         .cue_count = 1,
         .has_source = true,
         .source = {1, 4, 0, 0},
         .who = DP_STR("Zoé \"la\" Brute\\")},
        {.contents = contents, .content_count = 1},
    };
    uint32_t worthy[] = {0, 7};
    dp_system system = {.id = DP_STR("x\n"),
                        .entities = &entity,
                        .claims = claims,
                        .check_worthy = worthy,
                        .entity_count = 1,
                        .claim_count = 2,
                        .check_worthy_count = 2};
    char *text = written(&system);
    assert_string_equal(text,
                        "{\"id\": \"x\\u000a\", \"entities\": [{\"type\": \"PER\", \"start\": 1, \"end\": 4}], "
                        "\"claims\": [{\"content\": [{\"start\": 5, \"end\": 9}, {\"start\": 12, \"end\": 20}], "
                        "\"cue\": [{\"start\": 10, \"end\": 12}], \"source\": {\"start\": 1, \"end\": 4}, "
                        "\"who\": \"Zoé \\\"la\\\" Brute\\\\\"}, "
                        "{\"content\": [{\"start\": 5, \"end\": 9}], \"cue\": [], \"source\": null, \"who\": null}], "
                        "\"check_worthy\": [0, 7]}\n");
    free(text);
}

static void test_full_disk_is_noticed(void **state) {
    (void)state;
    FILE *file = fopen("/dev/full", "w");
    if (!file) skip();
    setvbuf(file, NULL, _IONBF, 0);
    dp_system system = {.id = DP_STR("a")};
    assert_int_equal(dp_system_write(file, &system), -1);
    fclose(file);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_empty_document),
        cmocka_unit_test(test_document_with_everything),
        cmocka_unit_test(test_full_disk_is_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
