#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "article/decode.h"
#include "base/memory.h"

/* A literal with its length: it may hold NUL bytes. */
#define BYTES(literal) literal, sizeof(literal) - 1

#define FRENCH "Le ministre a parlé."

static dp_arena arena;

static int set_up(void **state) {
    (void)state;
    dp_arena_init(&arena);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    dp_arena_close(&arena);
    return 0;
}

static void assert_str(dp_str string, const char *expected) {
    if (!dp_str_equal(string, (dp_str){expected, strlen(expected)})) {
        fail_msg("\"%.*s\" is not \"%s\"", (int)string.len, string.at, expected);
    }
}

/* Decodes a message that must be an article. */
static dp_article decode_with(const dp_decode_options *options, const char *message) {
    dp_article article;
    dp_rejection rejection;
    dp_arena_reset(&arena);
    if (dp_decode(options, &arena, (dp_str){message, strlen(message)}, &article, &rejection)) {
        fail_msg("rejected for %s: %s", rejection.detail, message);
    }
    return article;
}

static dp_article decode(const char *message) {
    dp_decode_options options = dp_decode_defaults();
    return decode_with(&options, message);
}

/* What is carried through under a name (as written, without quotation marks), "" when nothing is. */
static dp_str carried(const dp_article *article, const char *name, bool aside) {
    for (uint32_t i = 0; i < article->carried_count; i++) {
        dp_str raw = article->carried[i].name;
        dp_str inner = {raw.at + 1, raw.len - 2};
        if (article->carried[i].aside == aside && dp_str_equal(inner, (dp_str){name, strlen(name)})) {
            return article->carried[i].value;
        }
    }
    return (dp_str){"", 0};
}

/* --------------------------------------------------------------------------------- bad and odd messages */

typedef struct message_case {
    const char *what, *bytes;
    size_t len;
    dp_reason reason; /* DP_REASON_NONE: it is an article */
} message_case;

static const message_case message_cases[] = {
    /* Encoding. */
    {"a byte that begins no character", BYTES("abc \xFF def"), DP_REASON_INVALID_UTF8},
    {"Latin-1", BYTES("Le ministre a parl\xE9."), DP_REASON_INVALID_UTF8},
    {"Latin-1 in JSON", BYTES("{\"text\":\"parl\xE9.\"}"), DP_REASON_INVALID_UTF8},
    {"an overlong slash", BYTES("abc \xC0\xAF def"), DP_REASON_INVALID_UTF8},
    {"an overlong form of three bytes", BYTES("abc \xE0\x80\xAF"), DP_REASON_INVALID_UTF8},
    {"an encoded surrogate", BYTES("abc \xED\xA0\x80"), DP_REASON_INVALID_UTF8},
    {"a character above U+10FFFF", BYTES("abc \xF4\x90\x80\x80"), DP_REASON_INVALID_UTF8},
    {"a character cut short", BYTES("abc \xE2\x82"), DP_REASON_INVALID_UTF8},
    {"a continuation byte alone", BYTES("abc \x80"), DP_REASON_INVALID_UTF8},
    {"UTF-16, little end first, with its mark",
     BYTES("\xFF\xFE"
           "L\0e\0"),
     DP_REASON_INVALID_UTF8},
    {"UTF-16, big end first, with its mark",
     BYTES("\xFE\xFF"
           "\0L\0e"),
     DP_REASON_INVALID_UTF8},
    {"UTF-16 without a mark", BYTES("L\0e\0 \0m\0"), DP_REASON_INVALID_UTF8},
    {"UTF-16, big end first, without a mark", BYTES("\0L\0e\0 "), DP_REASON_INVALID_UTF8},
    {"JSON in UTF-16", BYTES("{\0\"\0t\0\"\0"), DP_REASON_INVALID_UTF8},
    {"gzip", BYTES("\x1F\x8B\x08\0\0\0"), DP_REASON_INVALID_UTF8},
    {"a schema registry's envelope", BYTES("\0\0\0\0\x07{\"text\":\"x\"}"), DP_REASON_NOT_TEXT},
    {"a NUL byte in text", BYTES("Le ministre\0 a parlé."), DP_REASON_NOT_TEXT},
    {"a NUL byte in a JSON string", BYTES("{\"text\":\"a\0b\"}"), DP_REASON_INVALID_JSON},
    {"a byte order mark, then text", BYTES("\xEF\xBB\xBF" FRENCH), DP_REASON_NONE},
    {"a byte order mark, then JSON", BYTES("\xEF\xBB\xBF{\"text\":\"" FRENCH "\"}"), DP_REASON_NONE},
    {"a byte order mark alone", BYTES("\xEF\xBB\xBF"), DP_REASON_NO_TEXT},
    /* Broken JSON. */
    {"an object cut short", BYTES("{\"text\":\"" FRENCH "\""), DP_REASON_INVALID_JSON},
    {"a string that does not end", BYTES("{\"text\":\"" FRENCH), DP_REASON_INVALID_JSON},
    {"an opening brace alone", BYTES("{"), DP_REASON_INVALID_JSON},
    {"text that begins with a brace", BYTES("{{Infobox}} " FRENCH), DP_REASON_INVALID_JSON},
    {"a comma before the end", BYTES("{\"text\":\"" FRENCH "\",}"), DP_REASON_INVALID_JSON},
    {"single quotation marks", BYTES("{'text':'" FRENCH "'}"), DP_REASON_INVALID_JSON},
    {"a name without quotation marks", BYTES("{text:\"" FRENCH "\"}"), DP_REASON_INVALID_JSON},
    {"a comment", BYTES("{/* x */\"text\":\"" FRENCH "\"}"), DP_REASON_INVALID_JSON},
    {"a line end in a string", BYTES("{\"text\":\"a\nb\"}"), DP_REASON_INVALID_JSON},
    {"an unknown escape", BYTES("{\"text\":\"l\\'arm\"}"), DP_REASON_INVALID_JSON},
    {"a short \\u escape", BYTES("{\"text\":\"\\u12\"}"), DP_REASON_INVALID_JSON},
    {"NaN", BYTES("{\"text\":\"" FRENCH "\",\"n\":NaN}"), DP_REASON_INVALID_JSON},
    {"a number that begins with 0", BYTES("{\"text\":\"" FRENCH "\",\"n\":007}"), DP_REASON_INVALID_JSON},
    {"two objects", BYTES("{\"text\":\"a\"}\n{\"text\":\"b\"}"), DP_REASON_INVALID_JSON},
    {"text after the object", BYTES("{\"text\":\"a\"} " FRENCH), DP_REASON_INVALID_JSON},
    {"a high surrogate alone", BYTES("{\"text\":\"a\\ud800b\"}"), DP_REASON_LONE_SURROGATE},
    {"a low surrogate alone", BYTES("{\"text\":\"a\\udc00b\"}"), DP_REASON_LONE_SURROGATE},
    {"a lone surrogate in a carried member", BYTES("{\"text\":\"a\",\"x\":[\"\\uDBFF\"]}"), DP_REASON_LONE_SURROGATE},
    {"a lone surrogate in a name", BYTES("{\"text\":\"a\",\"\\ud800\":1}"), DP_REASON_LONE_SURROGATE},
    {"a surrogate pair", BYTES("{\"text\":\"a \\ud83d\\ude00\"}"), DP_REASON_NONE},
    /* JSON that is no article. */
    {"an array of articles", BYTES("[{\"text\":\"a\"},{\"text\":\"b\"}]"), DP_REASON_NOT_AN_ARTICLE},
    {"an empty array", BYTES(" [ ] "), DP_REASON_NOT_AN_ARTICLE},
    {"a JSON string", BYTES("\"" FRENCH "\""), DP_REASON_NOT_AN_ARTICLE},
    {"a JSON number", BYTES("42"), DP_REASON_NOT_AN_ARTICLE},
    {"null", BYTES("null"), DP_REASON_NOT_AN_ARTICLE},
    {"true", BYTES("true\n"), DP_REASON_NOT_AN_ARTICLE},
    {"two members of one name", BYTES("{\"text\":\"a\",\"text\":\"b\"}"), DP_REASON_DUPLICATE_MEMBER},
    {"two members of one name, one of them escaped", BYTES("{\"text\":\"a\",\"te\\u0078t\":\"b\"}"),
     DP_REASON_DUPLICATE_MEMBER},
    {"two carried members of one name", BYTES("{\"text\":\"a\",\"x\":1,\"x\":1}"), DP_REASON_DUPLICATE_MEMBER},
    {"the same name at two levels", BYTES("{\"text\":\"a\",\"x\":{\"text\":1}}"), DP_REASON_NONE},
    /* No text. */
    {"nothing", BYTES(""), DP_REASON_NO_TEXT},
    {"white space", BYTES(" \r\n\t "), DP_REASON_NO_TEXT},
    {"no-break and zero-width spaces", BYTES("\xC2\xA0\xE2\x80\x8B\xE3\x80\x80\xEF\xBB\xBF"), DP_REASON_NO_TEXT},
    {"an empty object", BYTES("{}"), DP_REASON_NO_TEXT},
    {"an object without a text", BYTES("{\"id\":1,\"title\":\"Un titre\"}"), DP_REASON_NO_TEXT},
    {"an empty text", BYTES("{\"text\":\"\"}"), DP_REASON_NO_TEXT},
    {"a text of white space", BYTES("{\"text\":\" \\n\\u00a0\"}"), DP_REASON_NO_TEXT},
    {"a text of NUL characters", BYTES("{\"text\":\"\\u0000\\u0000\"}"), DP_REASON_NO_TEXT},
    {"a text that is null", BYTES("{\"text\":null}"), DP_REASON_NO_TEXT},
    {"a text that is a number", BYTES("{\"text\":12}"), DP_REASON_NO_TEXT},
    {"a text that is an array", BYTES("{\"text\":[\"a\",\"b\"]}"), DP_REASON_NO_TEXT},
    {"a text that is an object", BYTES("{\"text\":{\"fr\":\"a\"}}"), DP_REASON_NO_TEXT},
    {"HTML without text", BYTES("{\"body\":\"<p> </p><br>\"}"), DP_REASON_NO_TEXT},
    {"HTML of a picture", BYTES("{\"body\":\"<p><img src='a.png'></p>\"}"), DP_REASON_NO_TEXT},
    {"an HTML page without text", BYTES("<!DOCTYPE html><html><head></head><body></body></html>"), DP_REASON_NO_TEXT},
    {"ninjs of a picture without a caption", BYTES("{\"uri\":\"u\",\"versioncreated\":\"2025-09-04T00:00:00Z\"}"),
     DP_REASON_NO_TEXT},
    {"ninjs with an empty body", BYTES("{\"uri\":\"u\",\"bodies\":[{\"value\":\"<p></p>\"}]}"), DP_REASON_NO_TEXT},
    {"ninjs with bodies that are none", BYTES("{\"uri\":\"u\",\"bodies\":[1,[],{},{\"value\":2},null]}"),
     DP_REASON_NO_TEXT},
    /* Odd, but articles. */
    {"text that begins with a number", BYTES("42 soldats sont morts."), DP_REASON_NONE},
    {"text that begins with a bracket", BYTES("[Mise à jour] " FRENCH), DP_REASON_NONE},
    {"text that begins with a quotation", BYTES("\"Non\", a dit le ministre."), DP_REASON_NONE},
    {"text that begins with a minus", BYTES("-- " FRENCH), DP_REASON_NONE},
    {"text that begins as a literal", BYTES("true crime : " FRENCH), DP_REASON_NONE},
    {"one letter", BYTES("a"), DP_REASON_NONE},
    {"control characters in text", BYTES("a\x01\x1B[31m b"), DP_REASON_NONE},
    {"bidirectional and zero-width characters",
     BYTES("a\xE2\x80\xAE"
           "b\xE2\x80\x8D"
           "c\xE2\x81\xA6"
           "d"),
     DP_REASON_NONE},
    {"noncharacters", BYTES("a\xEF\xBF\xBE\xEF\xBF\xBF"), DP_REASON_NONE},
    {"a NUL escape in a text", BYTES("{\"text\":\"a\\u0000b\"}"), DP_REASON_NONE},
    {"an empty name", BYTES("{\"text\":\"a\",\"\":1}"), DP_REASON_NONE},
    {"a number beyond every double", BYTES("{\"text\":\"a\",\"n\":1e999999}"), DP_REASON_NONE},
    {"an id of a wrong type", BYTES("{\"text\":\"a\",\"id\":{\"n\":1}}"), DP_REASON_NONE},
    {"a title of a wrong type", BYTES("{\"text\":\"a\",\"title\":[1]}"), DP_REASON_NONE},
    {"a bad date", BYTES("{\"text\":\"a\",\"published_at\":\"hier\"}"), DP_REASON_NONE},
    {"an unknown language", BYTES("{\"text\":\"a\",\"language\":\"french, of course\"}"), DP_REASON_NONE},
    {"white space around the object", BYTES("\n\n {\"text\":\"a\"} \n"), DP_REASON_NONE},
};

static void test_each_odd_message_gets_its_reason(void **state) {
    (void)state;
    dp_decode_options options = dp_decode_defaults();
    for (size_t i = 0; i < sizeof message_cases / sizeof *message_cases; i++) {
        const message_case *c = &message_cases[i];
        dp_article article;
        dp_rejection rejection;
        dp_arena_reset(&arena);
        int result = dp_decode(&options, &arena, (dp_str){c->bytes, c->len}, &article, &rejection);
        if (result != (c->reason != DP_REASON_NONE) || rejection.reason != c->reason) {
            fail_msg("%s: %s instead of %s (%s)", c->what, dp_reason_word(rejection.reason), dp_reason_word(c->reason),
                     rejection.detail);
        }
        if (result) {
            assert_memory_equal(rejection.detail, dp_reason_sentence(c->reason), strlen(dp_reason_sentence(c->reason)));
            assert_null(strstr(rejection.detail, "ministre"));
        } else {
            assert_true(article.body.len > 0);
        }
    }
}

/* The same messages from memory that ends with them, so that a sanitizer sees any byte read after. */
static void test_nothing_is_read_after_the_message(void **state) {
    (void)state;
    dp_decode_options options = dp_decode_defaults();
    for (size_t i = 0; i < sizeof message_cases / sizeof *message_cases; i++) {
        for (size_t len = 0; len <= message_cases[i].len; len++) {
            char *exact = malloc(len ? len : 1);
            assert_non_null(exact);
            memcpy(exact, message_cases[i].bytes, len);
            dp_article article;
            dp_rejection rejection;
            dp_arena_reset(&arena);
            assert_true(dp_decode(&options, &arena, (dp_str){exact, len}, &article, &rejection) >= 0);
            free(exact);
        }
    }
}

static void test_every_reason_has_a_word_and_a_sentence(void **state) {
    (void)state;
    const char *const *words = dp_reason_words();
    for (dp_reason reason = DP_REASON_NONE + 1; reason < DP_REASON_COUNT; reason++) {
        assert_string_equal(words[reason - 1], dp_reason_word(reason));
        assert_int_equal(strspn(dp_reason_word(reason), "abcdefghijklmnopqrstuvwxyz_0123456789"),
                         strlen(dp_reason_word(reason)));
        size_t length = strlen(dp_reason_sentence(reason));
        assert_true(length > 20 && length < 200);
        assert_int_equal(dp_reason_sentence(reason)[length - 1], '.');
    }
    assert_null(words[DP_REASON_COUNT - 1]);
    for (dp_note note = 0; note < DP_NOTE_COUNT; note++) assert_non_null(strstr(dp_note_word(note), "_ignored"));
}

/* ------------------------------------------------------------------------------------------------- limits */

static void test_a_message_of_the_limit_passes_and_one_byte_more_does_not(void **state) {
    (void)state;
    dp_decode_options options = dp_decode_defaults();
    dp_article article;
    dp_rejection rejection;
    options.message_max = 100;
    char message[101];
    memset(message, 'a', sizeof message);
    assert_int_equal(dp_decode(&options, &arena, (dp_str){message, 100}, &article, &rejection), 0);
    assert_int_equal(dp_decode(&options, &arena, (dp_str){message, 101}, &article, &rejection), 1);
    assert_int_equal(rejection.reason, DP_REASON_TOO_LARGE);
    assert_non_null(strstr(rejection.detail, "101 bytes, the limit is 100"));
}

static void test_depth_counts_the_article_itself(void **state) {
    (void)state;
    dp_decode_options options = dp_decode_defaults();
    dp_article article;
    dp_rejection rejection;
    options.depth_max = 3;
    dp_str fits = DP_STR("{\"text\":\"a\",\"x\":[[1]]}"), deeper = DP_STR("{\"text\":\"a\",\"x\":[[[1]]]}");
    assert_int_equal(dp_decode(&options, &arena, fits, &article, &rejection), 0);
    assert_int_equal(dp_decode(&options, &arena, deeper, &article, &rejection), 1);
    assert_int_equal(rejection.reason, DP_REASON_NESTED_TOO_DEEP);
}

static void test_a_million_brackets_are_nested_too_deep(void **state) {
    (void)state;
    enum { COUNT = 1000000 };
    static char message[COUNT];
    dp_decode_options options = dp_decode_defaults();
    dp_article article;
    dp_rejection rejection;
    memset(message, '[', COUNT);
    assert_int_equal(dp_decode(&options, &arena, (dp_str){message, COUNT}, &article, &rejection), 1);
    assert_int_equal(rejection.reason, DP_REASON_NESTED_TOO_DEEP);
    for (size_t i = 0; i + 5 <= COUNT; i += 5) memcpy(message + i, "{\"a\":", 5);
    assert_int_equal(dp_decode(&options, &arena, (dp_str){message, COUNT}, &article, &rejection), 1);
    assert_int_equal(rejection.reason, DP_REASON_NESTED_TOO_DEEP);
}

static void test_a_hundred_thousand_members_take_linear_time(void **state) {
    (void)state;
    enum { COUNT = 100000, EACH = 16 };
    char *message = malloc(COUNT * EACH + 64);
    assert_non_null(message);
    size_t len = 0;
    len += (size_t)sprintf(message + len, "{\"text\":\"a\"");
    for (int i = 0; i < COUNT; i++) len += (size_t)sprintf(message + len, ",\"m%d\":%d", i, i % 10);
    message[len++] = '}';
    dp_decode_options options = dp_decode_defaults();
    dp_article article;
    dp_rejection rejection;
    assert_int_equal(dp_decode(&options, &arena, (dp_str){message, len}, &article, &rejection), 0);
    assert_int_equal(article.carried_count, COUNT);
    assert_str(carried(&article, "m99999", false), "9");
    free(message);
}

/* -------------------------------------------------------------------------------------------------- forms */

static void test_bare_text_is_as_it_came(void **state) {
    (void)state;
    dp_article article = decode("\n  Un titre ?\n\nUn texte & <b>rien</b> d'autre.\n ");
    assert_int_equal(article.form, DP_FORM_TEXT);
    assert_str(article.body, "\n  Un titre ?\n\nUn texte & <b>rien</b> d'autre.\n ");
    assert_int_equal(article.title.len, 0);
    article = decode("\xEF\xBB\xBFUn texte.");
    assert_str(article.body, "Un texte.");
}

static void test_object_fills_the_article(void **state) {
    (void)state;
    dp_article article = decode(
        "{\"id\":\"a-1\",\"title\":\"Le titre\",\"text\":\"Le texte.\",\"url\":\"https://example.org/1\","
        "\"source\":\"La D\\u00e9p\\u00eache\",\"published_at\":\"2025-09-04T23:30:00-04:00\",\"language\":\"fr-CA\"}");
    assert_int_equal(article.form, DP_FORM_JSON);
    assert_str(article.id, "a-1");
    assert_str(article.title, "Le titre");
    assert_str(article.body, "Le texte.");
    assert_str(article.url, "https://example.org/1");
    assert_str(article.source, "La Dépêche");
    assert_str(article.published_at, "2025-09-04T23:30:00-04:00");
    assert_str(article.language, "fr-CA");
    assert_true(article.has_day);
    assert_int_equal(article.day, 20335);
    assert_int_equal(article.carried_count, 0);
    assert_int_equal(article.notes, 0);
}

static void test_body_stands_in_for_an_empty_text(void **state) {
    (void)state;
    dp_article article = decode("{\"text\":\"\",\"body\":\"Le corps.\"}");
    assert_str(article.body, "Le corps.");
    assert_int_equal(article.carried_count, 0);
    article = decode("{\"text\":\"Le texte.\",\"body\":\"Le corps.\"}");
    assert_str(article.body, "Le texte.");
    assert_str(carried(&article, "body", false), "\"Le corps.\"");
}

static void test_names_are_configurable(void **state) {
    (void)state;
    dp_decode_options options = dp_decode_defaults();
    options.names[DP_FIELD_TEXT] = "content, corps";
    options.names[DP_FIELD_TITLE] = "titre";
    options.names[DP_FIELD_ID] = "cle";
    options.names[DP_FIELD_PUBLISHED_AT] = "date";
    dp_article article = decode_with(
        &options,
        "{\"cle\":\"k\",\"titre\":\"T\",\"corps\":\"C.\",\"date\":\"2025-09-04\",\"id\":\"other\",\"text\":\"x\"}");
    assert_str(article.id, "k");
    assert_str(article.title, "T");
    assert_str(article.body, "C.");
    assert_true(article.has_day);
    assert_int_equal(article.carried_count, 2);
    assert_str(carried(&article, "id", true), "\"other\"");
    assert_str(carried(&article, "text", true), "\"x\"");
}

static void test_members_are_carried_byte_for_byte(void **state) {
    (void)state;
    dp_article article = decode(
        "{\"text\":\"a\",\"real\":1.0,\"huge\":123456789012345678901234567890,\"small\":1E-400,\"nested\":{ \"k\" : "
        "[1,\t2] },"
        "\"escaped\":\"\\u00e9\\/\",\"nothing\":null,\"\\u006eame\":true}");
    assert_int_equal(article.carried_count, 7);
    assert_str(carried(&article, "real", false), "1.0");
    assert_str(carried(&article, "huge", false), "123456789012345678901234567890");
    assert_str(carried(&article, "small", false), "1E-400");
    assert_str(carried(&article, "nested", false), "{ \"k\" : [1,\t2] }");
    assert_str(carried(&article, "escaped", false), "\"\\u00e9\\/\"");
    assert_str(carried(&article, "nothing", false), "null");
    assert_str(carried(&article, "\\u006eame", false), "true");
}

static void test_members_with_names_of_the_output_are_put_aside(void **state) {
    (void)state;
    dp_article article = decode(
        "{\"text\":\"a\",\"entities\":[1],\"analysis\":{},\"schema_version\":7,\"source_members\":0,\"claims\":null,"
        "\"\\u0076alues\":2,\"sentences\":\"\"}");
    assert_str(carried(&article, "entities", true), "[1]");
    assert_str(carried(&article, "analysis", true), "{}");
    assert_str(carried(&article, "schema_version", true), "7");
    assert_str(carried(&article, "source_members", true), "0");
    assert_str(carried(&article, "\\u0076alues", true), "2");
    assert_int_equal(article.carried_count, 5);
}

static void test_what_cannot_be_understood_is_noted_and_carried(void **state) {
    (void)state;
    dp_article article = decode(
        "{\"text\":\"a\",\"id\":[1],\"title\":5,\"url\":{},\"source\":7,\"published_at\":1725430000,\"language\":"
        "\"french\"}");
    assert_int_equal(article.notes, (1u << DP_NOTE_COUNT) - 1);
    assert_int_equal(article.id.len + article.title.len + article.url.len + article.source.len, 0);
    assert_int_equal(article.language.len + article.published_at.len, 0);
    assert_false(article.has_day);
    assert_str(carried(&article, "id", true), "[1]");
    assert_str(carried(&article, "title", true), "5");
    assert_str(carried(&article, "url", true), "{}");
    assert_str(carried(&article, "source", true), "7");
    assert_str(carried(&article, "published_at", true), "1725430000");
    assert_str(carried(&article, "language", true), "\"french\"");
}

static void test_numeric_id_becomes_a_string_and_stays(void **state) {
    (void)state;
    dp_article article = decode("{\"text\":\"a\",\"id\":12345678901234567890}");
    assert_str(article.id, "12345678901234567890");
    assert_str(carried(&article, "id", true), "12345678901234567890");
    assert_int_equal(article.notes, 0);
}

static void test_source_may_be_an_object_with_a_name(void **state) {
    (void)state;
    dp_article article = decode("{\"text\":\"a\",\"source\":{\"id\":null,\"name\":\"Le Monde\"}}");
    assert_str(article.source, "Le Monde");
    assert_str(carried(&article, "source", true), "{\"id\":null,\"name\":\"Le Monde\"}");
    assert_int_equal(article.notes, 0);
}

static void test_ids_and_sources_have_a_length(void **state) {
    (void)state;
    static char message[3000], name[1025];
    memset(name, 'n', 1024);
    snprintf(message, sizeof message, "{\"text\":\"a\",\"id\":\"%s\",\"source\":\"%s\"}", name, name);
    assert_int_equal(decode(message).notes, 0);
    snprintf(message, sizeof message, "{\"text\":\"a\",\"id\":\"%sx\",\"source\":\"%sx\"}", name, name);
    dp_article article = decode(message);
    assert_int_equal(article.notes, 1u << DP_NOTE_ID | 1u << DP_NOTE_SOURCE);
    assert_int_equal(carried(&article, "id", true).len, 1027);
    assert_int_equal(carried(&article, "source", true).len, 1027);
}

static void test_enriched_article_comes_in_again_without_its_results(void **state) {
    (void)state;
    dp_article article = decode(
        "{\"schema_version\":\"1.0\",\"id\":\"1\",\"title\":\"Le titre\",\"text\":\"Le titre\\n\\nLe "
        "texte.\",\"sentences\":[],"
        "\"entities\":[],\"values\":[],\"claims\":[],\"analysis\":{\"status\":\"analysed\"},\"rank\":1.0}");
    assert_str(article.body, "Le texte.");
    assert_int_equal(article.carried_count, 1);
    assert_str(carried(&article, "rank", false), "1.0");
}

static void test_language_tags(void **state) {
    (void)state;
    assert_str(decode("{\"text\":\"a\",\"language\":\"fr_FR\"}").language, "fr-FR");
    assert_str(decode("{\"text\":\"a\",\"language\":\"zh-Hant-TW\"}").language, "zh-Hant-TW");
    assert_str(decode("{\"text\":\"a\",\"language\":\"FRA\"}").language, "FRA");
    static const char *const bad[] = {"f", "fr-", "-fr", "fr--FR", "12", "fr FR", "français", "fr-abcdefghi"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char message[128];
        snprintf(message, sizeof message, "{\"text\":\"a\",\"language\":\"%s\"}", bad[i]);
        dp_article article = decode(message);
        assert_int_equal(article.language.len, 0);
        assert_int_equal(article.notes, 1u << DP_NOTE_LANGUAGE);
    }
}

static void test_title_is_one_line_of_plain_text(void **state) {
    (void)state;
    assert_str(decode("{\"text\":\"a\",\"title\":\" Un \\n\\t titre\\r\\n\"}").title, "Un titre");
    assert_str(decode("{\"text\":\"a\",\"title\":\"L&#8217;<i>arm&eacute;e</i>\"}").title, "L’armée");
    assert_str(decode("{\"text\":\"a\",\"title\":\"R&D < B\"}").title, "R&D < B");
    assert_int_equal(decode("{\"text\":\"a\",\"title\":\" \\u00a0 \"}").title.len, 0);
}

static void test_title_repeated_by_the_body_is_said_once(void **state) {
    (void)state;
    assert_str(decode("{\"title\":\"Le titre\",\"text\":\"Le titre\\n\\nLe texte.\"}").body, "Le texte.");
    assert_str(decode("{\"title\":\"Le titre\",\"text\":\"Le titre est long.\"}").body, "Le titre est long.");
    assert_str(decode("{\"title\":\"Le titre\",\"text\":\"Le titre\\n \"}").body, "Le titre\n ");
}

/* --------------------------------------------------------------------------------------------------- HTML */

static void test_html_body_is_reduced_and_carried(void **state) {
    (void)state;
    dp_article article = decode("{\"body\":\"<p>Un.</p><p>Deux &amp; trois.</p><script>x()</script>\"}");
    assert_str(article.body, "Un.\n\nDeux & trois.");
    assert_true(carried(&article, "body", false).len > 0);
    article = decode("{\"text\":\"<p>Un.</p>\"}");
    assert_str(carried(&article, "text", true), "\"<p>Un.</p>\"");
    dp_decode_options options = dp_decode_defaults();
    options.drop_bodies = true;
    article = decode_with(&options, "{\"body\":\"<p>Un.</p>\"}");
    assert_int_equal(article.carried_count, 0);
}

static void test_inline_markup_keeps_the_lines(void **state) {
    (void)state;
    dp_article article = decode("{\"text\":\"Un <b>gras</b>.\\n\\nL&rsquo;autre.\\nSans rien.\"}");
    assert_str(article.body, "Un gras.\n\nL’autre.\nSans rien.");
}

static void test_what_only_looks_like_markup_is_text(void **state) {
    (void)state;
    static const char *const texts[] = {"a < b > c",
                                        "R&D et AT&T",
                                        "<Jean> dit",
                                        "x <3 y",
                                        "<",
                                        "&",
                                        "&;",
                                        "&#;",
                                        "</",
                                        "5 <p",
                                        "le <prince> et <bobine>"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char message[128];
        snprintf(message, sizeof message, "{\"text\":\"%s\"}", texts[i]);
        dp_article article = decode(message);
        assert_str(article.body, texts[i]);
        assert_int_equal(article.carried_count, 0);
    }
}

static void test_bare_html_page_is_reduced(void **state) {
    (void)state;
    dp_article article = decode("\n<!doctype HTML>\n<html><body><p>Un.</p><p>Deux.</p></body></html>");
    assert_int_equal(article.form, DP_FORM_HTML);
    assert_str(article.body, "Un.\n\nDeux.");
}

/* -------------------------------------------------------------------------------------------------- ninjs */

static void test_ninjs_1(void **state) {
    (void)state;
    dp_article article = decode(
        "{\"uri\":\"http://example.org/1\",\"type\":\"text\",\"versioncreated\":\"2025-09-04T10:37:00Z\","
        "\"firstcreated\":\"2025-09-01T00:00:00Z\",\"copyrightholder\":\"L'Agence\",\"language\":\"fr\",\"urgency\":4,"
        "\"headline\":\"Le titre\",\"headline_seo\":\"Autre titre\",\"body_text\":\"Un. Deux.\","
        "\"body_xhtml\":\"<p>Un.</p><p>Deux.</p>\",\"person\":[{\"name\":\"Jeanne\"}]}");
    assert_int_equal(article.form, DP_FORM_NINJS);
    assert_str(article.id, "http://example.org/1");
    assert_str(article.title, "Le titre");
    assert_str(article.body, "Un.\n\nDeux.");
    assert_str(article.source, "L'Agence");
    assert_str(article.published_at, "2025-09-04T10:37:00Z");
    assert_str(article.language, "fr");
    assert_int_equal(article.day, 20335);
    assert_str(carried(&article, "uri", false), "\"http://example.org/1\"");
    assert_str(carried(&article, "headline", false), "\"Le titre\"");
    assert_str(carried(&article, "person", false), "[{\"name\":\"Jeanne\"}]");
    assert_true(carried(&article, "body_xhtml", false).len > 0);
    assert_int_equal(carried(&article, "language", true).len, 0);
}

static void test_ninjs_1_plain_body_is_not_said_twice(void **state) {
    (void)state;
    dp_article article = decode("{\"uri\":\"u\",\"body_text\":\"Le texte.\",\"headline\":\"Le titre\"}");
    assert_str(article.body, "Le texte.");
    assert_int_equal(carried(&article, "body_text", false).len, 0);
}

static void test_ninjs_2(void **state) {
    (void)state;
    dp_article article = decode(
        "{\"uri\":\"urn:x:2\",\"standard\":{\"name\":\"ninjs\",\"version\":\"2.1\"},\"contentcreated\":\"2025-09-03\","
        "\"infosources\":[{\"name\":\"AFP\"}],\"copyrightholder\":\"Le Journal\","
        "\"headlines\":[{\"role\":\"short\",\"value\":\"Court\"},{\"role\":\"main\",\"value\":\"Le titre\"}],"
        "\"bodies\":[{\"role\":\"teaser\",\"contenttype\":\"text/html\",\"value\":\"<p>Non</p>\"},"
        "{\"role\":\"main\",\"contenttype\":\"text/plain\",\"value\":\"Le <texte>.\"}]}");
    assert_int_equal(article.form, DP_FORM_NINJS);
    assert_str(article.id, "urn:x:2");
    assert_str(article.title, "Le titre");
    assert_str(article.body, "Le <texte>.");
    assert_str(article.source, "AFP");
    assert_str(article.published_at, "2025-09-03");
    assert_true(carried(&article, "bodies", false).len > 0);
}

static void test_ninjs_3(void **state) {
    (void)state;
    static const char message[] =
        "{\"uri\":\"urn:x:3\",\"versionCreated\":\"2025-09-04T16:02:28+02:00\",\"copyrightHolder\":\"dpa\","
        "\"language\":\"fr\","
        "\"bodies\":[{\"role\":\"html\",\"contentType\":\"text/html\",\"value\":\"<section><p>Un.</p><p>Deux.</p></"
        "section>\"}],"
        "\"headlines\":[{\"value\":\"Le titre\"}],\"by\":\"Jeanne\"}";
    dp_article article = decode(message);
    assert_str(article.id, "urn:x:3");
    assert_str(article.title, "Le titre");
    assert_str(article.body, "Un.\n\nDeux.");
    assert_str(article.source, "dpa");
    assert_int_equal(article.day, 20335);
    assert_str(carried(&article, "by", false), "\"Jeanne\"");
    dp_decode_options options = dp_decode_defaults();
    options.drop_bodies = true;
    article = decode_with(&options, message);
    assert_int_equal(carried(&article, "bodies", false).len, 0);
    assert_true(carried(&article, "headlines", false).len > 0);
}

static void test_ninjs_without_a_body_speaks_by_its_description(void **state) {
    (void)state;
    dp_article article = decode(
        "{\"uri\":\"u\",\"type\":\"picture\",\"headlines\":[{\"value\":\"Photo\"}],"
        "\"descriptions\":[{\"contenttype\":\"text/plain\",\"value\":\"La ministre au port.\"}]}");
    assert_str(article.body, "La ministre au port.");
    article = decode("{\"uri\":\"u\",\"headline\":\"Photo\",\"description_text\":\"La ministre au port.\"}");
    assert_str(article.body, "La ministre au port.");
    assert_true(carried(&article, "description_text", false).len > 0);
}

static void test_ninjs_takes_what_it_lacks_from_the_plain_members(void **state) {
    (void)state;
    dp_article article = decode(
        "{\"id\":\"k\",\"title\":\"Le "
        "titre\",\"body_html\":\"<p>Un.</p>\",\"published_at\":\"2025-09-04\",\"source\":\"AFP\"}");
    assert_int_equal(article.form, DP_FORM_NINJS);
    assert_str(article.id, "k");
    assert_str(article.title, "Le titre");
    assert_str(article.source, "AFP");
    assert_true(article.has_day);
}

static void test_an_article_with_a_text_is_no_ninjs_unless_it_says_so(void **state) {
    (void)state;
    assert_int_equal(decode("{\"uri\":\"u\",\"headline\":\"h\",\"text\":\"a\"}").form, DP_FORM_JSON);
    dp_article article = decode("{\"standard\":{\"name\":\"ninjs\"},\"text\":\"a\",\"bodies\":[{\"value\":\"b\"}]}");
    assert_int_equal(article.form, DP_FORM_NINJS);
    assert_str(article.body, "b");
}

static void test_ninjs_with_bad_dates_is_noted(void **state) {
    (void)state;
    dp_article article =
        decode("{\"uri\":\"u\",\"versioncreated\":\"hier\",\"firstcreated\":7,\"bodies\":[{\"value\":\"b\"}]}");
    assert_false(article.has_day);
    assert_int_equal(article.notes, 1u << DP_NOTE_PUBLISHED_AT);
    assert_str(carried(&article, "versioncreated", false), "\"hier\"");
}

/* ------------------------------------------------------------------------------------------------- memory */

static void test_every_failed_allocation_is_told(void **state) {
    (void)state;
    static const char *const messages[] = {
        "{\"id\":\"\\u0041\",\"title\":\"L&#8217;arm\",\"body\":\"<p>Un.</p>\",\"language\":\"fr_FR\"}",
        "{\"uri\":\"\\u0041\",\"headline\":\"\\u0041\",\"bodies\":[{\"contentType\":\"html\",\"value\":\"&eacute;\"}]}",
        "<!doctype html><p>Un.</p>",
    };
    dp_decode_options options = dp_decode_defaults();
    for (size_t i = 0; i < sizeof messages / sizeof *messages; i++) {
        int result = -1;
        unsigned long number = 1;
        for (; result && number < 1000; number++) {
            dp_arena cold;
            dp_article article;
            dp_rejection rejection;
            dp_arena_init(&cold);
            dp_memory_fail_at(number);
            result = dp_decode(&options, &cold, (dp_str){messages[i], strlen(messages[i])}, &article, &rejection);
            dp_memory_fail_at(0);
            assert_true(result <= 0);
            dp_arena_close(&cold);
        }
        assert_int_equal(result, 0);
        assert_true(number > 2);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_odd_message_gets_its_reason),
        cmocka_unit_test(test_nothing_is_read_after_the_message),
        cmocka_unit_test(test_every_reason_has_a_word_and_a_sentence),
        cmocka_unit_test(test_a_message_of_the_limit_passes_and_one_byte_more_does_not),
        cmocka_unit_test(test_depth_counts_the_article_itself),
        cmocka_unit_test(test_a_million_brackets_are_nested_too_deep),
        cmocka_unit_test(test_a_hundred_thousand_members_take_linear_time),
        cmocka_unit_test(test_bare_text_is_as_it_came),
        cmocka_unit_test(test_object_fills_the_article),
        cmocka_unit_test(test_body_stands_in_for_an_empty_text),
        cmocka_unit_test(test_names_are_configurable),
        cmocka_unit_test(test_members_are_carried_byte_for_byte),
        cmocka_unit_test(test_members_with_names_of_the_output_are_put_aside),
        cmocka_unit_test(test_what_cannot_be_understood_is_noted_and_carried),
        cmocka_unit_test(test_numeric_id_becomes_a_string_and_stays),
        cmocka_unit_test(test_source_may_be_an_object_with_a_name),
        cmocka_unit_test(test_ids_and_sources_have_a_length),
        cmocka_unit_test(test_enriched_article_comes_in_again_without_its_results),
        cmocka_unit_test(test_language_tags),
        cmocka_unit_test(test_title_is_one_line_of_plain_text),
        cmocka_unit_test(test_title_repeated_by_the_body_is_said_once),
        cmocka_unit_test(test_html_body_is_reduced_and_carried),
        cmocka_unit_test(test_inline_markup_keeps_the_lines),
        cmocka_unit_test(test_what_only_looks_like_markup_is_text),
        cmocka_unit_test(test_bare_html_page_is_reduced),
        cmocka_unit_test(test_ninjs_1),
        cmocka_unit_test(test_ninjs_1_plain_body_is_not_said_twice),
        cmocka_unit_test(test_ninjs_2),
        cmocka_unit_test(test_ninjs_3),
        cmocka_unit_test(test_ninjs_without_a_body_speaks_by_its_description),
        cmocka_unit_test(test_ninjs_takes_what_it_lacks_from_the_plain_members),
        cmocka_unit_test(test_an_article_with_a_text_is_no_ninjs_unless_it_says_so),
        cmocka_unit_test(test_ninjs_with_bad_dates_is_noted),
        cmocka_unit_test(test_every_failed_allocation_is_told),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
