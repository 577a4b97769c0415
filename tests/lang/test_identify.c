#include "unit.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "lang/identify.h"

enum { TEXT_MAX = 64 * 1024 };

/* The languages with test sentences of their own in languages/<code>.txt, one a line. */
static const char *const languages[] = {"ar", "bm", "ca", "de", "en", "es", "fr", "ht", "it", "kab", "ln",
                                        "nl", "oc", "pl", "pt", "ro", "ru", "sv", "sw", "tr", "wo",  "zh"};

static dp_str str_of(const char *string) {
    return (dp_str){string, strlen(string)};
}

static dp_str identified(const char *text) {
    return dp_language_identify(str_of(text), NULL);
}

static bool is(dp_str code, const char *wanted) {
    return dp_str_equal(code, str_of(wanted));
}

/* The sentences of a language, in `text`. */
static void read_sentences(const char *code, char *text) {
    const char *root = getenv("DEPECHE_SOURCE");
    char path[4096];
    snprintf(path, sizeof path, "%s/tests/lang/languages/%s.txt", root ? root : ".", code);
    FILE *file = fopen(path, "r");
    if (!file) fail_msg("cannot open %s", path);
    size_t length = fread(text, 1, TEXT_MAX - 1, file);
    fclose(file);
    assert_true(length > 0 && length < TEXT_MAX - 1);
    text[length] = '\0';
}

static void test_each_language_is_told_from_ten_sentences(void **state) {
    (void)state;
    static char text[TEXT_MAX];
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        float confidence;
        read_sentences(languages[i], text);
        dp_str code = dp_language_identify(str_of(text), &confidence);
        if (!is(code, languages[i])) fail_msg("%s taken for %.*s", languages[i], (int)code.len, code.at);
        assert_true(confidence > 0.25f && confidence <= 1.0f);
    }
}

static void test_single_sentences_are_mostly_told_and_never_taken_for_french(void **state) {
    (void)state;
    static char text[TEXT_MAX];
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        unsigned told = 0, all = 0;
        bool french = strcmp(languages[i], "fr") == 0;
        read_sentences(languages[i], text);
        for (char *rest = NULL, *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
            dp_str code = identified(line);
            if (is(code, "fr") != french) fail_msg("taken for %.*s: %s", (int)code.len, code.at, line);
            told += is(code, languages[i]);
            all++;
        }
        assert_true(all >= 10);
        if (told * 10 < all * 8) fail_msg("%s: %u of %u sentences told", languages[i], told, all);
    }
}

/* Whether the words of a language's file stand in byte order, each once. */
static bool is_sorted(const char *path) {
    char line[4096], before[4096] = "";
    bool sorted = true;
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        if (line[0] == '#' || line[0] == '@') continue;
        sorted = sorted && strcmp(before, line) < 0;
        memcpy(before, line, sizeof before);
    }
    fclose(file);
    return sorted;
}

static void test_words_of_all_languages_are_sorted(void **state) {
    (void)state;
    const char *root = getenv("DEPECHE_SOURCE");
    char folder[2048], path[4096];
    unsigned files = 0;
    snprintf(folder, sizeof folder, "%s/src/lang/languages", root ? root : ".");
    DIR *directory = opendir(folder);
    assert_non_null(directory);
    for (struct dirent *entry = readdir(directory); entry; entry = readdir(directory)) {
        if (entry->d_name[0] == '.') continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (!is_sorted(path)) fail_msg("%s is not sorted", path);
        files++;
    }
    closedir(directory);
    assert_true(files > 50);
}

static void test_scripts_of_one_language_tell_it_at_once(void **state) {
    (void)state;
    static const char *const texts[][2] = {{"こんにちは世界", "ja"}, {"안녕하세요", "ko"},     {"สวัสดี", "th"},
                                           {"Καλημέρα και", "el"},   {"שלום עולם", "he"},      {"ⵣⴰⵎⴰⵣⵉⵖⵜ", "zgh"},
                                           {"Привіт, це їжа", "uk"}, {"این را می گوید", "fa"}, {"ሰላም", "am"}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) assert_true(is(identified(texts[i][0]), texts[i][1]));
}

static void test_too_little_is_undetermined(void **state) {
    (void)state;
    static const char *const texts[] = {"",    "   ",          "12 345, 67 %", "Xyzzy", "Lukas Brnić",
                                        "😀 😀", "\u0301\u0301", "'’'"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        float confidence = 1;
        assert_true(is(dp_language_identify(str_of(texts[i]), &confidence), "und"));
        assert_true(confidence == 0.0f);
    }
}

static void test_names_alone_in_a_long_text_are_undetermined(void **state) {
    (void)state;
    assert_true(
        is(identified("Brnić Kovač Zxqw Plmk Wrtz Qwrt Bnmk Vxcz Kjhg Fdsq Lkjm Pqrw Xcvb Zmnb Qplk Wxyt Rtzu Gfhj "
                      "Vbnx Kqwz Mxcn Jklz Hgfw"),
           "und"));
}

static void test_the_main_script_decides_in_mixed_text(void **state) {
    (void)state;
    assert_true(
        is(identified("Le ministre a cité le proverbe « الصبر مفتاح الفرج » devant les députés de son parti."), "fr"));
    assert_true(is(identified("LE MAIRE A PROMIS UNE ÉCOLE, DIT-IL AUX HABITANTS"), "fr"));
    assert_true(is(identified("Le groupe « The Rolling Stones » a donné un concert à Paris."), "fr"));
}

static void test_only_the_head_of_a_long_text_counts(void **state) {
    (void)state;
    static char text[4 * DP_IDENTIFY_BYTES + 1];
    const char *french = "la maire dit qu'é", *english = "the mayor of this town was there and ";
    size_t length = 0;
    while (length + strlen(french) < DP_IDENTIFY_BYTES) {
        memcpy(text + length, french, strlen(french));
        length += strlen(french);
    }
    while (length < DP_IDENTIFY_BYTES - 1) text[length++] = ' ';
    memcpy(text + length, "é", 2); /* over the border */
    length += 2;
    while (length + strlen(english) < sizeof text) {
        memcpy(text + length, english, strlen(english));
        length += strlen(english);
    }
    text[length] = '\0';
    assert_true(is(identified(text), "fr"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_language_is_told_from_ten_sentences),
        cmocka_unit_test(test_single_sentences_are_mostly_told_and_never_taken_for_french),
        cmocka_unit_test(test_words_of_all_languages_are_sorted),
        cmocka_unit_test(test_scripts_of_one_language_tell_it_at_once),
        cmocka_unit_test(test_too_little_is_undetermined),
        cmocka_unit_test(test_names_alone_in_a_long_text_are_undetermined),
        cmocka_unit_test(test_the_main_script_decides_in_mixed_text),
        cmocka_unit_test(test_only_the_head_of_a_long_text_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
