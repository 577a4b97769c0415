#include "unit.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/document.h"
#include "article/documents.h"
#include "article/encode.h"
#include "base/memory.h"

/* A document made by hand, so that the encoder is seen alone, with everything in it that the format knows. */

static const char title[] = "Le sommet de Pékin";
static const char body[] = "Jeanne Dupont a dit jeudi : « Il y a environ 2 000 morts. » Selon elle, Li Wei l'a promis.";

static dp_arena arena;
static depeche_document document;

static dp_range words(uint32_t first, uint32_t count) {
    return (dp_range){first, first + count};
}

/* The first token with these bytes. */
static uint32_t token(const char *form) {
    for (uint32_t i = 0; i < document.text.token_count; i++) {
        if (dp_str_equal(dp_text_token(&document.text, i), (dp_str){form, strlen(form)})) return i;
    }
    fail_msg("no token %s", form);
    return 0;
}

static void make_entities(void) {
    static dp_mention mentions[4];
    static uint32_t mentions_of[4] = {1, 2, 0, 3};
    static dp_str aliases[] = {{"Dupont", 6}}, roles[] = {{"ministre", 8},
                                                          {"député"
                                                           "e \"verte\"",
                                                           17}};
    static depeche_link links[] = {{.kind = DEPECHE_LINK_GEONAMES,
                                    .id = {"1816670", 7},
                                    .label = {"Beijing", 7},
                                    .has_coordinates = true,
                                    .latitude = 39.9075,
                                    .longitude = -116.39723},
                                   {.kind = DEPECHE_LINK_ISO3166, .id = {"CN", 2}}};
    static dp_entity entities[3];
    mentions[0] = (dp_mention){words(token("Pékin"), 1), 0, DEPECHE_MENTION_NAME};
    mentions[1] = (dp_mention){words(token("Jeanne"), 2), 1, DEPECHE_MENTION_NAME};
    mentions[2] = (dp_mention){words(token("elle"), 1), 1, DEPECHE_MENTION_PRONOUN};
    mentions[3] = (dp_mention){words(token("Li"), 2), 2, DEPECHE_MENTION_NAME};
    entities[0] = (dp_entity){.type = DEPECHE_LOCATION,
                              .name = DP_STR("Pékin"),
                              .salience = 0.5f,
                              .first_mention = 2,
                              .mention_count = 1,
                              .links = links,
                              .link_count = 2};
    entities[1] = (dp_entity){.type = DEPECHE_PERSON,
                              .name = DP_STR("Jeanne Dupont"),
                              .salience = 0.98765f,
                              .first_mention = 0,
                              .mention_count = 2,
                              .aliases = aliases,
                              .alias_count = 1,
                              .roles = roles,
                              .role_count = 2};
    entities[2] = (dp_entity){.type = DEPECHE_PERSON, .name = DP_STR("Li Wei"), .first_mention = 3, .mention_count = 1};
    document.entities =
        (dp_entities){.at = entities, .count = 3, .mentions = mentions, .mention_count = 4, .mentions_of = mentions_of};
}

static void make_values(void) {
    static dp_value values[3];
    values[0] = (dp_value){.tokens = words(token("jeudi"), 1), .kind = DEPECHE_VALUE_DATE, .iso = DP_STR("2025-09-04")};
    values[1] = (dp_value){.tokens = words(token("2 000"), 2),
                           .kind = DEPECHE_VALUE_QUANTITY,
                           .approximation = DEPECHE_ABOUT,
                           .has_number = true,
                           .number = 2000,
                           .unit = DP_STR("mort")};
    values[2] = (dp_value){.tokens = words(token("2 000"), 1),
                           .kind = DEPECHE_VALUE_MONEY,
                           .has_number = true,
                           .number = 0.1,
                           .has_number2 = true,
                           .number2 = INFINITY,
                           .unit = DP_STR("EUR")};
    document.values = (dp_values){values, 3};
}

static void make_claims(void) {
    static dp_range contents[3], cues[2];
    static uint32_t joint[] = {2};
    static dp_claim claims[3];
    static float worthiness[8] = {0.1f, 0.75f, 1, 0, 0, 0, 0, 0};
    static dp_factor factors[2];
    static dp_factors of_sentence[8];
    contents[0] = words(token("Il"), 7);
    contents[1] = words(token("Li"), 2);
    contents[2] = words(token("promis"), 1);
    cues[0] = words(token("a"), 2);
    cues[1] = words(token("Selon"), 1);
    claims[0] = (dp_claim){.kind = DEPECHE_CLAIM_DIRECT,
                           .contents = contents,
                           .content_count = 1,
                           .cues = cues,
                           .cue_count = 1,
                           .source = words(token("Jeanne"), 2),
                           .cue_lemma = DP_STR("dire"),
                           .cue_class = DP_STR("say"),
                           .speaker = 1,
                           .speaker_name = DP_STR("Jeanne Dupont"),
                           .joint = joint,
                           .joint_count = 1,
                           .reported_by = DEPECHE_NONE,
                           .said_at = 0,
                           .check_worthiness = 0.9f};
    claims[1] = (dp_claim){.kind = DEPECHE_CLAIM_INDIRECT,
                           .contents = contents + 1,
                           .content_count = 2,
                           .cues = cues + 1,
                           .cue_count = 1,
                           .source = words(token("elle"), 1),
                           .cue_negated = true,
                           .speaker = DEPECHE_NONE,
                           .reported_by = 0,
                           .said_at = DEPECHE_NONE,
                           .polarity = DEPECHE_ORDERS,
                           .certainty = DEPECHE_IMPERATIVE};
    claims[2] = (dp_claim){.kind = DEPECHE_CLAIM_STATEMENT,
                           .contents = contents + 1,
                           .content_count = 1,
                           .speaker = DEPECHE_NONE,
                           .reported_by = DEPECHE_NONE,
                           .said_at = DEPECHE_NONE};
    factors[0] = (dp_factor){"word", words(token("promis"), 1), 0.75f};
    factors[1] = (dp_factor){"base", {0, 0}, -1.2344f};
    claims[0].factors = of_sentence[1] = (dp_factors){factors, 2};
    document.claims =
        (dp_claims){.at = claims, .count = 3, .sentence_worthiness = worthiness, .sentence_factors = of_sentence};
}

static int set_up(void **state) {
    (void)state;
    static char text[512];
    static const dp_token_rules rules;
    dp_arena_init(&arena);
    document = (depeche_document){.language = DP_STR("fr"), .title_length = sizeof title - 1};
    int length = snprintf(text, sizeof text, "%s\n\n%s", title, body);
    if (dp_text_cut(&arena, &rules, (dp_str){text, (size_t)length}, sizeof title - 1, &document.text)) return -1;
    make_entities();
    make_values();
    make_claims();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    dp_arena_close(&arena);
    return 0;
}

static dp_str encode(dp_writer *writer, const dp_article *article) {
    dp_encode_options options = {.pack_version = "2025.1"};
    dp_writer_reset(writer);
    assert_int_equal(dp_encode(writer, &arena, article, &document, &options), 0);
    return dp_writer_bytes(writer);
}

static bool holds(dp_str string, const char *what) {
    size_t length = strlen(what);
    for (size_t i = 0; i + length <= string.len; i++) {
        if (memcmp(string.at + i, what, length) == 0) return true;
    }
    return false;
}

static void assert_holds(dp_str encoded, const char *what) {
    if (!holds(encoded, what)) fail_msg("%s is not in %.*s", what, (int)encoded.len, encoded.at);
}

static void test_everything_found_is_written(void **state) {
    (void)state;
    dp_writer writer;
    dp_writer_init(&writer);
    dp_article article = {.id = DP_STR("a\"1"), .title = DP_STR("Le sommet de Pékin"), .source = DP_STR("AFP")};
    dp_str encoded = encode(&writer, &article);
    assert_holds(encoded, "{\"schema_version\":\"1.2\",\"id\":\"a\\\"1\",\"source\":\"AFP\",\"language\":\"fr\",");
    assert_holds(encoded,
                 "{\"id\":\"e1\",\"type\":\"location\",\"name\":\"Pékin\",\"salience\":0.5,\"links\":["
                 "{\"kind\":\"geonames\",\"id\":\"1816670\",\"label\":\"Beijing\",\"latitude\":39.9075,"
                 "\"longitude\":-116.39723},{\"kind\":\"iso3166\",\"id\":\"CN\"}],"
                 "\"mentions\":[{\"start\":13,\"end\":18,\"text\":\"Pékin\",\"kind\":\"name\"}]}");
    assert_holds(encoded,
                 "\"aliases\":[\"Dupont\"],\"roles\":[\"ministre\",\"député"
                 "e \\\"verte\\\"\"],"
                 "\"salience\":0.988");
    assert_holds(encoded,
                 "\"kind\":\"date\",\"start\":40,\"end\":45,\"text\":\"jeudi\",\"approximation\":\"exact\","
                 "\"iso\":\"2025-09-04\"}");
    assert_holds(encoded, "\"approximation\":\"about\",\"number\":2000,\"unit\":\"mort\"}");
    assert_holds(encoded, "\"approximation\":\"exact\",\"number\":0.1,\"currency\":\"EUR\"}");
    assert_holds(encoded,
                 "\"lemma\":\"dire\",\"class\":\"say\"},\"speaker\":{\"start\":20,\"end\":33,"
                 "\"text\":\"Jeanne Dupont\",\"name\":\"Jeanne Dupont\",\"entity\":\"e2\",\"with\":[\"e3\"]},"
                 "\"polarity\":\"asserts\",\"certainty\":\"asserted\",\"said_at\":\"v1\",\"values\":[\"v2\",\"v3\"],"
                 "\"check_worthiness\":0.9,\"check_worthiness_factors\":[{\"feature\":\"word\",\"start\":");
    assert_holds(encoded, "\"text\":\"promis\",\"weight\":0.75},{\"feature\":\"base\",\"weight\":-1.234}]}");
    assert_holds(encoded, "\"check_worthiness\":0.75,\"check_worthiness_factors\":[");
    assert_holds(encoded, "\"negated\":true},\"speaker\":{\"start\":");
    assert_holds(encoded,
                 "\"reported_by\":\"c1\",\"polarity\":\"orders\",\"certainty\":\"imperative\",\"entities\":[\"e3\"],"
                 "\"check_worthiness\":0}");
    assert_holds(encoded, "\"status\":\"analysed\",\"engine_version\":\"");
    assert_holds(encoded, "\"pack_version\":\"2025.1\"}}");
    test_document_keep(encoded);
    dp_writer_close(&writer);
}

static void test_carried_members_and_notes_are_written(void **state) {
    (void)state;
    dp_writer writer;
    dp_writer_init(&writer);
    dp_carried carried[] = {{DP_STR("\"n\\u00e9\""), DP_STR("1.0"), false},
                            {DP_STR("\"entities\""), DP_STR("[ 1e999 ]"), true},
                            {DP_STR("\"x\""), DP_STR("{\"y\" : null}"), false}};
    dp_article article = {.title = DP_STR("Le sommet de Pékin"),
                          .carried = carried,
                          .carried_count = 3,
                          .notes = 1u << DP_NOTE_LANGUAGE | 1u << DP_NOTE_ID};
    dp_str encoded = encode(&writer, &article);
    assert_holds(encoded, ",\"n\\u00e9\":1.0,\"x\":{\"y\" : null},");
    assert_holds(encoded,
                 "\"notes\":[\"id_ignored\",\"language_ignored\"]},\"source_members\":{\"entities\":[ 1e999 ]}}");
    test_document_keep(encoded);
    dp_writer_close(&writer);
}

static void test_article_without_id_gets_one_from_its_text(void **state) {
    (void)state;
    char made[DP_ID_SIZE], again[DP_ID_SIZE];
    dp_article article = {0};
    dp_str id = dp_encode_id(&article, &document, made);
    assert_int_equal(id.len, 7 + 32);
    assert_true(dp_str_starts(id, DP_STR("xxh128:")));
    assert_true(dp_str_equal(id, dp_encode_id(&article, &document, again)));
    dp_str text = document.text.bytes;
    document.text.bytes.len--;
    assert_false(dp_str_equal(id, dp_encode_id(&article, &document, again)));
    document.text.bytes = text;
    article.id = DP_STR("own");
    assert_true(dp_str_equal(DP_STR("own"), dp_encode_id(&article, &document, again)));
}

static void test_unanalysed_article_has_sentences_and_empty_lists(void **state) {
    (void)state;
    dp_writer writer;
    dp_writer_init(&writer);
    depeche_document kept = document;
    dp_article article = {.id = DP_STR("1")};
    document.status = DEPECHE_UNSUPPORTED_LANGUAGE;
    document.language = DP_STR("en-GB");
    document.entities = (dp_entities){0};
    document.values = (dp_values){0};
    document.claims = (dp_claims){0};
    dp_encode_options options = {0};
    assert_int_equal(dp_encode(&writer, &arena, &article, &document, &options), 0);
    dp_str encoded = dp_writer_bytes(&writer);
    assert_holds(encoded, "\"sentences\":[{\"start\":0,\"end\":18},");
    assert_holds(encoded,
                 "\"entities\":[],\"values\":[],\"claims\":[],\"analysis\":{\"status\":\"unsupported_language\"");
    assert_false(holds(encoded, "pack_version"));
    test_document_keep(encoded);
    document = kept;
    dp_writer_close(&writer);
}

static void test_times_are_written_only_when_asked_for(void **state) {
    (void)state;
    static const char *const stages[] = {"decode", "text", NULL};
    dp_writer writer;
    dp_writer_init(&writer);
    dp_article article = {.id = DP_STR("1")};
    assert_false(holds(encode(&writer, &article), "times_us"));
    dp_encode_options options = {.stages = stages, .stage_us = (const uint32_t[]){12, 345}};
    dp_writer_reset(&writer);
    assert_int_equal(dp_encode(&writer, &arena, &article, &document, &options), 0);
    assert_holds(dp_writer_bytes(&writer), "\"times_us\":{\"decode\":12,\"text\":345}}}");
    test_document_keep(dp_writer_bytes(&writer));
    dp_writer_close(&writer);
}

static void test_every_failed_allocation_is_told(void **state) {
    (void)state;
    dp_article article = {.id = DP_STR("1")};
    dp_encode_options options = {0};
    int result = -1;
    unsigned long number = 1;
    for (; result && number < 100; number++) {
        dp_arena cold;
        dp_writer writer;
        dp_arena_init(&cold);
        dp_writer_init(&writer);
        dp_memory_fail_at(number);
        result = dp_encode(&writer, &cold, &article, &document, &options);
        dp_memory_fail_at(0);
        assert_true(result <= 0);
        assert_int_equal(result == 0, dp_writer_bytes(&writer).len > 0);
        dp_writer_close(&writer);
        dp_arena_close(&cold);
    }
    assert_int_equal(result, 0);
    assert_true(number > 2);
}

static void test_accessors_out_of_range_give_nothing(void **state) {
    (void)state;
    assert_int_equal(depeche_document_sentence(&document, 1000).span.end, 0);
    assert_int_equal(depeche_document_entity(&document, 3).mentions, 0);
    assert_int_equal(depeche_document_alias(&document, 1, 1).len, 0);
    assert_int_equal(depeche_document_alias(&document, 3, 0).len, 0);
    assert_int_equal(depeche_document_role(&document, 0, 0).len, 0);
    assert_int_equal(depeche_document_link(&document, 0, 2).id.len, 0);
    assert_int_equal(depeche_document_mention(&document, 0, 1).span.end, 0);
    assert_int_equal(depeche_document_mention(&document, UINT32_MAX, 0).span.end, 0);
    assert_int_equal(depeche_document_value(&document, 3).span.end, 0);
    assert_int_equal(depeche_document_claim(&document, 3).contents, 0);
    assert_int_equal(depeche_document_claim_content(&document, 0, 1).end, 0);
    assert_int_equal(depeche_document_claim_cue(&document, 2, 0).end, 0);
    assert_int_equal(depeche_document_slice(&document, (depeche_span){0, 1, 5, 100000}).len, 0);
    assert_int_equal(depeche_document_slice(&document, (depeche_span){0, 1, 5, 4}).len, 0);
}

static void test_spans_count_bytes_and_code_points(void **state) {
    (void)state;
    depeche_span span = depeche_document_mention(&document, 0, 0).span;
    assert_int_equal(span.start, 13);
    assert_int_equal(span.end, 18);
    assert_int_equal(span.byte_start, 13);
    assert_int_equal(span.byte_end, 19);
    assert_true(dp_str_equal(depeche_document_slice(&document, span), DP_STR("Pékin")));
    assert_int_equal(depeche_document_title_length(&document), sizeof title - 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_everything_found_is_written),
        cmocka_unit_test(test_carried_members_and_notes_are_written),
        cmocka_unit_test(test_article_without_id_gets_one_from_its_text),
        cmocka_unit_test(test_unanalysed_article_has_sentences_and_empty_lists),
        cmocka_unit_test(test_times_are_written_only_when_asked_for),
        cmocka_unit_test(test_every_failed_allocation_is_told),
        cmocka_unit_test(test_accessors_out_of_range_give_nothing),
        cmocka_unit_test(test_spans_count_bytes_and_code_points),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
