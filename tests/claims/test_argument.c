#include <stdio.h>

#include "claims/argument_rules.h"
#include "claims/reading.h"

static dp_cue cue_of(reading *r, const char *head) {
    dp_cues cues;
    uint32_t token = reading_token(r, head);
    assert_int_equal(dp_cues_find(&r->scene, &cues), 0);
    for (uint32_t c = 0; c < cues.count; c++) {
        if (cues.at[c].head == token) return cues.at[c];
    }
    fail_msg("%s is no candidate", head);
    return (dp_cue){0};
}

/* Labels the units that touch the words as one piece. */
static void label(reading *r, const dp_units *units, uint8_t *labels, const char *first, const char *last,
                  unsigned base) {
    uint32_t from = reading_token(r, first), to = reading_token(r, last);
    uint32_t start = UINT32_MAX, end = 0;
    for (uint32_t i = 0; i < units->count; i++) {
        if (units->at[i].tokens.end <= from || units->at[i].tokens.first > to) continue;
        if (start == UINT32_MAX) start = i;
        end = i;
    }
    assert_true(start <= end);
    for (uint32_t i = start; i <= end; i++) labels[i] = (uint8_t)(base + DP_PIECE_INNER);
    labels[start] = (uint8_t)(base + DP_PIECE_FIRST);
    labels[end] = (uint8_t)(base + (start == end ? DP_PIECE_ONLY : DP_PIECE_LAST));
}

/* Reads the arguments of the cue at `head` in a text, with labels of a content and of a source (NULL: none), each from
 * the first to the last of two words. */
static void read_arguments(reading *r, const char *marked, const char *head, const char *const content[2],
                           const char *const source[2], dp_arguments *arguments) {
    dp_units units;
    uint8_t labels[DP_UNITS_MAX] = {0};
    reading_open(r, marked, 0);
    dp_cue cue = cue_of(r, head);
    dp_units_cut(&r->scene, &cue, &units);
    label(r, &units, labels, content[0], content[1], DP_ARGUMENT_CONTENT);
    if (source) label(r, &units, labels, source[0], source[1], DP_ARGUMENT_SOURCE);
    dp_arguments_read(&r->scene, &cue, &units, labels, arguments);
}

/* Reads labels of one content, from the first to the last of two words, and checks content and source (NULL: any). */
static void check_read(const char *marked, const char *head, const char *first, const char *last, const char *content,
                       const char *source) {
    reading r;
    dp_arguments arguments;
    read_arguments(&r, marked, head, (const char *const[]){first, last}, NULL, &arguments);
    assert_int_equal(arguments.content_count, 1);
    assert_string_equal(reading_words(&r, arguments.contents[0]), content);
    if (source) assert_string_equal(reading_words(&r, arguments.source), source);
    reading_close(&r);
}

/* Reads labels of one content and a source, each from the first to the last of two words, and checks the source. */
static void check_source(const char *marked, const char *head, const char *const content[2],
                         const char *const source[2], const char *wanted) {
    reading r;
    dp_arguments arguments;
    read_arguments(&r, marked, head, content, source, &arguments);
    assert_string_equal(reading_words(&r, arguments.source), wanted);
    reading_close(&r);
}

/* Units of these numbers of tokens. */
static dp_units units_of(const uint32_t *tokens, uint32_t count) {
    dp_units units = {.count = count};
    for (uint32_t i = 0, first = 0; i < count; first += tokens[i++]) {
        units.at[i].tokens = (dp_range){first, first + tokens[i]};
    }
    return units;
}

/* The likeliest labels have the unit `likeliest` alone as content; what is chosen are the units whose letter is "x". */
static void check_choice(const uint32_t *tokens, const float *posteriors, uint32_t likeliest, const char *chosen,
                         float share) {
    uint32_t count = (uint32_t)strlen(chosen);
    uint8_t labels[DP_UNITS_MAX] = {0};
    dp_units units = units_of(tokens, count);
    if (likeliest < count) labels[likeliest] = DP_ARGUMENT_CONTENT + DP_PIECE_ONLY;
    assert_float_equal(dp_content_choose(&units, posteriors, labels), share, 1e-4f);
    for (uint32_t i = 0; i < count; i++) assert_int_equal(labels[i] >= DP_ARGUMENT_CONTENT, chosen[i] == 'x');
}

static void test_content_is_what_shares_most_with_the_right_one(void **state) {
    (void)state;
    const uint32_t single[] = {1, 1, 1}, uneven[] = {1, 1, 10};
    /* Of all units 1.8 / 3 are right, of two 1.5 / 2.3, of one 0.9 / 1.9. */
    check_choice(single, (const float[]){0.3f, 0.9f, 0.6f}, 1, "-xx", 1.5f / 2.3f);
    /* A long unit is worth more than two short ones. */
    check_choice(uneven, (const float[]){0.9f, 0.6f, 0.4f}, 0, "xxx", 5.5f / 12.0f);
    /* 1.32 / 2 is hardly more than 0.9 / 1.42. */
    check_choice(single, (const float[]){0.9f, 0.42f, 0.0f}, 0, "x--", 0.9f / 1.42f);
    /* There is always some. */
    check_choice(single, (const float[]){0.02f, 0.01f, 0.01f}, 3, "x--", 0.02f / 1.02f);
}

static void test_source_is_not_taken_for_content(void **state) {
    (void)state;
    const uint32_t tokens[] = {1, 1};
    const float posteriors[] = {0.3f, 0.05f};
    uint8_t labels[DP_UNITS_MAX] = {DP_ARGUMENT_SOURCE + DP_PIECE_ONLY};
    dp_units units = units_of(tokens, 2);
    assert_float_equal(dp_content_choose(&units, posteriors, labels), 0.05f / 1.3f, 1e-4f);
    assert_int_equal(labels[0], DP_ARGUMENT_SOURCE + DP_PIECE_ONLY);
    assert_int_equal(labels[1], DP_ARGUMENT_CONTENT + DP_PIECE_ONLY);
}

static void test_places_of_chosen_units_fit_together(void **state) {
    (void)state;
    const uint32_t tokens[] = {1, 1, 1, 1};
    const float posteriors[] = {0.9f, 0.9f, 0.9f, 0.1f};
    uint8_t labels[DP_UNITS_MAX] = {0, DP_ARGUMENT_CONTENT + DP_PIECE_ONLY, 0, DP_ARGUMENT_SOURCE + DP_PIECE_ONLY};
    dp_units units = units_of(tokens, 4);
    dp_content_choose(&units, posteriors, labels);
    assert_int_equal(labels[0], DP_ARGUMENT_CONTENT + DP_PIECE_FIRST);
    assert_int_equal(labels[1], DP_ARGUMENT_CONTENT + DP_PIECE_INNER);
    assert_int_equal(labels[2], DP_ARGUMENT_CONTENT + DP_PIECE_LAST);
    assert_int_equal(labels[3], DP_ARGUMENT_SOURCE + DP_PIECE_ONLY);
}

static void test_quotation_is_one_unit_over_several_sentences(void **state) {
    (void)state;
    reading r;
    dp_units units;
    reading_open(&r, "« Il pleut. Nous rentrons. Tout va bien », a dit Zoé.", 0);
    dp_cue cue = cue_of(&r, "dit");
    dp_units_cut(&r.scene, &cue, &units);
    assert_true(units.at[0].quote);
    assert_string_equal(reading_words(&r, units.at[0].tokens), "« Il pleut. Nous rentrons. Tout va bien »");
    assert_string_equal(reading_words(&r, units.at[units.head].tokens), "dit");
    reading_close(&r);
}

static void test_quotation_around_the_cue_is_cut_into_tokens(void **state) {
    (void)state;
    reading r;
    dp_units units;
    reading_open(&r, "« Nous sommes prêts, a assuré le ministre, et nous partons ».", 0);
    dp_cue cue = cue_of(&r, "assuré");
    dp_units_cut(&r.scene, &cue, &units);
    for (uint32_t i = 0; i < units.count; i++) assert_false(units.at[i].quote);
    reading_close(&r);
}

static void test_units_stop_at_the_sentence(void **state) {
    (void)state;
    reading r;
    dp_units units;
    reading_open(&r, "Il fait beau. Le maire dit que le pont est fermé. La pluie revient.", 0);
    dp_cue cue = cue_of(&r, "dit");
    dp_units_cut(&r.scene, &cue, &units);
    dp_range all = {units.at[0].tokens.first, units.at[units.count - 1].tokens.end};
    assert_string_equal(reading_words(&r, all), "Le maire dit que le pont est fermé.");
    reading_close(&r);
}

static void test_units_are_bounded_in_a_long_sentence(void **state) {
    (void)state;
    enum { WORDS = 3000 };
    char *long_text = test_malloc(WORDS * 5 + 64);
    size_t length = 0;
    for (int i = 0; i < WORDS; i++) length += (size_t)sprintf(long_text + length, "vent ");
    length += (size_t)sprintf(long_text + length, "dit ");
    for (int i = 0; i < 5; i++) length += (size_t)sprintf(long_text + length, "vent ");
    reading r;
    dp_units units;
    reading_open(&r, long_text, 0);
    dp_cue cue = cue_of(&r, "dit");
    dp_units_cut(&r.scene, &cue, &units);
    assert_int_equal(units.head, DP_UNITS_SIDE);
    assert_true(units.count <= DP_UNITS_MAX);
    reading_close(&r);
    test_free(long_text);
}

static void test_rules_let_a_piece_only_go_on_as_what_it_is(void **state) {
    (void)state;
    dp_label_rules rules;
    dp_argument_rules(&rules);
    const unsigned source = DP_ARGUMENT_SOURCE, content = DP_ARGUMENT_CONTENT;
    assert_true(rules.start[DP_ARGUMENT_NONE]);
    assert_true(rules.start[content + DP_PIECE_FIRST]);
    assert_false(rules.start[content + DP_PIECE_INNER]);
    assert_false(rules.end[content + DP_PIECE_FIRST]);
    assert_true(rules.end[content + DP_PIECE_ONLY]);
    assert_true(rules.follows[content + DP_PIECE_FIRST][content + DP_PIECE_LAST]);
    assert_false(rules.follows[content + DP_PIECE_FIRST][source + DP_PIECE_LAST]);
    assert_false(rules.follows[content + DP_PIECE_FIRST][DP_ARGUMENT_NONE]);
    assert_true(rules.follows[content + DP_PIECE_LAST][source + DP_PIECE_ONLY]);
    assert_false(rules.follows[DP_ARGUMENT_NONE][source + DP_PIECE_INNER]);
}

static void test_reading_leaves_out_the_full_stop_and_commas(void **state) {
    (void)state;
    reading r;
    dp_units units;
    uint8_t labels[DP_UNITS_MAX] = {0};
    dp_arguments arguments;
    reading_open(&r, "Le maire dit que le pont est fermé.", 0);
    dp_cue cue = cue_of(&r, "dit");
    dp_units_cut(&r.scene, &cue, &units);
    label(&r, &units, labels, "Le", "maire", DP_ARGUMENT_SOURCE);
    label(&r, &units, labels, "pont", ".", DP_ARGUMENT_CONTENT);
    dp_arguments_read(&r.scene, &cue, &units, labels, &arguments);
    assert_int_equal(arguments.content_count, 1);
    assert_string_equal(reading_words(&r, arguments.contents[0]), "pont est fermé");
    assert_string_equal(reading_words(&r, arguments.source), "Le maire");
    reading_close(&r);
}

static void test_contents_do_not_cut_names_and_dates(void **state) {
    (void)state;
    reading r;
    dp_units units;
    uint8_t labels[DP_UNITS_MAX] = {0};
    dp_arguments arguments;
    reading_open(&r, "Le maire annoncera {DATE:mercredi 4 juillet} le plan de la {ORG:Banque de France}.", 0);
    dp_cue cue = cue_of(&r, "annoncera");
    dp_units_cut(&r.scene, &cue, &units);
    label(&r, &units, labels, "4", "Banque", DP_ARGUMENT_CONTENT);
    dp_arguments_read(&r.scene, &cue, &units, labels, &arguments);
    assert_int_equal(arguments.content_count, 1);
    assert_string_equal(reading_words(&r, arguments.contents[0]), "le plan de la Banque de France");
    reading_close(&r);
}

static void test_reading_widens_an_incise_to_its_quotation(void **state) {
    (void)state;
    reading r;
    dp_units units;
    uint8_t labels[DP_UNITS_MAX] = {0};
    dp_arguments arguments;
    reading_open(&r, "« Il pleut. Nous sommes prêts, assure-t-il, et décidés. Partons ! »", 0);
    dp_cue cue = cue_of(&r, "assure");
    dp_units_cut(&r.scene, &cue, &units);
    label(&r, &units, labels, "il", "il", DP_ARGUMENT_SOURCE);
    label(&r, &units, labels, "Nous", "prêts", DP_ARGUMENT_CONTENT);
    label(&r, &units, labels, "et", "décidés", DP_ARGUMENT_CONTENT);
    dp_arguments_read(&r.scene, &cue, &units, labels, &arguments);
    assert_int_equal(arguments.content_count, 2);
    assert_string_equal(reading_words(&r, arguments.contents[0]), "« Il pleut. Nous sommes prêts");
    assert_string_equal(reading_words(&r, arguments.contents[1]), "et décidés. Partons ! »");
    reading_close(&r);
}

static void test_reading_takes_what_a_quotation_says_after_the_sentence_of_its_incise(void **state) {
    (void)state;
    reading r;
    dp_units units;
    uint8_t labels[DP_UNITS_MAX] = {0};
    dp_arguments arguments;
    reading_open(&r, "« Nous sommes prêts, assure Paul. Partons ! Vite. » Il sort.", 0);
    dp_cue cue = cue_of(&r, "assure");
    dp_units_cut(&r.scene, &cue, &units);
    label(&r, &units, labels, "Paul", "Paul", DP_ARGUMENT_SOURCE);
    label(&r, &units, labels, "«", "prêts", DP_ARGUMENT_CONTENT);
    dp_arguments_read(&r.scene, &cue, &units, labels, &arguments);
    assert_int_equal(arguments.content_count, 2);
    assert_string_equal(reading_words(&r, arguments.contents[0]), "« Nous sommes prêts");
    assert_string_equal(reading_words(&r, arguments.contents[1]), "Partons ! Vite. »");
    reading_close(&r);
}

static void test_reading_widens_a_tail_to_its_sentence(void **state) {
    (void)state;
    check_read("Le train fonctionne, tandis que le car attend, a rapporté l'agence.", "rapporté", "car", "attend",
               "Le train fonctionne, tandis que le car attend", "l'agence");
}

static void test_coordinated_verb_shares_its_subject(void **state) {
    (void)state;
    check_read("Les deux voisins ont discuté du pont et ont réaffirmé leur amitié.", "réaffirmé", "leur", "amitié",
               "leur amitié", "Les deux voisins");
}

static void test_apposition_stays_out_of_the_source(void **state) {
    (void)state;
    static const char *const texts[][2] = {
        {"{PER:Paul Roy}, chef du syndicat", "Paul Roy"},
        {"l'ouvrier {PER:Paul Roy}, de la mairie", "l'ouvrier Paul Roy"},
        {"le maire, {PER:Paul Roy}", "le maire, Paul Roy"},
        {"{PER:Paul Roy}, {PER:Zoé Blanc} et le maire", "Paul Roy, Zoé Blanc et le maire"},
        {"{PER:Paul Roy}, chef du syndicat et le maire", "Paul Roy, chef du syndicat et le maire"},
        {"{PER:Paul Roy}, avocat de la mère et de la sœur de {PER:Zoé Blanc}", "Paul Roy"},
        {"{PER:Paul Roy}, avocat du docteur {PER:Zoé Blanc}", "Paul Roy"},
        {"{PER:Paul Roy}, maire de Lyon et des élus", "Paul Roy, maire de Lyon et des élus"},
        {"{PER:Paul Roy}, maire de Lyon, et de nombreux élus", "Paul Roy, maire de Lyon, et de nombreux élus"},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        reading r;
        reading_open(&r, texts[i][0], 0);
        dp_range source = dp_source_without_apposition(&r.scene, (dp_range){0, r.text.token_count});
        assert_string_equal(reading_words(&r, source), texts[i][1]);
        reading_close(&r);
    }
}

static void test_gerund_has_the_subject_of_its_sentence(void **state) {
    (void)state;
    check_read("Le ministre choisit Rome, parlant d'un succès.", "parlant", "un", "succès", "un succès", "Le ministre");
}

static void test_joined_quotations_are_one_content(void **state) {
    (void)state;
    static const char *const texts[][2] = {
        {"Il dénonce « le bruit » et « les odeurs » du port.", "« le bruit » et « les odeurs »"},
        {"Il dénonce « le bruit », et la « saleté », ou « pire ».", "« le bruit », et la « saleté », ou « pire »"},
        {"Il dénonce « le bruit » et part « au calme ».", "« le bruit »"},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        check_read(texts[i][0], "dénonce", "bruit", "bruit", texts[i][1], NULL);
    }
}

static void test_joined_clauses_are_one_content(void **state) {
    (void)state;
    static const char *const texts[][2] = {
        {"Il dit que le pont ferme, et que ce bac part, avant midi.", "le pont ferme, et que ce bac part"},
        {"Il dit que le pont ferme mais que tout va et que rien ne part.",
         "le pont ferme mais que tout va et que rien ne part"},
        {"Il dit que le pont ferme et promet un bac.", "le pont ferme"},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        check_read(texts[i][0], "dit", "le", "ferme", texts[i][1], NULL);
    }
}

static void test_phrases_of_two_parts_are_kept_whole(void **state) {
    (void)state;
    static const char *const texts[][4] = {
        {"Il décrit la ville comme un désert.", "la", "ville", "la ville comme un désert"},
        {"Il décrit la ville comme « un désert » immense.", "la", "ville", "la ville comme « un désert »"},
        {"« Il décrit la ville comme “ un désert ” et part », dit Luc.", "la", "ville", "la ville comme “ un désert ”"},
        {"Il décrit ce lien entre le bruit et la fatigue, puis part.", "ce", "bruit",
         "ce lien entre le bruit et la fatigue"},
        {"Il décrit le bruit et part.", "le", "bruit", "le bruit"},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        check_read(texts[i][0], "décrit", texts[i][1], texts[i][2], texts[i][3], NULL);
    }
}

static void test_addressee_stays_out_of_the_source(void **state) {
    (void)state;
    check_source("Le pont est fermé, a indiqué un porte-parole à l'{ORG:AFP}.", "indiqué",
                 (const char *const[]){"Le", "fermé"}, (const char *const[]){"un", "AFP"}, "un porte-parole");
}

static void test_source_with_a_name_ends_with_it(void **state) {
    (void)state;
    static const char *const texts[][4] = {
        {"Le pont est fermé, a indiqué {PER:Jean Roy} à {LOC:Namur}.", "Jean", "Namur", "Jean Roy"},
        {"Le pont est fermé, a indiqué {PER:Jean Roy} sur une radio.", "Jean", "radio", "Jean Roy"},
        {"Le pont est fermé, a indiqué {PER:Jean Roy} du {ORG:PS}.", "Jean", "PS", "Jean Roy du PS"},
        {"Le pont est fermé, a indiqué le maire {PER:Li Jong Un} hier.", "le", "Jong", "le maire Li Jong Un"},
        {"Le pont est fermé, a indiqué le maire à {PER:Jean Roy}.", "le", "Roy", "le maire à Jean Roy"},
        {"Le pont est fermé, a indiqué {PER:Jean} sur ce point et {PER:Luc}.", "Jean", "Luc",
         "Jean sur ce point et Luc"},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        check_source(texts[i][0], "indiqué", (const char *const[]){"Le", "fermé"}, &texts[i][1], texts[i][3]);
    }
}

static void test_subject_of_a_passive_is_no_source(void **state) {
    (void)state;
    static const char *const texts[][4] = {
        {"Il a été décrit comme violent.", "décrit", "Il", ""},
        {"Il est décrit par le maire comme violent.", "décrit", "maire", "maire"},
        {"Il a décrit un homme violent.", "décrit", "Il", "Il"},
        {"Il est convenu que ce fut violent.", "convenu", "Il", "Il"},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        check_source(texts[i][0], texts[i][1], (const char *const[]){"violent", "violent"},
                     (const char *const[]){texts[i][2], texts[i][2]}, texts[i][3]);
    }
}

/* The tokens from the first to the last of these words. */
static dp_range stretch(reading *r, const char *first, const char *last) {
    return (dp_range){reading_token(r, first), reading_token(r, last) + 1};
}

/* Settles content (two pieces where `second` is not NULL) and source around a cue, and checks both. */
static void check_settled(const char *marked, const char *head, const char *const pieces[4],
                          const char *const source[2], const char *content, const char *found) {
    reading r;
    dp_units units;
    reading_open(&r, marked, 0);
    dp_cue cue = cue_of(&r, head);
    dp_arguments arguments = {.contents[0] = stretch(&r, pieces[0], pieces[1]), .content_count = 1};
    if (pieces[2]) arguments.contents[arguments.content_count++] = stretch(&r, pieces[2], pieces[3]);
    if (source[0]) arguments.source = stretch(&r, source[0], source[1]);
    dp_units_cut(&r.scene, &cue, &units);
    dp_contents_settle(&r.scene, &cue, &units, &arguments);
    dp_source_settle(&r.scene, &cue, &arguments);
    char joined[256] = "";
    for (uint32_t i = 0; i < arguments.content_count; i++) {
        if (i) strcat(joined, " | ");
        strcat(joined, reading_words(&r, arguments.contents[i]));
    }
    assert_string_equal(joined, content);
    if (found) assert_string_equal(reading_words(&r, arguments.source), found);
    if (!found) assert_true(arguments.source.first >= arguments.source.end);
    reading_close(&r);
}

static const char *const NO_SOURCE[2] = {NULL, NULL};

static void test_remark_on_the_source_is_no_content(void **state) {
    (void)state;
    const char *const pieces[4] = {"qui", "rouvre"}, *const source[2] = {"le", "comité"};
    check_settled("Selon le comité, qui siège à {LOC:Lyon}, la ligne rouvre.", "Selon", pieces, source,
                  "la ligne rouvre", "le comité");
}

static void test_addressee_is_no_content(void **state) {
    (void)state;
    const char *const pieces[4] = {"le", "vite"}, *const source[2] = {"Elle", "Elle"};
    check_settled("Elle exhorte le préfet à agir vite.", "exhorte", pieces, source, "agir vite", "Elle");
}

static void test_content_ends_at_a_semicolon(void **state) {
    (void)state;
    const char *const pieces[4] = {"la", "reste"}, *const source[2] = {"Elle", "Elle"};
    check_settled("Elle affirme que la ligne rouvre ; la gare reste fermée.", "affirme", pieces, source,
                  "la ligne rouvre", "Elle");
}

static void test_what_opens_the_sentence_ends_where_the_main_clause_begins(void **state) {
    (void)state;
    static const struct {
        const char *text, *cue, *first, *last, *content, *source;
    } cases[] = {
        {"Estimant que la ligne sera longue, elle refuse tout.", "Estimant", "la", "tout", "la ligne sera longue",
         "elle"},
        {"Dénonçant une ruse, le maire {PER:Luc Petit} a refusé.", "Dénonçant", "une", "refusé", "une ruse",
         "le maire Luc Petit"},
        {"Réclamant une aide, la ministre {DATE:hier} refuse tout.", "Réclamant", "une", "tout", "une aide",
         "la ministre"},
        {"Alors que le maire craint que la ligne soit longue, les trains roulent.", "craint", "la", "roulent",
         "la ligne soit longue", NULL},
        /* The comma closes what is put into the clause. */
        {"Estimant que la ligne, longue, sera utile, elle refuse tout.", "Estimant", "la", "tout",
         "la ligne, longue, sera utile", "elle"},
        /* No main clause follows. */
        {"Estimant que la ligne sera longue, que tout ferme.", "Estimant", "la", "ferme",
         "la ligne sera longue, que tout ferme", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *const pieces[4] = {cases[i].first, cases[i].last};
        check_settled(cases[i].text, cases[i].cue, pieces, NO_SOURCE, cases[i].content, cases[i].source);
    }
}

static void test_infinitive_ends_before_the_next_verb_of_its_subject(void **state) {
    (void)state;
    static const char *const pieces[4] = {"rouvrir", "tout"}, *const source[2] = {"Elle", "Elle"};
    check_settled("Elle propose de rouvrir la ligne, ne refuse pas tout.", "propose", pieces, source,
                  "rouvrir la ligne", "Elle");
    check_settled("Elle propose de rouvrir la ligne, la rue qui refuse tout.", "propose", pieces, source,
                  "rouvrir la ligne, la rue qui refuse tout", "Elle");
}

static void test_clause_before_the_cue_is_its_source_at_most(void **state) {
    (void)state;
    const char *const pieces[4] = {"La", "ministre", "une", "enquête"};
    check_settled("La ministre réclame une enquête.", "réclame", pieces, NO_SOURCE, "une enquête", "La ministre");
}

static void test_interrupted_clause_goes_on_behind_the_source(void **state) {
    (void)state;
    const char *const pieces[4] = {"L'", "État"}, *const source[2] = {"le", "ministre"};
    check_settled("L'État, avertit le ministre, ne paiera pas tout.", "avertit", pieces, source,
                  "L'État | ne paiera pas tout", "le ministre");
}

static void test_interrupted_content_goes_on_behind_the_comma(void **state) {
    (void)state;
    const char *const pieces[4] = {"Aucune", "banque", "plus", "paiements"}, *const source[2] = {"la", "ministre"};
    check_settled("Aucune banque, a précisé la ministre, ne veut plus garantir les paiements.", "précisé", pieces,
                  source, "Aucune banque | ne veut plus garantir les paiements", "la ministre");
}

static void test_colon_has_the_subject_of_its_sentence(void **state) {
    (void)state;
    const char *const pieces[4] = {"«", "»"};
    check_settled("Le docteur {PER:Morel} : « Nous sommes prêts »", ":", pieces, NO_SOURCE, "« Nous sommes prêts »",
                  "Le docteur Morel");
}

static void test_general_subject_is_where_it_speaks(void **state) {
    (void)state;
    const char *const pieces[4] = {"La", "rouvre"}, *const source[2] = {"on", "on"};
    check_settled("La ligne rouvre, souffle-t-on au ministère.", "souffle", pieces, source, "La ligne rouvre",
                  "ministère");
    check_settled("La ligne rouvre, souffle-t-on souvent.", "souffle", pieces, source, "La ligne rouvre", NULL);
}

static void test_clause_broken_off_behind_its_verb_goes_on(void **state) {
    (void)state;
    static const char *const texts[][5] = {
        {"Le maire a, selon le comité, refusé le plan.", "Le", "a", "comité", "Le maire a | refusé le plan"},
        {"Ils ont posé, selon le comité qui siège à {LOC:Lyon}, une question.", "Ils", "posé", "comité",
         "Ils ont posé | une question"},
        {"La ligne ouvrira, selon le comité, et le maire rira.", "La", "ouvrira", "comité", "La ligne ouvrira"},
        {"La ligne ouvrira, selon le comité.", "La", "ouvrira", "comité", "La ligne ouvrira"},
        {"Le maire a, selon le comité, qui siège à {LOC:Lyon}, refusé le plan.", "Le", "a", "comité",
         "Le maire a | refusé le plan"},
        {"Le pont a été, selon le comité, qui, hier encore, dirigeait la ville, fermé.", "Le", "été", "comité",
         "Le pont a été | fermé"},
        {"Une réussite, selon le comité, qui préfère le train.", "Une", "réussite", "comité", "Une réussite"},
        {"Faux, selon le comité, qui dit que, même tard, la ligne rouvre.", "Faux", "Faux", "comité", "Faux"},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *const pieces[4] = {texts[i][1], texts[i][2]}, *const source[2] = {"le", texts[i][3]};
        check_settled(texts[i][0], "selon", pieces, source, texts[i][4], "le comité");
    }
}

static void test_what_is_criticised_does_not_go_on_behind_its_critic(void **state) {
    (void)state;
    const char *const pieces[4] = {"Le", "détail"}, *const source[2] = {"le", "comité"};
    check_settled("Le plan, exposé en détail, est critiqué par le comité, qui voit une ruse.", "critiqué", pieces,
                  source, "Le plan, exposé en détail", "le comité");
    const char *const plan[4] = {"Le", "plan"};
    check_settled("Le plan, dénoncé par le comité, qui recrute, sera voté.", "dénoncé", plan, source, "Le plan",
                  "le comité");
}

static void test_conjunctions_and_brackets_are_no_part_of_the_source(void **state) {
    (void)state;
    const char *const pieces[4] = {"la", "rouvre"};
    const char *const led[2] = {"Mais", "Petit"}, *const conditional[2] = {"Si", "maire"};
    const char *const bracketed[2] = {"l'", "ministère"}, *const whole[2] = {"le", "Petit"};
    check_settled("Mais M. {PER:Petit} dit que la ligne rouvre.", "dit", pieces, led, "la ligne rouvre", "M. Petit");
    check_settled("Si le maire dit que la ligne rouvre.", "dit", pieces, conditional, "la ligne rouvre", "le maire");
    const char *const number[4] = {"cent", "cent"};
    check_settled("Ils sont cent (selon l'hôtel) au ministère de la rue.", "selon", number, bracketed, "cent",
                  "l'hôtel");
    check_settled("Hier le maire ({ORG:PS} (hier {ORG:SFIO})) {PER:Luc Petit} dit que la ligne rouvre.", "dit", pieces,
                  whole, "la ligne rouvre", "le maire (PS (hier SFIO)) Luc Petit");
    check_settled("Hier le maire ({ORG:PS}) {PER:Luc Petit} dit que la ligne rouvre.", "dit", pieces, whole,
                  "la ligne rouvre", "le maire (PS) Luc Petit");
}

static void test_subject_is_not_governed(void **state) {
    (void)state;
    static const char *const texts[][3] = {
        {"{PER:Anne}, reçue par le maire {PER:Luc Petit} dit que la ligne rouvre.", "le", "Anne"},
        {"La femme qui dormait dans le supermarché du {PER:Petit} dit que la ligne rouvre.", "le", "La femme"},
        {"Interrogé par le maire {PER:Luc Petit} dit que la ligne rouvre.", "le", "le maire Luc Petit"},
        {"Selon elle, le maire {PER:Luc Petit} dit que la ligne rouvre.", "le", "le maire Luc Petit"},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *const pieces[4] = {"la", "rouvre"}, *const source[2] = {texts[i][1], "Petit"};
        check_settled(texts[i][0], "dit", pieces, source, "la ligne rouvre", texts[i][2]);
    }
}

static void test_subject_may_stand_far_behind_its_verb(void **state) {
    (void)state;
    static const char *const texts[][2] = {
        {"« Non », a lancé à ses côtés {PER:Marc}, un voisin.", "Marc"},
        {"« Non », a lancé à l'{ORG:AFP}, photo à l'appui, le maire {PER:Luc Petit}.", "le maire Luc Petit"},
        {"« Non », a lancé devant {PER:Marc} et {PER:Zoé} la belle {PER:Anne Morel}.", "la belle Anne Morel"},
        {"« Non », a lancé devant l'avocat de {PER:Marc}.", NULL},
        {"« Non », a lancé dans la salle qui attend {PER:Marc}.", NULL},
        {"« Non », a lancé dans la rue parmi des amis {PER:Marc}.", NULL},
        {"« Non », a lancé dans la rue parmi ses amis {PER:Marc}.", NULL},
        {"« Non », a lancé hier au président {PER:Marc} une voisine.", NULL},
        {"« Non », a lancé hier en montrant {PER:Marc} du doigt une voisine.", NULL},
        {"« Non », a lancé hier devant « Les amours de {PER:Marc} vus » une voisine.", NULL},
        {"« Non », a lancé hier sous le nom de voisin « {PER:Marc} », un ami.", "Marc"},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *const pieces[4] = {"«", "»"};
        check_settled(texts[i][0], "lancé", pieces, NO_SOURCE, "« Non »", texts[i][1]);
    }
}

static void test_subject_may_stand_before_an_apposition(void **state) {
    (void)state;
    static const char *const texts[][2] = {
        {"À la gare, {PER:Marc}, un voisin de 64 ans, réclame une fontaine.", "Marc"},
        {"À la gare, le jeune {PER:Marc}, 64 ans, n'y réclame pas une fontaine.", "le jeune Marc"},
        {"À la gare de {PER:Marc}, sur le quai, réclame une fontaine.", NULL},
        {"À la gare, {PER:Zoé}, {PER:Marc}, deux voisins, réclament une fontaine.", NULL},
        {"À la gare que construit {PER:Marc}, qui dort, réclame une fontaine.", NULL},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *const pieces[4] = {"une", "fontaine"};
        bool several = strstr(texts[i][0], "réclament") != NULL;
        check_settled(texts[i][0], several ? "réclament" : "réclame", pieces, NO_SOURCE, "une fontaine", texts[i][1]);
    }
}

static void test_noun_phrase_before_a_participle_is_its_subject(void **state) {
    (void)state;
    static const char *const texts[][2] = {
        {"Ils marchent sous des banderoles réclamant une fontaine.", "des banderoles"},
        {"Il tombe sur un message public réclamant une fontaine.", "un message public"},
        {"Elle a reçu {PER:Luc Petit} réclamant une fontaine.", "Luc Petit"},
        {"Il a lu le mot de la préfète réclamant une fontaine.", NULL},
        {"Il a lu le message du maire réclamant une fontaine.", NULL},
        {"Il est parti très vite réclamant une fontaine.", NULL},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *const pieces[4] = {"une", "fontaine"};
        check_settled(texts[i][0], "réclamant", pieces, NO_SOURCE, "une fontaine", texts[i][1]);
    }
    const char *const pieces[4] = {"une", "fontaine"}, *const source[2] = {"le", "Petit"};
    check_settled("Hier le maire {PER:Luc Petit} réclamant une fontaine.", "réclamant", pieces, source, "une fontaine",
                  "le maire Luc Petit");
    const char *const part[2] = {"Petit", "Petit"};
    check_settled("Hier le maire {PER:Luc Petit} réclamant une fontaine.", "réclamant", pieces, part, "une fontaine",
                  "Luc Petit");
}

static void test_nobody_says_what_one_learns(void **state) {
    (void)state;
    const char *const pieces[4] = {"le", "ferme"}, *const source[2] = {"on", "on"};
    check_settled("Hier on apprend que le pont ferme.", "apprend", pieces, source, "le pont ferme", NULL);
    check_settled("Hier on raconte que le pont ferme.", "raconte", pieces, source, "le pont ferme", "on");
}

/* Checks the subject that the verb at `head` has from the main verb of its sentence (NULL: none). */
static void check_shared(const char *marked, const char *head, const char *wanted) {
    reading r;
    dp_arguments arguments = {.content_count = 0};
    reading_open(&r, marked, 0);
    dp_cue cue = cue_of(&r, head);
    dp_range source = dp_source_of_sentence(&r.scene, &cue, &arguments);
    if ((source.first < source.end) != (wanted != NULL)) fail_msg("%s", marked);
    if (wanted) assert_string_equal(reading_words(&r, source), wanted);
    reading_close(&r);
}

static void test_participle_shares_the_subject_of_its_sentence(void **state) {
    (void)state;
    check_shared("{PER:Luc Petit} a pris la parole, estimant que tout va.", "estimant", "Luc Petit");
    check_shared("Hier le maire {PER:Luc Petit}, 40 ans, a parlé, en estimant que tout va.", "estimant",
                 "le maire Luc Petit");
    check_shared("Elle ne s'est pas tue, estimant que tout va.", "estimant", "Elle");
    check_shared("Il faut agir, estimant que tout va.", "estimant", NULL);
    check_shared("C'est la règle, estimant que tout va.", "estimant", NULL);
    check_shared("{PER:Luc Petit} a vu des groupes estimant que tout va.", "estimant", NULL);
    check_shared("{PER:Luc Petit} a vu un élu qui part, estimant que tout va.", "estimant", NULL);
    check_shared("La lettre de {PER:Luc Petit} a plu, estimant que tout va.", "estimant", NULL);
    check_shared("{PER:Luc Petit} est venu car la ville a perdu, estimant que tout va.", "estimant", NULL);
    check_shared("{PER:Luc Petit} est venu mais a perdu, estimant que tout va.", "estimant", "Luc Petit");
    check_shared("Elle est absente, estimant que tout va.", "estimant", "Elle");
}

static void test_relative_pronoun_is_the_subject_of_its_verb(void **state) {
    (void)state;
    const char *const inquiry[4] = {"une", "enquête"}, *const idea[4] = {"Une", "idée"};
    const char *const mayor[2] = {"Le", "maire"}, *const him[2] = {"lui", "lui"}, *const those[2] = {"ceux", "ceux"};
    check_settled("Le maire a vu les élus qui réclament une enquête.", "réclament", inquiry, NO_SOURCE, "une enquête",
                  "qui");
    check_settled("Le maire, qui n'y réclame pas une enquête, part.", "réclame", inquiry, mayor, "une enquête", "qui");
    check_settled("Hier Le maire qui réclame une enquête.", "réclame", inquiry, mayor, "une enquête", "qui");
    check_settled("Qui réclame une enquête ?", "réclame", inquiry, NO_SOURCE, "une enquête", "Qui");
    check_settled("C'est lui qui réclame une enquête.", "réclame", inquiry, him, "une enquête", "lui");
    check_settled("Hier ceux qui réclament une enquête.", "réclament", inquiry, those, "une enquête", "ceux");
    check_settled("Une idée qui a été évoquée.", "évoquée", idea, NO_SOURCE, "Une idée", NULL); /* nobody's */
    check_settled("Avec l'élu à qui réclame une enquête le préfet.", "réclame", inquiry, NO_SOURCE, "une enquête",
                  NULL); /* he is asked */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_content_is_what_shares_most_with_the_right_one),
        cmocka_unit_test(test_source_is_not_taken_for_content),
        cmocka_unit_test(test_places_of_chosen_units_fit_together),
        cmocka_unit_test(test_quotation_is_one_unit_over_several_sentences),
        cmocka_unit_test(test_quotation_around_the_cue_is_cut_into_tokens),
        cmocka_unit_test(test_units_stop_at_the_sentence),
        cmocka_unit_test(test_units_are_bounded_in_a_long_sentence),
        cmocka_unit_test(test_rules_let_a_piece_only_go_on_as_what_it_is),
        cmocka_unit_test(test_reading_leaves_out_the_full_stop_and_commas),
        cmocka_unit_test(test_contents_do_not_cut_names_and_dates),
        cmocka_unit_test(test_reading_widens_an_incise_to_its_quotation),
        cmocka_unit_test(test_reading_takes_what_a_quotation_says_after_the_sentence_of_its_incise),
        cmocka_unit_test(test_reading_widens_a_tail_to_its_sentence),
        cmocka_unit_test(test_apposition_stays_out_of_the_source),
        cmocka_unit_test(test_gerund_has_the_subject_of_its_sentence),
        cmocka_unit_test(test_joined_quotations_are_one_content),
        cmocka_unit_test(test_joined_clauses_are_one_content),
        cmocka_unit_test(test_interrupted_content_goes_on_behind_the_comma),
        cmocka_unit_test(test_phrases_of_two_parts_are_kept_whole),
        cmocka_unit_test(test_coordinated_verb_shares_its_subject),
        cmocka_unit_test(test_remark_on_the_source_is_no_content),
        cmocka_unit_test(test_addressee_is_no_content),
        cmocka_unit_test(test_content_ends_at_a_semicolon),
        cmocka_unit_test(test_what_opens_the_sentence_ends_where_the_main_clause_begins),
        cmocka_unit_test(test_infinitive_ends_before_the_next_verb_of_its_subject),
        cmocka_unit_test(test_clause_before_the_cue_is_its_source_at_most),
        cmocka_unit_test(test_interrupted_clause_goes_on_behind_the_source),
        cmocka_unit_test(test_colon_has_the_subject_of_its_sentence),
        cmocka_unit_test(test_general_subject_is_where_it_speaks),
        cmocka_unit_test(test_clause_broken_off_behind_its_verb_goes_on),
        cmocka_unit_test(test_what_is_criticised_does_not_go_on_behind_its_critic),
        cmocka_unit_test(test_conjunctions_and_brackets_are_no_part_of_the_source),
        cmocka_unit_test(test_subject_is_not_governed),
        cmocka_unit_test(test_subject_may_stand_far_behind_its_verb),
        cmocka_unit_test(test_subject_may_stand_before_an_apposition),
        cmocka_unit_test(test_noun_phrase_before_a_participle_is_its_subject),
        cmocka_unit_test(test_nobody_says_what_one_learns),
        cmocka_unit_test(test_participle_shares_the_subject_of_its_sentence),
        cmocka_unit_test(test_relative_pronoun_is_the_subject_of_its_verb),
        cmocka_unit_test(test_addressee_stays_out_of_the_source),
        cmocka_unit_test(test_source_with_a_name_ends_with_it),
        cmocka_unit_test(test_subject_of_a_passive_is_no_source),
    };
    return cmocka_run_group_tests(tests, french_open_pack, french_close_pack);
}
