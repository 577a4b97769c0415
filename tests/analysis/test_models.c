/* Packs whose models are not of this engine. */
#include "french.h"

#include <stdio.h>
#include <string.h>

#include "analysis/models.h"
#include "lang/compiler/link.h"
#include "lang/tiny.h"

static depeche_status open_with(const char *folder, const char *section, depeche_error *error) {
    char part[TINY_PATH + 64];
    const char *parts[] = {part};
    depeche_pack *pack;
    snprintf(part, sizeof part, "%s=%s", section, tiny_path(folder, "model"));
    assert_int_equal(dp_link(tiny_path(folder, "base.pack"), parts, 1, tiny_path(folder, "tiny.pack"), error), 0);
    assert_int_equal(depeche_pack_open(tiny_path(folder, "tiny.pack"), &pack, error), DEPECHE_OK);
    depeche_status status = dp_models_check(pack, error);
    depeche_analyzer *analyzer;
    assert_int_equal(depeche_analyzer_new((const depeche_pack *const[]){pack}, 1, &analyzer), status);
    depeche_analyzer_close(analyzer);
    depeche_pack_close(pack);
    return status;
}

static void test_models_of_another_version_are_refused_by_name(void **state) {
    (void)state;
    static const char *const sections[] = {"model.tagger",       "model.claims.argument", "model.claims.cue",
                                           "model.claims.loose", "model.claims.report",   "model.claims.speakers",
                                           "model.claims.worth"};
    char folder[TINY_PATH];
    tiny_make(folder);
    depeche_pack_close(tiny_open(folder));
    tiny_write(tiny_path(folder, "model"), "of another version", 18);
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
        depeche_error error = {0};
        assert_int_equal(open_with(folder, sections[i], &error), DEPECHE_ERROR_PACK_VERSION);
        if (!strstr(error.message, sections[i])) fail_msg("%s", error.message);
    }
    tiny_remove(folder);
}

/* A model of the built pack alone, which reads well. */
static void test_pack_with_some_models_of_claims_is_refused(void **state) {
    (void)state;
    char folder[TINY_PATH];
    depeche_error error = {0};
    tiny_make(folder);
    depeche_pack_close(tiny_open(folder));
    dp_str cue = dp_pack_section(french_pack, "model.claims.cue");
    assert_true(cue.len > 0);
    tiny_write(tiny_path(folder, "model"), cue.at, cue.len);
    assert_int_equal(open_with(folder, "model.claims.cue", &error), DEPECHE_ERROR_PACK_VERSION);
    if (strstr(error.message, "model.claims.cue")) fail_msg("%s", error.message);
    tiny_remove(folder);
}

static void test_packs_without_models_are_allowed(void **state) {
    (void)state;
    char folder[TINY_PATH];
    tiny_make(folder);
    depeche_pack *pack = tiny_open(folder);
    depeche_error error = {0};
    assert_int_equal(dp_models_check(pack, &error), DEPECHE_OK);
    depeche_pack_close(pack);
    tiny_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_models_of_another_version_are_refused_by_name),
        cmocka_unit_test(test_pack_with_some_models_of_claims_is_refused),
        cmocka_unit_test(test_packs_without_models_are_allowed),
    };
    return cmocka_run_group_tests_name("models", tests, french_open_pack, french_close_pack);
}
