#include <stdio.h>

#include "claims/reading.h"
#include "claims/speaker.h"

/* Begins to go through the claims of a text, of which nothing is covered. */
static void start(reading *r, dp_speakers *speakers) {
    dp_coverage *nothing = dp_arena_alloc(&r->arena, sizeof *nothing);
    assert_non_null(nothing);
    assert_int_equal(dp_coverage_init(&r->scene, nothing), 0);
    assert_int_equal(dp_speakers_init(&r->scene, &r->entities, nothing, speakers), 0);
}

/* Begins, and meets whoever stands before a token. */
static void start_at(reading *r, dp_speakers *speakers, uint32_t place) {
    start(r, speakers);
    dp_speakers_advance(speakers, place);
}

/* Begins, and compares the candidates for a source of these tokens. */
static void start_with(reading *r, dp_speakers *speakers, dp_range source) {
    dp_report report = {.arguments = {.source = source}};
    start_at(r, speakers, source.first);
    dp_speakers_compare(speakers, &report);
}

/* The number of the entity with this name. */
static uint32_t entity_of(const reading *r, const char *name) {
    uint32_t e = 0;
    while (e < r->entities.count && !dp_str_equal(r->entities.at[e].name, (dp_str){name, strlen(name)})) e++;
    assert_true(e < r->entities.count);
    return e;
}

static void test_source_names_its_last_person(void **state) {
    (void)state;
    reading r;
    dp_str name;
    reading_open(&r, "Le patron de la {ORG:SNCF}, {PER:Jean Morel}, parle.", 0);
    dp_range source = {0, reading_token(&r, "Morel") + 1};
    uint32_t entity = dp_speaker_named(&r.scene, &r.entities, source, &name);
    assert_true(dp_str_equal(name, DP_STR("Jean Morel")));
    assert_int_not_equal(entity, DEPECHE_NONE);
    assert_int_equal(r.entities.at[entity].type, DEPECHE_PERSON);
    reading_close(&r);
}

static void test_those_named_beside_the_speaker_say_it_too(void **state) {
    (void)state;
    static const struct {
        const char *source, *speaker, *joint;
    } cases[] = {
        {"{PER:Anne Morel} et {PER:Luc Petit} disent non.", "Luc Petit", "Anne Morel"},
        {"la députée {PER:Anne Morel}, le maire et {PER:Luc Petit} disent non.", "Luc Petit", "Anne Morel"},
        {"le porte-parole de {PER:Anne Morel} et {PER:Luc Petit} disent non.", "Luc Petit", ""},
        {"{ORG:SNCF} et {PER:Luc Petit} disent non.", "Luc Petit", ""},
        {"{ORG:SNCF} et {ORG:RATP} disent non.", "RATP", "SNCF"},
        {"{PER:Anne Morel}, dit {PER:Luc Petit}, disent non.", "Luc Petit", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reading r;
        dp_str name;
        uint32_t joint[DP_JOINT_MAX];
        reading_open(&r, cases[i].source, 0);
        dp_range source = {0, reading_token(&r, "disent")};
        uint32_t speaker = dp_speaker_named(&r.scene, &r.entities, source, &name);
        assert_true(dp_str_equal(name, (dp_str){cases[i].speaker, strlen(cases[i].speaker)}));
        uint32_t count = dp_speaker_joint(&r.scene, &r.entities, source, speaker, joint);
        assert_int_equal(count, cases[i].joint[0] != 0);
        dp_str other = {cases[i].joint, strlen(cases[i].joint)};
        if (count) assert_true(dp_str_equal(r.entities.at[joint[0]].name, other));
        assert_int_equal(dp_speaker_joint(&r.scene, &r.entities, source, DEPECHE_NONE, joint), 0);
        reading_close(&r);
    }
}

static void test_name_behind_a_comma_is_the_source_s(void **state) {
    (void)state;
    static const char *const texts[][2] = {
        {"Une association, {ORG:April}, juge.", "April"},
        {"Une association, l'{ORG:April}, juge.", "April"},
        {"Une association, chère à l'{ORG:April}, juge.", ""},
        {"Une association, l'{ORG:April} : « Non. »", "April"},
        {"Un expert, l'{ORG:April} juge.", ""},
        {"Un maire, du {ORG:PS}, juge.", ""},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        reading r;
        dp_str name;
        reading_open(&r, texts[i][0], 0);
        dp_speaker_named(&r.scene, &r.entities, (dp_range){0, 2}, &name);
        assert_true(dp_str_equal(name, (dp_str){texts[i][1], strlen(texts[i][1])}));
        reading_close(&r);
    }
}

static void test_source_without_a_name_names_nobody(void **state) {
    (void)state;
    reading r;
    dp_str name;
    reading_open(&r, "Le patron parle à {PER:Jean Morel}.", 0);
    assert_int_equal(dp_speaker_named(&r.scene, &r.entities, (dp_range){0, 2}, &name), DEPECHE_NONE);
    assert_int_equal(name.len, 0);
    reading_close(&r);
}

static void test_source_that_describes_an_entity_is_that_entity(void **state) {
    (void)state;
    reading r;
    reading_open(
        &r, "{PER:Serge Dassault} dirige le groupe {ORG:Dassault}. Le groupe recrute, dit le maire de {LOC:Lyon}.", 0);
    uint32_t group = reading_token(&r, "recrute") - 1;
    uint32_t entity = dp_speaker_described(&r.entities, (dp_range){group - 1, group + 1});
    assert_int_not_equal(entity, DEPECHE_NONE);
    assert_int_equal(r.entities.at[entity].type, DEPECHE_ORGANIZATION);
    assert_int_equal(dp_speaker_described(&r.entities, (dp_range){group, group + 1}), DEPECHE_NONE);
    uint32_t lyon = reading_token(&r, "Lyon");
    assert_int_equal(dp_speaker_described(&r.entities, (dp_range){lyon - 3, lyon + 1}), DEPECHE_NONE);
    assert_int_equal(dp_speaker_described(&r.entities, (dp_range){group, group}), DEPECHE_NONE);
    reading_close(&r);
}

static void test_candidates_are_those_met_last_first(void **state) {
    (void)state;
    reading r;
    dp_speakers speakers;
    reading_open(&r, "{PER:Anne Morel} et {PER:Luc Petit} dînent. {PER:Anne Morel} rit. Elle parle.", 0);
    start_at(&r, &speakers, reading_token(&r, "Elle"));
    assert_int_equal(speakers.recent_count, 2);
    assert_true(dp_str_equal(r.entities.at[speakers.recent[0]].name, DP_STR("Anne Morel")));
    assert_true(dp_str_equal(r.entities.at[speakers.recent[1]].name, DP_STR("Luc Petit")));
    reading_close(&r);
}

static void test_description_as_a_subject_is_met(void **state) {
    (void)state;
    static const struct {
        const char *text, *met;
    } cases[] = {
        {"{PER:Philippe} persiste. Le {ORG:Sénat} dort. Ce soir, le premier ministre a parlé.", "Philippe"},
        {"{PER:Philippe} persiste. Le {ORG:Sénat} dort. Le premier ministre, hier.", "Philippe"},
        {"{PER:Philippe} persiste. Le {ORG:Sénat} dort. Le ministre rit.", "Philippe"},
        {"{PER:Philippe} persiste. Le {ORG:Sénat} dort. La lettre au premier ministre a fuité.", "Sénat"},
        {"{PER:Philippe} persiste. Le {ORG:Sénat} dort. La lettre de la ministre a fuité.", "Sénat"},
        {"{PER:Philippe} persiste. Le {ORG:Sénat} dort. Le bruit a cessé.", "Sénat"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reading r;
        dp_speakers speakers;
        reading_open(&r, cases[i].text, 0);
        start_at(&r, &speakers, r.text.token_count);
        assert_int_equal(speakers.recent_count, 2);
        dp_str met = r.entities.at[speakers.recent[0]].name;
        assert_true(dp_str_equal(met, (dp_str){cases[i].met, strlen(cases[i].met)}));
        reading_close(&r);
    }
}

static void test_subjects_are_told_from_complements(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool subject;
    } cases[] = {
        {"Hier soir dans la ville {PER:Luc Petit} s'est exprimé.", true},
        {"Hier soir dans la ville, {PER:Luc Petit}, un voisin, est venu.", true},
        {"Hier soir dans la ville {PER:Luc Petit} qui dort est venu.", true},
        {"La ville accueillait hier soir {PER:Luc Petit} sans bruit.", false},
        {"Le texte voté hier soir par {PER:Luc Petit} est bon.", false},
        {"La ville a vu {PER:Anne Morel}, {PER:Luc Petit}, et les autres.", false},
        {"Avec son ami de toujours, {PER:Luc Petit}, la ville a changé.", false},
        {"La ville a vu {PER:Anne Morel} et {PER:Luc Petit} est venu.", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reading r;
        dp_speakers speakers;
        reading_open(&r, cases[i].text, 0);
        start_at(&r, &speakers, r.text.token_count);
        assert_int_equal(speakers.last_subject[entity_of(&r, "Luc Petit")] > 0, cases[i].subject);
        reading_close(&r);
    }
}

static void test_pronoun_of_the_narration_goes_on_about_its_subject(void **state) {
    (void)state;
    static const struct {
        const char *text, *met;
    } cases[] = {
        {"{PER:Luc Petit} est entré. Il a salué {PER:Jean Roux}. Il rit.", "Luc Petit"},
        {"{PER:Luc Petit} est entré. Il a salué {PER:Jean Roux}. Elle rit.", "Jean Roux"},
        {"{PER:Luc Petit} est entré. Il a salué {PER:Jean Roux}. Il faut rire.", "Jean Roux"},
        {"{PER:Luc Petit} est entré. Il a salué {PER:Jean Roux}. Il est possible de rire.", "Jean Roux"},
        {"{PER:Luc Petit} est entré. Il a salué {PER:Jean Roux}. Il est prudent.", "Luc Petit"},
        {"{PER:Luc Petit} est entré. Il a salué {PER:Jean Roux}. Il y avait du bruit.", "Jean Roux"},
        {"{PER:Luc Petit} est entré. Il a salué {PER:Jean Roux}. Il y travaille.", "Luc Petit"},
        {"{PER:Luc Petit} est entré. Il a salué {PER:Jean Roux}. Il s'agit d'un jeu.", "Jean Roux"},
        {"{PER:Luc Petit} est entré. Il a salué {PER:Jean Roux}. Il agit vite.", "Luc Petit"},
        {"{PER:Luc Petit} est entré. Il a salué {PER:Jean Roux}. Faut-il rire ?", "Jean Roux"},
        {"{PER:Anne Morel} est entrée. Elle a salué {PER:Jean Roux}. Elle est possible.", "Anne Morel"},
        {"{PER:Luc Petit} est entré. Il a salué {PER:Jean Roux}. « Il rit. »", "Jean Roux"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reading r;
        dp_speakers speakers;
        reading_open(&r, cases[i].text, 0);
        start_at(&r, &speakers, r.text.token_count);
        if (speakers.recent[0] != entity_of(&r, cases[i].met)) fail_msg("%s", cases[i].text);
        reading_close(&r);
    }
}

static void test_whoever_is_spoken_of_is_not_told_of(void **state) {
    (void)state;
    reading r;
    dp_speakers speakers;
    reading_open(&r, "{PER:Luc Petit} dit que {PER:Jean Roux} dort. « {PER:Anne Morel} rit. » Il part.", 0);
    uint32_t jean = reading_token(&r, "Jean"), end = reading_token(&r, "dort") + 1, he = reading_token(&r, "Il");
    dp_report report = {.arguments = {.contents = {{jean, end}}, .content_count = 1}};
    dp_coverage coverage;
    assert_int_equal(dp_coverage_init(&r.scene, &coverage), 0);
    dp_coverage_add(&r.scene, &coverage, (dp_range){jean, end}, DP_COVERED_CONTENT);
    assert_int_equal(dp_speakers_init(&r.scene, &r.entities, &coverage, &speakers), 0);
    dp_speakers_advance(&speakers, he);
    assert_int_equal(speakers.last_told[entity_of(&r, "Luc Petit")], 1);
    assert_int_equal(speakers.last_told[entity_of(&r, "Jean Roux")], 0);
    assert_int_equal(speakers.last_told[entity_of(&r, "Anne Morel")], 0);
    assert_int_equal(dp_speaker_subject_gap(&speakers, entity_of(&r, "Luc Petit"), he), 1);
    report.arguments.source = (dp_range){he, he + 1};
    assert_int_equal(dp_speaker_horizon(&report), jean); /* what one says does not name one */
    report.arguments.source = (dp_range){0, 2};
    assert_int_equal(dp_speaker_horizon(&report), 0);
    reading_close(&r);
}

static void test_office_means_whoever_is_known_by_it(void **state) {
    (void)state;
    static const struct {
        const char *text, *meant;
    } cases[] = {
        {"Le préfet {PER:Luc Petit} a vu {PER:Jean Roux}. Le préfet parle.", "Luc Petit"},
        {"Le préfet {PER:Luc Petit} a vu le préfet {PER:Jean Roux}. Le préfet parle.", NULL},
        {"Le voisin {PER:Luc Petit} a vu {PER:Jean Roux}. Le préfet parle.", NULL},
        {"{PER:Jean Roux} a vu la mer. Le préfet parle. Le préfet {PER:Luc Petit} rit.", "Luc Petit"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reading r;
        dp_speakers speakers;
        reading_open(&r, cases[i].text, 0);
        uint32_t verb = reading_token(&r, "parle");
        start_with(&r, &speakers, (dp_range){verb - 2, verb});
        uint32_t meant = cases[i].meant ? entity_of(&r, cases[i].meant) : DEPECHE_NONE;
        assert_int_equal(dp_speaker_by_role(&speakers), meant);
        reading_close(&r);
    }
}

static void test_known_role_may_be_unlike_the_description(void **state) {
    (void)state;
    reading r;
    dp_speakers speakers;
    reading_open(&r, "Le préfet {PER:Luc Petit} a vu {PER:Jean Roux}. Le pianiste parle.", 0);
    uint32_t verb = reading_token(&r, "parle");
    start_with(&r, &speakers, (dp_range){verb - 2, verb});
    for (uint32_t i = 0; i < 2; i++) {
        bool prefect = speakers.recent[i] == entity_of(&r, "Luc Petit");
        assert_int_equal(speakers.standings[i].role, prefect ? DP_ROLE_UNLIKE : DP_ROLE_NONE);
    }
    reading_close(&r);
}

static void test_relative_pronoun_means_the_name_before_it(void **state) {
    (void)state;
    static const char *const texts[][2] = {
        {"Elle a vu {PER:Luc Petit}, qui dit non.", "Luc Petit"},
        {"Elle a vu le maire {PER:Luc Petit} qui dit non.", "Luc Petit"},
        {"Elle a vu l'avocat de {PER:Luc Petit}, qui dit non.", ""},
        {"Elle a vu la lettre du maire {PER:Luc Petit}, qui dit non.", ""},
        {"Elle a vu le patron de la {ORG:SNCF}, qui dit non.", ""},
        {"Elle a vu un élu qui dit non.", ""},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        reading r;
        dp_str name;
        reading_open(&r, texts[i][0], 0);
        uint32_t who = reading_token(&r, "qui");
        dp_speaker_named(&r.scene, &r.entities, (dp_range){who, who + 1}, &name);
        assert_true(dp_str_equal(name, (dp_str){texts[i][1], strlen(texts[i][1])}));
        reading_close(&r);
    }
}

static void test_candidates_are_bounded(void **state) {
    (void)state;
    reading r;
    dp_speakers speakers;
    char text[2048];
    size_t length = 0;
    for (int i = 0; i < 26; i++) {
        length += (size_t)snprintf(text + length, sizeof text - length, "{PER:Anne %c%c%c} dort. ", 'A' + i, 'a' + i,
                                   'a' + i);
    }
    reading_open(&r, text, 0);
    start_at(&r, &speakers, r.text.token_count);
    assert_true(r.entities.count > DP_SPEAKERS_MAX);
    assert_int_equal(speakers.recent_count, DP_SPEAKERS_MAX);
    reading_close(&r);
}

static void test_history_remembers_the_last_two(void **state) {
    (void)state;
    reading r;
    dp_speakers speakers;
    reading_open(&r, "{PER:Anne Morel} et {PER:Luc Petit} dînent.", 0);
    start(&r, &speakers);
    dp_speakers_note(&speakers, 1, 0);
    dp_speakers_note(&speakers, 3, 1);
    dp_speakers_note(&speakers, 4, DEPECHE_NONE);
    assert_int_equal(speakers.last, 1);
    assert_int_equal(speakers.last_but_one, 0);
    assert_int_equal(speakers.claims_of[1], 1);
    reading_close(&r);
}

static void test_candidates_are_compared_with_the_source(void **state) {
    (void)state;
    reading r;
    dp_speakers speakers;
    reading_open(&r, "{PER:Anne Morel} et {PER:Luc Petit} dînent à la {ORG:SNCF}. Elle parle.", 0);
    uint32_t she = reading_token(&r, "Elle");
    start_with(&r, &speakers, (dp_range){she, she + 1});
    assert_int_equal(speakers.recent_count, 3);
    assert_int_equal(speakers.fitting, 1);
    for (uint32_t i = 0; i < 3; i++) {
        bool anne = dp_str_equal(r.entities.at[speakers.recent[i]].name, DP_STR("Anne Morel"));
        assert_int_equal(speakers.standings[i].fit_rank, anne ? 0 : DP_STANDING_NONE);
        assert_int_equal(speakers.standings[i].subject_rank, anne ? 0 : DP_STANDING_NONE);
    }
    reading_close(&r);
}

static void test_another_complement_is_another_kind(void **state) {
    (void)state;
    reading r;
    dp_speakers speakers;
    reading_open(
        &r, "L'agence de presse {ORG:Tanjug} publie. Selon l'agence de renseignement, tout va. L'agence de presse dit.",
        0);
    start(&r, &speakers);
    uint32_t other = reading_token(&r, "renseignement"), same = r.text.token_count - 3;
    assert_int_equal(r.entities.at[0].role_count, 1);
    dp_report report = {.arguments = {.source = {other - 3, other + 1}}};
    dp_speakers_advance(&speakers, other);
    dp_speakers_compare(&speakers, &report);
    assert_int_equal(speakers.standings[0].role, DP_ROLE_OTHER);
    report.arguments.source = (dp_range){same - 3, same + 1};
    dp_speakers_compare(&speakers, &report);
    assert_int_equal(speakers.standings[0].role, DP_ROLE_TOLD);
    reading_close(&r);
}

static void test_one_person_is_not_several(void **state) {
    (void)state;
    reading r;
    dp_speakers speakers;
    reading_open(&r, "{PER:Anne Morel} et la {ORG:SNCF} ont cédé. Ils parlent. Elle parle.", 0);
    uint32_t they = reading_token(&r, "Ils"), she = reading_token(&r, "Elle");
    dp_report report = {.arguments = {.source = {they, they + 1}}};
    start_at(&r, &speakers, they);
    dp_speakers_compare(&speakers, &report);
    assert_int_equal(speakers.recent_count, 2);
    for (uint32_t i = 0; i < 2; i++) {
        bool person = r.entities.at[speakers.recent[i]].type == DEPECHE_PERSON;
        assert_int_equal(dp_speakers_differ_in_number(&speakers, i), person);
    }
    report.arguments.source = (dp_range){she, she + 1};
    dp_speakers_compare(&speakers, &report);
    for (uint32_t i = 0; i < 2; i++) assert_false(dp_speakers_differ_in_number(&speakers, i));
    reading_close(&r);
}

static void test_a_relative_pronoun_has_the_number_of_its_verb(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool several;
    } cases[] = {
        {"{PER:Anne Morel} a vu des élus, qui disent non.", true},
        {"{PER:Anne Morel} a vu un élu, qui dit non.", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reading r;
        dp_speakers speakers;
        dp_cues cues;
        reading_open(&r, cases[i].text, 0);
        assert_int_equal(dp_cues_find(&r.scene, &cues), 0);
        uint32_t who = reading_token(&r, "qui"), c = 0;
        while (cues.at[c].tokens.first != who + 1) assert_true(++c < cues.count);
        dp_report report = {.cue = &cues.at[c], .arguments = {.source = {who, who + 1}}};
        start_at(&r, &speakers, who);
        dp_speakers_compare(&speakers, &report);
        assert_int_equal(dp_speakers_differ_in_number(&speakers, 0), cases[i].several);
        reading_close(&r);
    }
}

static void test_nobody_named_is_meant_by_who_alone(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool open;
    } cases[] = {
        {"Il a vu celui qui dit non.", false},
        {"Qui dit non ?", false},
        {"Il a vu l'élu qui dit non.", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reading r;
        reading_open(&r, cases[i].text, 0);
        uint32_t who = reading_token(&r, i == 1 ? "Qui" : "qui");
        assert_int_equal(dp_speaker_is_open(&r.scene, &r.entities, (dp_range){who, who + 1}), cases[i].open);
        reading_close(&r);
    }
}

/* The reference of the source of these tokens. */
static dp_reference reference_of(reading *r, dp_range source) {
    dp_speakers speakers;
    dp_report report = {.arguments = {.source = source}};
    start(r, &speakers);
    dp_speakers_compare(&speakers, &report);
    return speakers.view.reference;
}

static void test_articles_are_no_pronouns(void **state) {
    (void)state;
    reading r;
    reading_open(&r, "Le groupe parle. La ministre parle. Elle parle à celui qui parle. Je parle.", 0);
    uint32_t group = reading_token(&r, "groupe"), minister = reading_token(&r, "ministre");
    uint32_t she = reading_token(&r, "Elle"), who = reading_token(&r, "qui"), me = reading_token(&r, "Je");
    assert_int_equal(reference_of(&r, (dp_range){group - 1, group + 1}), DP_REFERENCE_BODY);
    assert_int_equal(reference_of(&r, (dp_range){minister - 1, minister + 1}), DP_REFERENCE_PERSON);
    assert_int_equal(reference_of(&r, (dp_range){she, she + 1}), DP_REFERENCE_PRONOUN);
    assert_int_equal(reference_of(&r, (dp_range){who, who + 1}), DP_REFERENCE_RELATIVE);
    assert_int_equal(reference_of(&r, (dp_range){me, me + 1}), DP_REFERENCE_FIRST);
    assert_int_equal(reference_of(&r, (dp_range){me, me}), DP_REFERENCE_NONE);
    reading_close(&r);
}

static void test_whoever_speaks_is_met_again(void **state) {
    (void)state;
    reading r;
    dp_speakers speakers;
    reading_open(&r, "{PER:Anne Morel} et {PER:Luc Petit} dînent. Elle parle. Il rit.", 0);
    uint32_t she = reading_token(&r, "Elle");
    start_at(&r, &speakers, she);
    uint32_t anne = speakers.recent[1];
    assert_true(dp_str_equal(r.entities.at[anne].name, DP_STR("Anne Morel")));
    dp_speakers_note(&speakers, she, anne);
    assert_int_equal(speakers.recent[0], anne);
    assert_int_equal(speakers.recent_count, 2);
    assert_int_equal(dp_speaker_subject_gap(&speakers, anne, she), 0);
    assert_int_equal(dp_speaker_subject_gap(&speakers, anne, reading_token(&r, "Il")), 1);
    reading_close(&r);
}

static void test_nobody_is_a_candidate_too(void **state) {
    (void)state;
    reading r;
    dp_speakers speakers;
    dp_features features;
    reading_open(&r, "{PER:Anne Morel} et {PER:Luc Petit} dînent. Elle parle.", 0);
    uint32_t she = reading_token(&r, "Elle");
    dp_report report = {.arguments = {.source = {she, she + 1}}};
    start(&r, &speakers);
    dp_features_init(&features, &r.arena);
    dp_speakers_compare(&speakers, &report);
    assert_int_equal(dp_speaker_features(&speakers, &report, &features), 0);
    assert_int_equal(features.positions, 1);
    dp_features_clear(&features);
    dp_speakers_advance(&speakers, she);
    dp_speakers_compare(&speakers, &report);
    assert_int_equal(dp_speaker_features(&speakers, &report, &features), 0);
    assert_int_equal(features.positions, 3);
    assert_false(features.failed);
    reading_close(&r);
}

static void test_without_a_model_names_are_found_still(void **state) {
    (void)state;
    reading r;
    reading_open(&r, "{PER:Anne Morel} parle. Elle parle.", 0);
    dp_coverage nothing;
    assert_int_equal(dp_coverage_init(&r.scene, &nothing), 0);
    uint32_t she = reading_token(&r, "Elle");
    dp_report list[2] = {{.speaker = DEPECHE_NONE, .speaker_name = {"", 0}, .arguments = {.source = {0, 2}}},
                         {.speaker = DEPECHE_NONE, .speaker_name = {"", 0}, .arguments = {.source = {she, she + 1}}}};
    dp_reports reports = {list, 2, 2};
    assert_int_equal(dp_speakers_find(&r.scene, &r.entities, &nothing, NULL, &reports), 0);
    assert_true(dp_str_equal(list[0].speaker_name, DP_STR("Anne Morel")));
    assert_int_equal(list[1].speaker, DEPECHE_NONE);
    reading_close(&r);
}

static void test_it_is_open_whom_a_description_of_one_means(void **state) {
    (void)state;
    reading r;
    reading_open(&r, "Le voisin parle. Les voisins parlent. Ils parlent.", 0);
    uint32_t one = reading_token(&r, "voisin"), several = reading_token(&r, "voisins"), they = reading_token(&r, "Ils");
    assert_true(dp_speaker_is_open(&r.scene, &r.entities, (dp_range){one - 1, one + 1}));
    assert_false(dp_speaker_is_open(&r.scene, &r.entities, (dp_range){several - 1, several + 1}));
    assert_true(dp_speaker_is_open(&r.scene, &r.entities, (dp_range){they, they + 1}));
    assert_true(dp_speaker_is_open(&r.scene, &r.entities, (dp_range){they, they}));
    reading_close(&r);
}

static void test_initials_mean_the_person_met_last_who_has_them(void **state) {
    (void)state;
    reading r;
    dp_speakers speakers;
    reading_open(
        &r, "{PER:Rima Kanafani-Saad} et {PER:Luc de La Tour} parlent. R. K.-S. : non. L. L. T. : oui. R. : si.", 0);
    uint32_t no = reading_token(&r, "non"), yes = reading_token(&r, "oui"), end = reading_token(&r, "si");
    start(&r, &speakers);
    uint32_t first = reading_token(&r, "parlent") + 2;
    assert_int_equal(dp_speaker_by_initials(&speakers, (dp_range){first, no - 1}), DEPECHE_NONE);
    dp_speakers_advance(&speakers, no);
    uint32_t rima = dp_speaker_by_initials(&speakers, (dp_range){first, no - 1});
    assert_int_not_equal(rima, DEPECHE_NONE);
    assert_true(dp_str_equal(r.entities.at[rima].name, DP_STR("Rima Kanafani-Saad")));
    uint32_t luc = dp_speaker_by_initials(&speakers, (dp_range){no + 2, yes - 1});
    assert_int_not_equal(luc, DEPECHE_NONE);
    assert_true(dp_str_equal(r.entities.at[luc].name, DP_STR("Luc de La Tour")));
    assert_int_equal(dp_speaker_by_initials(&speakers, (dp_range){yes + 2, end - 1}), DEPECHE_NONE);
    assert_int_equal(dp_speaker_by_initials(&speakers, (dp_range){first, first}), DEPECHE_NONE);
    assert_int_equal(dp_speaker_by_initials(&speakers, (dp_range){first, r.text.token_count}), DEPECHE_NONE);
    reading_close(&r);
}

static void test_several_are_told_from_one(void **state) {
    (void)state;
    reading r;
    reading_open(&r, "Les services de santé et la police parlent, certains riverains et ses voisins aussi.", 0);
    uint32_t some = reading_token(&r, "certains"), his = reading_token(&r, "ses"), the = reading_token(&r, "la");
    assert_true(dp_speaker_is_several(&r.scene, (dp_range){0, 4}));
    assert_true(dp_speaker_is_several(&r.scene, (dp_range){some, some + 2}));
    assert_false(dp_speaker_is_several(&r.scene, (dp_range){the, the + 2}));
    assert_false(dp_speaker_is_several(&r.scene, (dp_range){his, his + 2}));
    reading_close(&r);
}

static void test_member_of_a_body_may_be_named_elsewhere(void **state) {
    (void)state;
    reading r;
    reading_open(&r, "La députée {ORG:PLR} parle. La {ORG:SNCF} parle. Le patron de la {ORG:SNCF}, {PER:Luc Petit}.",
                 0);
    uint32_t plr = reading_token(&r, "PLR"), petit = reading_token(&r, "Petit");
    dp_range member = {0, plr + 1}, body = {plr + 3, plr + 5}, named = {plr + 7, petit + 1};
    assert_true(dp_speaker_is_member(&r.scene, member));
    assert_false(dp_speaker_is_member(&r.scene, body));
    assert_false(dp_speaker_is_member(&r.scene, named));
    reading_close(&r);
}

static void test_somebody_s_somebody_may_be_named_elsewhere(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool member;
    } cases[] = {
        {"L'avocat de {PER:Luc Petit} parle.", true},
        {"Le patron du parti du président {PER:Luc Petit} parle.", true},
        {"Le président du parti {PER:Luc Petit} parle.", false},
        {"Le président du syndicat des avocats {PER:Luc Petit} parle.", false},
        {"Le maire {PER:Luc Petit} parle.", false},
        {"Le communiqué de {PER:Luc Petit} parle.", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reading r;
        dp_str name;
        reading_open(&r, cases[i].text, 0);
        dp_range source = {0, reading_token(&r, "parle")};
        uint32_t entity = dp_speaker_named(&r.scene, &r.entities, source, &name);
        assert_int_equal(entity, entity_of(&r, "Luc Petit"));
        assert_int_equal(dp_speaker_is_member(&r.scene, source), cases[i].member);
        reading_close(&r);
    }
}

static void test_owner_is_not_whom_a_description_means(void **state) {
    (void)state;
    reading r;
    reading_open(&r, "{PER:Luc Petit} parle. L'avocat de {PER:Luc Petit} dit non.", 0);
    dp_coverage nothing;
    assert_int_equal(dp_coverage_init(&r.scene, &nothing), 0);
    uint32_t verb = reading_token(&r, "dit"), first = reading_token(&r, "L'");
    dp_report list[2] = {{.speaker = DEPECHE_NONE, .arguments = {.source = {0, 2}}},
                         {.speaker = DEPECHE_NONE, .arguments = {.source = {first, verb}}}};
    dp_reports reports = {list, 2, 2};
    assert_int_equal(dp_speakers_find(&r.scene, &r.entities, &nothing, NULL, &reports), 0);
    assert_int_equal(list[1].speaker, entity_of(&r, "Luc Petit")); /* no better name is known */
    assert_int_equal(r.entities.mention_count, 2);                 /* but he is not his advocate */
    reading_close(&r);
}

static void test_body_described_stands_in_for_its_member(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool found;
    } cases[] = {
        {"{ORG:Nestlé} recrute. La porte-parole du groupe parle.", true},
        {"{ORG:Nestlé} recrute. La porte-parole de la ville parle.", false},
        {"{ORG:Nestlé} recrute. La lettre du groupe parle.", false},
        {"{PER:Luc Petit} recrute. La porte-parole du groupe parle.", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reading r;
        reading_open(&r, cases[i].text, 0);
        uint32_t verb = reading_token(&r, "parle"), first = reading_token(&r, "La");
        uint32_t body = dp_speaker_of_body(&r.scene, &r.entities, (dp_range){first, verb});
        assert_int_equal(body, cases[i].found ? entity_of(&r, "Nestlé") : DEPECHE_NONE);
        reading_close(&r);
    }
}

static void test_document_speaks_for_whom_it_is_described_as_of(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *author; /* NULL for none */
    } cases[] = {
        {"{ORG:Nestlé} recrute. Un communiqué du groupe parle.", "Nestlé"},
        {"Un communiqué de la police londonienne parle. {ORG:Scotland Yard} recrute.", "Scotland Yard"},
        {"Le président français {PER:Luc Petit} recrute. Le discours du président parle.", "Luc Petit"},
        {"{ORG:Nestlé} recrute. Un communiqué des groupes parle.", NULL},
        {"{ORG:Nestlé} recrute. Un tract des salariés du groupe parle.", NULL},
        {"{ORG:Nestlé} recrute. Un rapport d'enquête du groupe parle.", "Nestlé"},
        {"{ORG:Nestlé} recrute. Un voisin du groupe parle.", NULL},
        {"{ORG:Nestlé} recrute. Un communiqué parle.", NULL},
        {"{ORG:Nestlé} recrute. La vidéo d'un passant à {LOC:Lyon} parle.", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reading r;
        reading_open(&r, cases[i].text, 0);
        uint32_t verb = reading_token(&r, "parle"), first = verb;
        while (first > 0 && !(r.text.tokens[first].flags & DP_TOKEN_SENTENCE_START)) first--;
        uint32_t author = dp_speaker_of_document(&r.scene, &r.entities, (dp_range){first, verb});
        assert_int_equal(author, cases[i].author ? entity_of(&r, cases[i].author) : DEPECHE_NONE);
        reading_close(&r);
    }
}

static void test_whoever_is_not_named_is_not_meant(void **state) {
    (void)state;
    static const struct {
        const char *text, *first, *last;
        size_t title;
        bool open;
    } cases[] = {
        {"{PER:Luc Petit} dort. L'un des voisins parle.", "L'", "voisins", 0, false},
        {"{PER:Luc Petit} dort. Aucun voisin ne parle.", "Aucun", "voisin", 0, false},
        {"{PER:Luc Petit} dort. Un voisin parle.", "Un", "voisin", 0, false},
        {"{PER:Luc Petit} dort. Un parle.", "Un", "Un", 0, true},
        {"{PER:Luc Petit} dort. Le voisin parle.", "Le", "voisin", 0, true},
        {"Un voisin parle\n\n{PER:Luc Petit} dort.", "Un", "voisin", 15, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reading r;
        reading_open(&r, cases[i].text, cases[i].title);
        dp_range source = {reading_token(&r, cases[i].first), reading_token(&r, cases[i].last) + 1};
        assert_int_equal(dp_speaker_is_open(&r.scene, &r.entities, source), cases[i].open);
        reading_close(&r);
    }
}

static void test_names_in_a_relative_clause_do_not_speak(void **state) {
    (void)state;
    static const struct {
        const char *text, *speaker;
    } cases[] = {
        {"La maire qui répondait à {PER:Luc Petit} parle.", NULL},
        {"La maire {PER:Anne Morel} qui répondait à {PER:Luc Petit} parle.", "Anne Morel"},
        {"Un témoin qui a vu la scène, {PER:Luc Petit}, parle.", "Luc Petit"},
        {"Celui qui dirige la région, le maire {PER:Luc Petit}, parle.", "Luc Petit"},
        {"Celui qui a suivi, sans rien dire au maire {PER:Luc Petit}, parle.", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reading r;
        dp_str name;
        reading_open(&r, cases[i].text, 0);
        dp_range source = {0, reading_token(&r, "parle")};
        uint32_t speaker = dp_speaker_named(&r.scene, &r.entities, source, &name);
        assert_int_equal(speaker, cases[i].speaker ? entity_of(&r, cases[i].speaker) : DEPECHE_NONE);
        reading_close(&r);
    }
}

static void test_place_that_is_the_source_speaks(void **state) {
    (void)state;
    reading r;
    dp_str name;
    reading_open(&r, "La {LOC:Suisse} rit. Le maire de {LOC:Lyon} rit.", 0);
    uint32_t swiss = reading_token(&r, "Suisse"), lyon = reading_token(&r, "Lyon");
    assert_int_equal(dp_speaker_named(&r.scene, &r.entities, (dp_range){swiss - 1, swiss + 1}, &name),
                     entity_of(&r, "Suisse"));
    assert_int_equal(dp_speaker_named(&r.scene, &r.entities, (dp_range){lyon - 3, lyon + 1}, &name), DEPECHE_NONE);
    reading_close(&r);
}

static void test_capitals_name_a_speaker_without_a_tag(void **state) {
    (void)state;
    reading r;
    dp_str name;
    reading_open(&r, "Un livreur surnommé Bouboule rit. La {LOC:Suisse} rit. Le patron rit.", 0);
    uint32_t nick = reading_token(&r, "Bouboule"), country = reading_token(&r, "Suisse"),
             boss = reading_token(&r, "patron");
    assert_int_equal(dp_speaker_capitalised(&r.scene, &r.entities, (dp_range){0, nick + 1}, &name), DEPECHE_NONE);
    assert_true(dp_str_equal(name, DP_STR("Bouboule")));
    dp_range swiss = {country - 1, country + 1};
    assert_int_not_equal(dp_speaker_capitalised(&r.scene, &r.entities, swiss, &name), DEPECHE_NONE);
    assert_true(dp_str_equal(name, DP_STR("Suisse")));
    dp_speaker_capitalised(&r.scene, &r.entities, (dp_range){boss - 1, boss + 1}, &name);
    assert_int_equal(name.len, 0);
    dp_speaker_capitalised(&r.scene, &r.entities, (dp_range){boss, boss}, &name);
    assert_int_equal(name.len, 0);
    reading_close(&r);
}

static void test_departments_are_no_names(void **state) {
    (void)state;
    reading r;
    dp_str name;
    reading_open(&r, "Le ministre de la Santé rit. La ministre des Transports rit. Un proche d'Antares rit.", 0);
    uint32_t health = reading_token(&r, "Santé"), transport = reading_token(&r, "Transports"),
             antares = reading_token(&r, "Antares");
    dp_speaker_capitalised(&r.scene, &r.entities, (dp_range){0, health + 1}, &name);
    assert_int_equal(name.len, 0);
    dp_speaker_capitalised(&r.scene, &r.entities, (dp_range){transport - 3, transport + 1}, &name);
    assert_int_equal(name.len, 0);
    dp_speaker_capitalised(&r.scene, &r.entities, (dp_range){antares - 3, antares + 1}, &name);
    assert_true(dp_str_equal(name, DP_STR("Antares")));
    reading_close(&r);
}

/* Published in 2025: the office is held, so he is no trade unionist. */
static void test_whoever_is_in_office_is_not_described_as_another(void **state) {
    (void)state;
    reading r;
    reading_open(&r, "{PER:Emmanuel Macron} est venu. « Il parle beaucoup », soupire le syndicaliste.", 0);
    assert_true(r.entities.at[entity_of(&r, "Emmanuel Macron")].in_office);
    reading_find(&r);
    const dp_claim *claim = reading_claim(&r, "« Il parle");
    assert_non_null(claim);
    assert_int_equal(claim->speaker, DEPECHE_NONE);
    reading_close(&r);
}

/* Of one camp, or what he was before: he may be that beside his office. */
static void test_whoever_is_in_office_may_be_of_a_camp(void **state) {
    (void)state;
    static const char *const sources[] = {"le conservateur", "l'ancien ministre"};
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        char text[128];
        reading r;
        snprintf(text, sizeof text, "{PER:Emmanuel Macron} est venu. « Il parle beaucoup », soupire %s.", sources[i]);
        reading_open(&r, text, 0);
        reading_find(&r);
        const dp_claim *claim = reading_claim(&r, "« Il parle");
        assert_non_null(claim);
        assert_int_equal(claim->speaker, entity_of(&r, "Emmanuel Macron"));
        reading_close(&r);
    }
}

/* Finds the speakers of two reports without cues, one of which names its source, and gives the second one's. */
static uint32_t second_speaker(reading *r, dp_range first, dp_range second, dp_cue *cue) {
    dp_coverage nothing;
    assert_int_equal(dp_coverage_init(&r->scene, &nothing), 0);
    dp_report list[2] = {
        {.speaker = DEPECHE_NONE, .speaker_name = {"", 0}, .arguments = {.source = first}},
        {.speaker = DEPECHE_NONE, .speaker_name = {"", 0}, .cue = cue, .arguments = {.source = second}}};
    dp_reports reports = {list, 2, 2};
    assert_int_equal(dp_speakers_find(&r->scene, &r->entities, &nothing, NULL, &reports), 0);
    return list[1].speaker;
}

static void test_the_same_source_is_that_of_the_claim_before(void **state) {
    (void)state;
    reading r;
    reading_open(&r, "{ORG:Nestlé} parle. {ORG:Danone} dort. Selon les précisions de la même source, tout va.", 0);
    uint32_t source = reading_token(&r, "source"), details = reading_token(&r, "précisions");
    assert_int_equal(second_speaker(&r, (dp_range){0, 1}, (dp_range){source - 2, source + 1}, NULL),
                     entity_of(&r, "Nestlé"));
    assert_int_equal(second_speaker(&r, (dp_range){0, 1}, (dp_range){details - 1, source + 1}, NULL),
                     entity_of(&r, "Nestlé"));
    assert_int_equal(second_speaker(&r, (dp_range){0, 0}, (dp_range){source - 2, source + 1}, NULL), DEPECHE_NONE);
    reading_close(&r);
    reading_open(&r, "{PER:Luc Petit} parle. Selon la même source, tout va.", 0);
    source = reading_token(&r, "source");
    assert_int_equal(second_speaker(&r, (dp_range){0, 2}, (dp_range){source - 2, source + 1}, NULL), DEPECHE_NONE);
    reading_close(&r);
}

static void test_a_body_goes_on_where_nobody_is_the_subject(void **state) {
    (void)state;
    static const struct {
        const char *text, *verb;
        bool goes_on;
    } cases[] = {
        {"{ORG:Nestlé} parle. Tout va, a-t-on ajouté.", "ajouté", true},
        {"{ORG:Nestlé} parle. Tout va, a-t-on précisé de même source.", "précisé", true},
        {"{ORG:Nestlé} parle. Tout va, a-t-on précisé de source policière.", "précisé", false},
        {"{ORG:Nestlé} parle. Tout va, a-t-on indiqué à la mairie.", "indiqué", false},
        {"{ORG:Nestlé} parle. Tout va, a-t-on indiqué {DATE:lundi} à la mairie.", "indiqué", false},
        {"{ORG:Nestlé} parle. Tout va, souligne-t-on toutefois.", "souligne", false},
        {"{ORG:Nestlé} parle. On a affirmé en outre que tout va.", "affirmé", true},
        {"{ORG:Nestlé} parle. On affirme que tout va.", "affirme", false},
        {"{ORG:Nestlé} parle. Tout va, a-t-on appris.", "appris", false},
        {"{PER:Luc Petit} parle. Tout va, a-t-on ajouté.", "ajouté", false},
        {"{ORG:Nestlé} parle. Un. Deux. Trois. Tout va, a-t-on ajouté.", "ajouté", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reading r;
        dp_cues cues;
        reading_open(&r, cases[i].text, 0);
        uint32_t head = reading_token(&r, cases[i].verb), named = reading_token(&r, "parle"), c = 0;
        assert_int_equal(dp_cues_find(&r.scene, &cues), 0);
        while (c < cues.count && cues.at[c].head != head) c++;
        assert_true(c < cues.count);
        uint32_t subject = named + 2; /* "On", where it stands before the verb */
        dp_range source = {subject, cues.at[c].inverted == DEPECHE_NONE ? subject + 1 : subject};
        uint32_t speaker = second_speaker(&r, (dp_range){0, named}, source, &cues.at[c]);
        assert_int_equal(speaker, cases[i].goes_on ? entity_of(&r, "Nestlé") : DEPECHE_NONE);
        reading_close(&r);
    }
}

static void test_pronoun_gets_the_speaker_of_its_gender(void **state) {
    (void)state;
    reading r;
    reading_open(&r,
                 "La ministre {PER:Anne Morel} a reçu le maire {PER:Luc Petit}. « Le pont sera réparé », a-t-elle "
                 "déclaré.",
                 0);
    reading_find(&r);
    const dp_claim *claim = reading_claim(&r, "« Le pont");
    assert_non_null(claim);
    assert_int_equal(claim->kind, DEPECHE_CLAIM_DIRECT);
    assert_true(dp_str_equal(claim->speaker_name, DP_STR("Anne Morel")));
    assert_int_not_equal(claim->speaker, DEPECHE_NONE);
    reading_close(&r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_source_names_its_last_person),
        cmocka_unit_test(test_those_named_beside_the_speaker_say_it_too),
        cmocka_unit_test(test_name_behind_a_comma_is_the_source_s),
        cmocka_unit_test(test_source_without_a_name_names_nobody),
        cmocka_unit_test(test_source_that_describes_an_entity_is_that_entity),
        cmocka_unit_test(test_candidates_are_those_met_last_first),
        cmocka_unit_test(test_description_as_a_subject_is_met),
        cmocka_unit_test(test_subjects_are_told_from_complements),
        cmocka_unit_test(test_pronoun_of_the_narration_goes_on_about_its_subject),
        cmocka_unit_test(test_whoever_is_spoken_of_is_not_told_of),
        cmocka_unit_test(test_office_means_whoever_is_known_by_it),
        cmocka_unit_test(test_known_role_may_be_unlike_the_description),
        cmocka_unit_test(test_relative_pronoun_means_the_name_before_it),
        cmocka_unit_test(test_candidates_are_bounded),
        cmocka_unit_test(test_history_remembers_the_last_two),
        cmocka_unit_test(test_candidates_are_compared_with_the_source),
        cmocka_unit_test(test_another_complement_is_another_kind),
        cmocka_unit_test(test_one_person_is_not_several),
        cmocka_unit_test(test_a_relative_pronoun_has_the_number_of_its_verb),
        cmocka_unit_test(test_nobody_named_is_meant_by_who_alone),
        cmocka_unit_test(test_articles_are_no_pronouns),
        cmocka_unit_test(test_whoever_speaks_is_met_again),
        cmocka_unit_test(test_nobody_is_a_candidate_too),
        cmocka_unit_test(test_without_a_model_names_are_found_still),
        cmocka_unit_test(test_it_is_open_whom_a_description_of_one_means),
        cmocka_unit_test(test_initials_mean_the_person_met_last_who_has_them),
        cmocka_unit_test(test_several_are_told_from_one),
        cmocka_unit_test(test_member_of_a_body_may_be_named_elsewhere),
        cmocka_unit_test(test_somebody_s_somebody_may_be_named_elsewhere),
        cmocka_unit_test(test_owner_is_not_whom_a_description_means),
        cmocka_unit_test(test_body_described_stands_in_for_its_member),
        cmocka_unit_test(test_document_speaks_for_whom_it_is_described_as_of),
        cmocka_unit_test(test_whoever_is_not_named_is_not_meant),
        cmocka_unit_test(test_names_in_a_relative_clause_do_not_speak),
        cmocka_unit_test(test_place_that_is_the_source_speaks),
        cmocka_unit_test(test_capitals_name_a_speaker_without_a_tag),
        cmocka_unit_test(test_departments_are_no_names),
        cmocka_unit_test(test_whoever_is_in_office_is_not_described_as_another),
        cmocka_unit_test(test_whoever_is_in_office_may_be_of_a_camp),
        cmocka_unit_test(test_the_same_source_is_that_of_the_claim_before),
        cmocka_unit_test(test_a_body_goes_on_where_nobody_is_the_subject),
        cmocka_unit_test(test_pronoun_gets_the_speaker_of_its_gender),
    };
    return cmocka_run_group_tests(tests, french_open_pack, french_close_pack);
}
