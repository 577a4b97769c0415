#include "unit.h"

#include "rules.h"

typedef struct cut {
    const char *text, *sentences; /* the sentences, separated by / */
} cut;

/* The sentences of a text as they stand in it, separated by /. */
static const char *sentences_of(dp_arena *arena, const char *string) {
    dp_text text;
    assert_int_equal(dp_text_cut(arena, &french, str_of(string), 0, &text), 0);
    char *joined = dp_arena_alloc(arena, strlen(string) + text.sentence_count + (size_t)1), *to = joined;
    for (uint32_t i = 0; i < text.sentence_count; i++) {
        dp_str sentence = dp_text_range(&text, text.sentences[i].tokens);
        if (i > 0) *to++ = '/';
        memcpy(to, sentence.at, sentence.len);
        to += sentence.len;
    }
    *to = '\0';
    return joined;
}

static void assert_cuts(const cut *cuts, size_t count) {
    dp_arena arena;
    dp_arena_init(&arena);
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(sentences_of(&arena, cuts[i].text), cuts[i].sentences);
        dp_arena_reset(&arena);
    }
    dp_arena_close(&arena);
}

static void test_end_marks_cut(void **state) {
    (void)state;
    static const cut cuts[] = {
        {"Un. Deux ! Trois ? Quatre… Cinq... Six", "Un./Deux !/Trois ?/Quatre…/Cinq.../Six"},
        {"Quoi ?! Non.", "Quoi ?!/Non."},
        {"Il est parti.Le train aussi.", "Il est parti./Le train aussi."},
        {"Il vient en 2013.Elle part.", "Il vient en 2013./Elle part."},
        {"Fin. 12 morts.", "Fin./12 morts."},
    };
    assert_cuts(cuts, COUNT(cuts));
}

static void test_what_goes_on_small_is_not_cut(void **state) {
    (void)state;
    static const cut cuts[] = {
        {"Quoi ! s'écria-t-il. Rien", "Quoi ! s'écria-t-il./Rien"},
        {"« Non. » a-t-il dit. Oui", "« Non. » a-t-il dit./Oui"},
        {"« Viens ! » — dit-il", "« Viens ! » — dit-il"},
        {"Il a… hésité", "Il a… hésité"},
        {"« Quoi ? », dit-il", "« Quoi ? », dit-il"},
        {"Femmes ! , qui", "Femmes ! , qui"},
    };
    assert_cuts(cuts, COUNT(cuts));
}

static void test_abbreviations_do_not_cut_but_final_ones_do(void **state) {
    (void)state;
    static const cut cuts[] = {
        {"M. Le Pen dit. Bien", "M. Le Pen dit./Bien"},
        {"L'art. 5 reste. L'art. Puis", "L'art. 5 reste./L'art./Puis"},
        {"Des pommes, etc. La suite", "Des pommes, etc./La suite"},
        {"Avec J. Le Goff et K. Marx.", "Avec J. Le Goff et K. Marx."},
        {"Odile B. a vu Luc T. Il dit", "Odile B. a vu Luc T./Il dit"},
        {"Les rayons X. Une première", "Les rayons X./Une première"},
        {"Le livret A.", "Le livret A."},
        {"Il est 20 h. Marie vient", "Il est 20 h./Marie vient"},
        {"En 50 av. J.-C. César", "En 50 av. J.-C. César"},
    };
    assert_cuts(cuts, COUNT(cuts));
}

static void test_a_word_that_opens_a_sentence_is_cut_from_the_one_before(void **state) {
    (void)state;
    static const cut cuts[] = {
        {"Il part au CanadaLe train va", "Il part au Canada/Le train va"},
        {"Fin du débat à NancyL’homme dort", "Fin du débat à Nancy/L’homme dort"},
        {"Un coup d'éclatIl part. DIT-IL", "Un coup d'éclat/Il part./DIT-IL"},
        {"LeMonde et YouTube", "LeMonde et YouTube"},
    };
    assert_cuts(cuts, COUNT(cuts));
}

static void test_closing_marks_stay_with_their_sentence(void **state) {
    (void)state;
    static const cut cuts[] = {
        {"« Je viens. Tu pars. » Elle rit.", "« Je viens./Tu pars. »/Elle rit."},
        {"\"Je viens. Tu pars.\" Elle rit.", "\"Je viens./Tu pars.\"/Elle rit."},
        {"\"Un.\"Deux", "\"Un.\"/Deux"},
        {"Un. \"Deux.\"", "Un./\"Deux.\""},
        {"(Il vient.) Bien. (Lui aussi.)", "(Il vient.)/Bien./(Lui aussi.)"},
        {"“Un.” Deux.” Trois", "“Un.”/Deux.”/Trois"},
        {"Il dit. « oui » enfin", "Il dit./« oui » enfin"},
    };
    assert_cuts(cuts, COUNT(cuts));
}

static void test_lists_dialogues_and_omissions(void **state) {
    (void)state;
    static const cut cuts[] = {
        {"1. Le projet. 2. Autre", "1. Le projet./2. Autre"},
        {"— Bonjour. — Salut.", "— Bonjour./— Salut."},
        {"• Un • deux", "• Un/• deux"},
        {"Un [...] Deux (…) Trois", "Un [...] Deux (…) Trois"},
        {"(ATS) - Un avion. - Un train", "(ATS) - Un avion./- Un train"},
    };
    assert_cuts(cuts, COUNT(cuts));
}

static void test_embedded_messages_end_at_their_links_and_signatures(void **state) {
    (void)state;
    static const cut cuts[] = {
        {"Vu pic.twitter.com/a1 Le pont", "Vu pic.twitter.com/a1/Le pont"},
        {"Vu pic.twitter.com/a1 « Le pont »", "Vu pic.twitter.com/a1/« Le pont »"},
        {"Dit \"vu pic.twitter.com/a1 \" et part", "Dit \"vu pic.twitter.com/a1 \" et part"},
        {"Vu sur https://valmer.fr Mme Roy", "Vu sur https://valmer.fr Mme Roy"},
        {"La société valmer.fr SA paie", "La société valmer.fr SA paie"},
        {"Lu sur www.valmer.fr le soir", "Lu sur www.valmer.fr le soir"},
        {"Fini— Valmer (@valmer) 3 février 2019 Le pont", "Fini— Valmer (@valmer) 3 février 2019/Le pont"},
        {"Fini— Valmer (@valmer) February 3, 2019 Le pont", "Fini— Valmer (@valmer) February 3, 2019/Le pont"},
        {"Le maire (@valmer) a parlé de 2019 hier", "Le maire (@valmer) a parlé de 2019 hier"},
        {"Le maire (@valmer) a parlé du budget de 2019", "Le maire (@valmer) a parlé du budget de 2019"},
        {"Le pont — fermé par la ville (@valmer) en 2019 — rouvre", "Le pont — fermé par la ville (@valmer) en 2019 — rouvre"},
        {"@valmer 3 février 2019 Le pont (@valmer", "@valmer 3 février 2019 Le pont (@valmer"},
    };
    assert_cuts(cuts, COUNT(cuts));
}

static void test_line_ends_are_paragraphs(void **state) {
    (void)state;
    dp_arena arena;
    dp_arena_init(&arena);
    dp_text text;
    const char *string =
        "Un\nDeux. Trois\r\n\r\n quatre\u2028cinq\xC2\x85"
        "six";
    assert_int_equal(dp_text_cut(&arena, &french, str_of(string), 0, &text), 0);
    assert_int_equal(text.paragraph_count, 5);
    assert_int_equal(text.sentence_count, 6);
    assert_int_equal(text.paragraphs[1].sentences.first, 1);
    assert_int_equal(text.paragraphs[1].sentences.end, 3);
    for (uint32_t i = 0; i < text.sentence_count; i++) {
        dp_range tokens = text.sentences[i].tokens;
        assert_true(tokens.first < tokens.end);
        assert_int_equal(tokens.first, i ? text.sentences[i - 1].tokens.end : 0);
        assert_true(text.tokens[tokens.first].flags & DP_TOKEN_SENTENCE_START);
        assert_int_equal(text.tokens[tokens.end - 1].sentence, i);
    }
    assert_true(text.tokens[text.sentences[3].tokens.first].flags & DP_TOKEN_PARAGRAPH_START);
    dp_arena_close(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_end_marks_cut),
        cmocka_unit_test(test_what_goes_on_small_is_not_cut),
        cmocka_unit_test(test_abbreviations_do_not_cut_but_final_ones_do),
        cmocka_unit_test(test_a_word_that_opens_a_sentence_is_cut_from_the_one_before),
        cmocka_unit_test(test_closing_marks_stay_with_their_sentence),
        cmocka_unit_test(test_lists_dialogues_and_omissions),
        cmocka_unit_test(test_embedded_messages_end_at_their_links_and_signatures),
        cmocka_unit_test(test_line_ends_are_paragraphs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
