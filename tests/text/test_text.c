#include "unit.h"

#include "base/memory.h"
#include "rules.h"
#include "text/utf8.h"

typedef struct cut {
    const char *text, *tokens;
} cut;

static void assert_cuts(const cut *cuts, size_t count) {
    dp_arena arena;
    dp_arena_init(&arena);
    for (size_t i = 0; i < count; i++) {
        dp_text text;
        assert_string_equal(cut_joined(&arena, cuts[i].text, 0, &text), cuts[i].tokens);
        dp_arena_reset(&arena);
    }
    dp_arena_close(&arena);
}

static void test_rules_of_these_tests_are_sorted(void **state) {
    (void)state;
    const dp_str *lists[] = {rule_abbreviations, rule_elisions, rule_clitics,  rule_whole,
                             rule_tails,         rule_finals,   rule_starters, rule_glued};
    size_t counts[] = {COUNT(rule_abbreviations), COUNT(rule_elisions), COUNT(rule_clitics),  COUNT(rule_whole),
                       COUNT(rule_tails),         COUNT(rule_finals),   COUNT(rule_starters), COUNT(rule_glued)};
    for (size_t l = 0; l < COUNT(lists); l++) {
        for (size_t i = 1; i < counts[l]; i++) assert_true(dp_str_compare(lists[l][i - 1], lists[l][i]) < 0);
    }
}

static void test_elided_words_are_cut_after_either_apostrophe(void **state) {
    (void)state;
    static const cut cuts[] = {
        {"l'eau d’Orient jusqu'à Lorsqu’ils", "l'|eau|d’|Orient|jusqu'|à|Lorsqu’|ils"},
        {"qu' il dit d'«oui» d’1,5", "qu'|il|dit|d'|«|oui|»|d’|1,5"},
        {"aujourd'hui prud’hommes Quelqu'un C'est-à-dire", "aujourd'hui|prud’hommes|Quelqu'un|C'est-à-dire"},
        {"O'Neill D'Artagnan Val-d'Oise l‘homme", "O'Neill|D'|Artagnan|Val-d'Oise|l‘|homme"},
        {"l'aujourd'hui n'est-ce", "l'|aujourd'hui|n'|est|-|ce"},
    };
    assert_cuts(cuts, COUNT(cuts));
}

static void test_inversions_are_cut_around_their_hyphen(void **state) {
    (void)state;
    static const cut cuts[] = {
        {"a-t-il dit", "a|-t-|il|dit"},
        {"soupire-t-elle avait-il", "soupire|-t-|elle|avait|-|il"},
        {"est-ce ce jour-là", "est|-|ce|ce|jour|-|là"},
        {"donne-le-moi allez-vous-en", "donne|-|le|-|moi|allez|-|vous|-|en"},
        {"rendez-vous Suivez-moi peut-être vice-président", "rendez-vous|Suivez-moi|peut-être|vice-président"},
        {"DIT-IL A-T-IL Sainte-Elle", "DIT|-|IL|A|-T-|IL|Sainte-Elle"},
        {"a\u2011t\u2011il", "a|\u2011t\u2011|il"},
    };
    assert_cuts(cuts, COUNT(cuts));
}

static void test_numbers_keep_their_groups_and_leave_their_units(void **state) {
    (void)state;
    static const cut cuts[] = {
        {"2 000 soldats, 12 345 678", "2 000|soldats|,|12 345 678"},
        {"2\u00A0000 et 2\u202F000", "2\u00A0000|et|2\u202F000"},
        {"25'000 et 25’000 fr.", "25'000|et|25’000|fr|."},
        {"3,5 1.234.567 1,234,567 3,5,7", "3,5|1.234.567|1,234,567|3,5|,|7"},
        {"en 2018 300 morts 2 0000", "en|2018|300|morts|2|0000"},
        {"14h30 20h 1er 20e 3ème 4G 5Go", "14h30|20h|1er|20e|3ème|4G|5|Go"},
        {"10km 50% 5€ 120'000fr 1,5M$", "10|km|50|%|5|€|120'000|fr|1,5|M|$"},
        {"3-0 2018-2019 16 et 17", "3|-|0|2018|-|2019|16|et|17"},
        {"-5 +3 45' ½ km² CO₂ n°5 41°", "-|5|+|3|45|'|½|km²|CO₂|n°|5|41|°"},
        {"12.05.2019 14:30 12/05", "12.05.2019|14|:|30|12|/|05"},
        {"1\t000", "1|000"},
    };
    assert_cuts(cuts, COUNT(cuts));
}

static void test_abbreviations_and_initials_keep_their_stop(void **state) {
    (void)state;
    static const cut cuts[] = {
        {"M. Macron, art. 5", "M.|Macron|,|art.|5"},
        {"J.-C. et U.S. et S.A.R.L et c.-à-d. un Ph.D. oui", "J.-C.|et|U.S.|et|S.A.R.L|et|c.-à-d.|un|Ph.D.|oui"},
        {"J. Dupont, agnès b., dit", "J.|Dupont|,|agnès|b.|,|dit"},
        {"étudiant.e.s et étudiant·e·s", "étudiant.e.s|et|étudiant·e·s"},
        {"H&M AT&T foo_bar", "H&M|AT&T|foo_bar"},
        {"il dort. bien", "il|dort|.|bien"},
        {"BlaBlaCar, McLean, ONULe, Le", "BlaBlaCar|,|McLean|,|ONULe|,|Le"},
        {"MM. Le Goff, la FR. Puis", "MM.|Le|Goff|,|la|FR|.\nPuis"},
    };
    assert_cuts(cuts, COUNT(cuts));
}

static void test_links_handles_and_hashtags_are_one_token(void **state) {
    (void)state;
    static const cut cuts[] = {
        {"http://a.b/c?d=e. Oui", "http://a.b/c?d=e|.\nOui"},
        {"(https://fr.wikipedia.org/wiki/A_(b))", "(|https://fr.wikipedia.org/wiki/A_(b)|)"},
        {"www.exemple.xyz et lemonde.fr/sport,", "www.exemple.xyz|et|lemonde.fr/sport|,"},
        {"jean-paul.dupont+x@exemple.fr.", "jean-paul.dupont+x@exemple.fr|."},
        {"@nom_1 #MeToo #1 @ # a@b", "@nom_1|#MeToo|#|1|@|#|a|@b"},
        {"http://", "http://"},
        {"pic.exemple.com/Ab1— Lui", "pic.exemple.com/Ab1|—|Lui"},
    };
    assert_cuts(cuts, COUNT(cuts));
}

static void test_signs_are_tokens_and_repeated_ones_are_one(void **state) {
    (void)state;
    static const cut cuts[] = {
        {"rien... quoi ?!! ---", "rien|...|quoi|?!!|---"},
        {"''mot'' <<mot>> ``mot``", "''|mot|''|<<|mot|>>|``|mot|``"},
        {">>> Lire <<ceci>>", ">>>|Lire|<<|ceci|>>"},
        {"(voir [ici])", "(|voir|[|ici|]|)"},
        {"a\u200Bb\uFEFFc", "a|b|c"},
    };
    assert_cuts(cuts, COUNT(cuts));
}

static dp_text text_of(dp_arena *arena, const char *string) {
    dp_text text;
    assert_int_equal(dp_text_cut(arena, &french, str_of(string), 0, &text), 0);
    return text;
}

static void test_kinds_and_flags_say_what_a_token_is(void **state) {
    (void)state;
    dp_arena arena;
    dp_arena_init(&arena);
    dp_text text = text_of(&arena, "« L'an 3 % @a #b x.fr J.-C. dit-il . €");
    static const uint8_t kinds[] = {DP_TOKEN_QUOTE,       DP_TOKEN_WORD,   DP_TOKEN_WORD,        DP_TOKEN_NUMBER,
                                    DP_TOKEN_SYMBOL,      DP_TOKEN_HANDLE, DP_TOKEN_HASHTAG,     DP_TOKEN_LINK,
                                    DP_TOKEN_WORD,        DP_TOKEN_WORD,   DP_TOKEN_PUNCTUATION, DP_TOKEN_WORD,
                                    DP_TOKEN_PUNCTUATION, DP_TOKEN_SYMBOL};
    assert_int_equal(text.token_count, COUNT(kinds));
    for (size_t i = 0; i < COUNT(kinds); i++) assert_int_equal(text.tokens[i].kind, kinds[i]);
    assert_int_equal(text.tokens[0].flags, DP_TOKEN_PARAGRAPH_START | DP_TOKEN_SENTENCE_START);
    assert_int_equal(text.tokens[1].flags, DP_TOKEN_ELIDED | DP_TOKEN_SPACE_BEFORE);
    assert_int_equal(text.tokens[2].flags, 0);
    assert_int_equal(text.tokens[8].flags, DP_TOKEN_ABBREVIATION | DP_TOKEN_SPACE_BEFORE);
    assert_int_equal(text.tokens[10].flags, DP_TOKEN_BRIDGE);
    assert_int_equal(text.tokens[11].flags, DP_TOKEN_CLITIC);
    dp_arena_close(&arena);
}

static void test_casing_looks_at_the_parts_of_a_word(void **state) {
    (void)state;
    static const struct {
        const char *word;
        dp_casing casing;
    } words[] = {{"mot", DP_CASING_LOWER},           {"Mot", DP_CASING_CAPITAL},     {"À", DP_CASING_CAPITAL},
                 {"ONU", DP_CASING_UPPER},           {"McDonald", DP_CASING_MIXED},  {"iPhone", DP_CASING_MIXED},
                 {"Saint-Denis", DP_CASING_CAPITAL}, {"O'Neill", DP_CASING_CAPITAL}, {"vice-Roi", DP_CASING_MIXED},
                 {"Çà", DP_CASING_CAPITAL},          {"12", DP_CASING_NONE},         {"文", DP_CASING_NONE},
                 {"ΑΒΓ", DP_CASING_UPPER},           {"J.-C.", DP_CASING_UPPER}};
    dp_arena arena;
    dp_arena_init(&arena);
    for (size_t i = 0; i < COUNT(words); i++) {
        dp_text text = text_of(&arena, words[i].word);
        assert_int_equal(text.token_count, 1);
        assert_int_equal(text.tokens[0].casing, words[i].casing);
    }
    dp_arena_close(&arena);
}

static void test_lower_is_folded_composed_and_plain(void **state) {
    (void)state;
    static const struct {
        const char *word, *lower;
    } words[] = {{"ÉLYSÉE", "élysée"},
                 {"E\u0301te\u0301", "été"},
                 {"L’", "l'"},
                 {"2\u202F000", "2 000"},
                 {"25’000", "25'000"},
                 {"co\u00ADopérer", "coopérer"},
                 {"Œuvre", "œuvre"},
                 {"Ÿ", "ÿ"},
                 {"ΑΒΓ", "αβγ"},
                 {"Saint\u2010Denis", "saint-denis"},
                 {"a\u200Db", "ab"},
                 {"ẞ", "ß"},
                 {"\u1E9B\u0323", "\u1E9B\u0323"},
                 {"A\u0327\u0301", "\u00E1\u0327"}};
    dp_arena arena;
    dp_arena_init(&arena);
    for (size_t i = 0; i < COUNT(words); i++) {
        dp_text text = text_of(&arena, words[i].word);
        assert_int_equal(text.token_count, 1);
        dp_str lower = text.tokens[0].lower;
        assert_int_equal(lower.len, strlen(words[i].lower));
        assert_memory_equal(lower.at, words[i].lower, lower.len);
    }
    dp_arena_close(&arena);
}

static void test_lower_of_a_lower_word_is_the_text_itself(void **state) {
    (void)state;
    const char *string = "l'été dernier 1,5";
    dp_arena arena;
    dp_arena_init(&arena);
    dp_text text = text_of(&arena, string);
    for (uint32_t i = 0; i < text.token_count; i++) {
        assert_ptr_equal(text.tokens[i].lower.at, string + text.tokens[i].byte_start);
    }
    dp_arena_close(&arena);
}

static void test_offsets_count_bytes_and_code_points(void **state) {
    (void)state;
    const char *string = "\u00A0É\u00A0«😀été» 𝒜";
    dp_arena arena;
    dp_arena_init(&arena);
    dp_text text = text_of(&arena, string);
    assert_int_equal(text.chars, dp_utf8_length(str_of(string)));
    static const uint32_t chars[][2] = {{1, 2}, {3, 4}, {4, 5}, {5, 8}, {8, 9}, {10, 11}};
    assert_int_equal(text.token_count, COUNT(chars));
    for (size_t i = 0; i < COUNT(chars); i++) {
        assert_int_equal(text.tokens[i].char_start, chars[i][0]);
        assert_int_equal(text.tokens[i].char_end, chars[i][1]);
    }
    depeche_span span = dp_text_span(&text, (dp_range){1, 5});
    assert_int_equal(span.start, 3);
    assert_int_equal(span.end, 9);
    assert_int_equal(span.byte_end - span.byte_start, strlen("«😀été»"));
    span = dp_text_span(&text, (dp_range){2, 2});
    assert_int_equal(span.start, 4);
    assert_int_equal(span.end, 4);
    assert_int_equal(dp_text_span(&text, (dp_range){6, 6}).end, 0);
    dp_arena_close(&arena);
}

static void test_title_is_counted_in_sentences(void **state) {
    (void)state;
    dp_arena arena;
    dp_arena_init(&arena);
    dp_text text;
    assert_string_equal(cut_joined(&arena, "Un titre. Suite\n\nLe corps.", strlen("Un titre. Suite"), &text),
                        "Un|titre|.\nSuite\nLe|corps|.");
    assert_int_equal(text.title_sentences, 2);
    assert_int_equal(text.paragraph_count, 2);
    assert_string_equal(cut_joined(&arena, "Seul", 4, &text), "Seul");
    assert_int_equal(text.title_sentences, 1);
    assert_string_equal(cut_joined(&arena, "Titre le corps", 5, &text), "Titre\nle|corps");
    assert_int_equal(text.title_sentences, 1);
    dp_arena_close(&arena);
}

static void test_empty_text_has_nothing(void **state) {
    (void)state;
    dp_arena arena;
    dp_arena_init(&arena);
    static const char *const blanks[] = {"", "   ", "\n\n\r\n", "\u00AD\u200E"};
    for (size_t i = 0; i < COUNT(blanks); i++) {
        dp_text text = text_of(&arena, blanks[i]);
        assert_int_equal(text.token_count, 0);
        assert_int_equal(text.sentence_count, 0);
        assert_int_equal(text.paragraph_count, 0);
        assert_int_equal(text.title_sentences, 0);
    }
    dp_arena_close(&arena);
}

static void test_no_rules_at_all_cut_by_signs_alone(void **state) {
    (void)state;
    dp_token_rules none = {0};
    dp_arena arena;
    dp_arena_init(&arena);
    dp_text text;
    assert_int_equal(dp_text_cut(&arena, &none, DP_STR("l'eau a-t-il 1er M. X"), 0, &text), 0);
    assert_int_equal(text.token_count, 6);
    dp_arena_close(&arena);
}

static void test_every_failed_allocation_is_reported(void **state) {
    (void)state;
    char big[300000];
    for (size_t i = 0; i < sizeof big; i++) big[i] = "É.\n "[i % 5];
    unsigned long failures = 0;
    for (unsigned long at = 1;; at++) {
        dp_arena arena;
        dp_arena_init(&arena);
        dp_text text;
        dp_memory_fail_at(at);
        int result = dp_text_cut(&arena, &french, (dp_str){big, sizeof big}, 0, &text);
        dp_memory_fail_at(0);
        dp_arena_close(&arena);
        if (result == 0) break;
        assert_int_equal(result, -1);
        failures++;
    }
    assert_true(failures > 1);
}

static void test_warm_arena_takes_nothing(void **state) {
    (void)state;
    dp_arena arena;
    dp_arena_init(&arena);
    text_of(&arena, "Le Président a-t-il dit « Non » À L’ÉTÉ ?");
    dp_arena_reset(&arena);
    dp_memory_fail_at(1);
    dp_text text;
    int result = dp_text_cut(&arena, &french, DP_STR("Le Président a-t-il dit « Non » À L’ÉTÉ ?"), 0, &text);
    dp_memory_fail_at(0);
    assert_int_equal(result, 0);
    dp_arena_close(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rules_of_these_tests_are_sorted),
        cmocka_unit_test(test_elided_words_are_cut_after_either_apostrophe),
        cmocka_unit_test(test_inversions_are_cut_around_their_hyphen),
        cmocka_unit_test(test_numbers_keep_their_groups_and_leave_their_units),
        cmocka_unit_test(test_abbreviations_and_initials_keep_their_stop),
        cmocka_unit_test(test_links_handles_and_hashtags_are_one_token),
        cmocka_unit_test(test_signs_are_tokens_and_repeated_ones_are_one),
        cmocka_unit_test(test_kinds_and_flags_say_what_a_token_is),
        cmocka_unit_test(test_casing_looks_at_the_parts_of_a_word),
        cmocka_unit_test(test_lower_is_folded_composed_and_plain),
        cmocka_unit_test(test_lower_of_a_lower_word_is_the_text_itself),
        cmocka_unit_test(test_offsets_count_bytes_and_code_points),
        cmocka_unit_test(test_title_is_counted_in_sentences),
        cmocka_unit_test(test_empty_text_has_nothing),
        cmocka_unit_test(test_no_rules_at_all_cut_by_signs_alone),
        cmocka_unit_test(test_every_failed_allocation_is_reported),
        cmocka_unit_test(test_warm_arena_takes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
