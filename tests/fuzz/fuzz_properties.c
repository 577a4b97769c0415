/* A configuration file: its entries, and the settings that they make. */
#include "fuzz/target.h"
#include "ops/properties.h"
#include "ops/setting_list.h"
#include "ops/settings.h"
#include "text/utf8.h"

/* Whether the value refers to a file, of which the machine may have any. */
static bool is_file(dp_str value) {
    return dp_str_starts(value, DP_STR("@file:"));
}

static int on_entry(void *context, const dp_properties_entry *entry) {
    FUZZ_CHECK(dp_utf8_check(entry->name) == entry->name.len && dp_utf8_check(entry->value) == entry->value.len);
    FUZZ_CHECK(entry->line > 0);
    dp_settings *settings = context;
    size_t problems = dp_settings_problem_count(settings);
    if (is_file(entry->value)) return 0;
    int result = dp_settings_set(settings, entry->name, entry->value, DP_ORIGIN_FILE, "fuzz.properties:1");
    FUZZ_CHECK((result != 0) == (dp_settings_problem_count(settings) > problems));
    return 0;
}

static void check_settings(const dp_settings *settings) {
    for (int id = 0; id < DP_SETTING_COUNT; id++) {
        const dp_setting *setting = dp_setting_of((dp_setting_id)id);
        const char *text = dp_settings_text(settings, (dp_setting_id)id);
        int64_t number;
        FUZZ_CHECK(text && dp_settings_shown(settings, (dp_setting_id)id));
        FUZZ_CHECK(!*text || dp_setting_check(setting, (dp_str){text, strlen(text)}, &number));
    }
    for (size_t i = 0; i < dp_settings_kafka_count(settings); i++) {
        dp_kafka_property property = dp_settings_kafka(settings, i);
        FUZZ_CHECK(property.name && property.value && property.shown && property.place);
        bool secret = dp_settings_is_secret((dp_str){property.name, strlen(property.name)});
        /* A short one may be part of the words that stand for it. */
        if (secret && strlen(property.value) > 8) FUZZ_CHECK(!strstr(property.shown, property.value));
    }
    for (size_t i = 0; i < dp_settings_problem_count(settings); i++) FUZZ_CHECK(*dp_settings_problem(settings, i));
}

void fuzz_properties(dp_str input) {
    dp_str file = fuzz_copy(input);
    dp_settings *settings = dp_settings_new();
    FUZZ_CHECK(settings);
    dp_properties_error error = {0};
    int result = dp_properties_parse(file, on_entry, settings, &error);
    FUZZ_CHECK(result == 0 || (result == -1 && error.message && error.line > 0));
    check_settings(settings);
    dp_settings_close(settings);
    fuzz_free(file);
}
