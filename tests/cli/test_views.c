/* The views, over a document made by hand with everything in it, hostile text too. */
#include "unit.h"

#include <gumbo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/document.h"
#include "base/memory.h"
#include "cli/color.h"
#include "cli/escape.h"
#include "cli/labels.h"
#include "cli/pieces.h"
#include "cli/pretty.h"
#include "cli/reading.h"
#include "cli/view_html.h"
#include "cli/view_text.h"
#include "cli/wrap.h"

static const char title[] = "Le <b>sommet</b> & Pékin";
static const char body[] =
    "Jeanne Dupont a dit jeudi : « Il y a 2 000 morts. »\n\nSelon elle, <script>alert(1)</script> l'a promis.";

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
    static dp_mention mentions[3];
    static uint32_t mentions_of[3] = {0, 1, 2};
    static dp_str roles[] = {{"ministre <i>", 12}, {"députée", 9}};
    static depeche_link links[] = {{.kind = DEPECHE_LINK_GEONAMES, .id = {"1816670", 7}, .has_coordinates = true},
                                   {.kind = DEPECHE_LINK_ISO3166, .id = {"CN", 2}}};
    static dp_entity entities[2];
    mentions[0] = (dp_mention){words(token("Pékin"), 1), 0, DEPECHE_MENTION_NAME};
    mentions[1] = (dp_mention){words(token("Jeanne"), 2), 1, DEPECHE_MENTION_NAME};
    mentions[2] = (dp_mention){words(token("elle"), 1), 1, DEPECHE_MENTION_PRONOUN};
    entities[0] = (dp_entity){
        .type = DEPECHE_LOCATION, .name = DP_STR("Pékin"), .mention_count = 1, .links = links, .link_count = 2};
    entities[1] = (dp_entity){.type = DEPECHE_PERSON,
                              .name = DP_STR("Jeanne \"J\" Dupont"),
                              .first_mention = 1,
                              .mention_count = 2,
                              .roles = roles,
                              .role_count = 2};
    document.entities =
        (dp_entities){.at = entities, .count = 2, .mentions = mentions, .mention_count = 3, .mentions_of = mentions_of};
}

static void make_values(void) {
    static dp_value values[2];
    values[0] = (dp_value){.tokens = words(token("jeudi"), 1), .kind = DEPECHE_VALUE_DATE, .iso = DP_STR("2025-09-04")};
    values[1] = (dp_value){.tokens = words(token("2 000"), 2),
                           .kind = DEPECHE_VALUE_QUANTITY,
                           .approximation = DEPECHE_ABOUT,
                           .has_number = true,
                           .number = 2000,
                           .unit = DP_STR("mort")};
    document.values = (dp_values){values, 2};
}

/* The second claim's content crosses the first's and runs over a paragraph's end. */
static void make_claims(void) {
    static dp_range contents[2], cues[2];
    static dp_claim claims[2];
    static float worthiness[16] = {0, 0.75f};
    static dp_factor factors[3];
    contents[0] = words(token("Il"), 6);
    contents[1] = (dp_range){token("2 000"), token("promis") + 1};
    cues[0] = words(token("a"), 2);
    cues[1] = words(token("Selon"), 1);
    claims[0] = (dp_claim){.kind = DEPECHE_CLAIM_DIRECT,
                           .contents = contents,
                           .content_count = 1,
                           .cues = cues,
                           .cue_count = 1,
                           .source = words(token("Jeanne"), 2),
                           .speaker = 1,
                           .speaker_name = DP_STR("Jeanne Dupont"),
                           .reported_by = 1,
                           .said_at = 0,
                           .check_worthiness = 0.9f};
    claims[1] = (dp_claim){.kind = DEPECHE_CLAIM_MIXED,
                           .contents = contents + 1,
                           .content_count = 1,
                           .cues = cues + 1,
                           .cue_count = 1,
                           .source = words(token("elle"), 1),
                           .cue_negated = true,
                           .speaker = DEPECHE_NONE,
                           .reported_by = DEPECHE_NONE,
                           .said_at = DEPECHE_NONE,
                           .polarity = DEPECHE_DENIES,
                           .certainty = DEPECHE_CONDITIONAL};
    factors[0] = (dp_factor){"numbers", {0, 0}, 0.86f};
    factors[1] = (dp_factor){"word", words(token("promis"), 1), 0.5f};
    factors[2] = (dp_factor){"first_person", {0, 0}, -0.25f};
    claims[0].factors = (dp_factors){factors, 3};
    document.claims = (dp_claims){.at = claims, .count = 2, .sentence_worthiness = worthiness};
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

static dp_view_article article(void) {
    return (dp_view_article){.document = &document,
                             .id = DP_STR("a<1>"),
                             .source = DP_STR("Le \"Journal\""),
                             .published_at = DP_STR("2025-09-04"),
                             .url = DP_STR("https://example.org/?a=1&b=\"2\"")};
}

static void assert_contains(const char *text, const char *part) {
    if (!strstr(text, part)) fail_msg("\"%s\" is not in: %s", part, text);
}

/* ------------------------------------------------------------------------------------------------- pieces */

static void test_pieces_cover_the_text_without_gaps(void **state) {
    (void)state;
    dp_pieces pieces;
    assert_int_equal(dp_pieces_cut(&document, &pieces), 0);
    uint32_t at = 0;
    for (size_t i = 0; i < pieces.count; i++) {
        assert_int_equal(pieces.at[i].start, at);
        assert_true(pieces.at[i].end > at);
        at = pieces.at[i].end;
    }
    assert_int_equal(at, document.text.bytes.len);
    dp_pieces_close(&pieces);
}

static const dp_piece *piece_at(const dp_pieces *pieces, const char *form) {
    uint32_t byte = document.text.tokens[token(form)].byte_start;
    for (size_t i = 0; i < pieces->count; i++) {
        if (pieces->at[i].start <= byte && byte < pieces->at[i].end) return &pieces->at[i];
    }
    return NULL;
}

static void test_pieces_know_what_lies_over_them(void **state) {
    (void)state;
    dp_pieces pieces;
    assert_int_equal(dp_pieces_cut(&document, &pieces), 0);
    const dp_piece *name = piece_at(&pieces, "Dupont"), *number = piece_at(&pieces, "2 000"),
                   *said = piece_at(&pieces, "dit");
    assert_int_equal(name->of[DP_LAYER_ENTITY], 1);
    assert_int_equal(name->of[DP_LAYER_SOURCE], 0);
    assert_int_equal(name->of[DP_LAYER_CLAIM], DEPECHE_NONE);
    assert_int_equal(number->of[DP_LAYER_VALUE], 1);
    assert_int_equal(number->of[DP_LAYER_CLAIM], 1); /* of two that cross, the one that began later */
    assert_int_equal(piece_at(&pieces, "Il")->of[DP_LAYER_CLAIM], 0);
    assert_int_equal(said->of[DP_LAYER_CUE], 0);
    dp_pieces_close(&pieces);
}

static void test_pieces_of_an_empty_document(void **state) {
    (void)state;
    depeche_document empty = {.text = {.bytes = {"", 0}}};
    dp_pieces pieces;
    assert_int_equal(dp_pieces_cut(&empty, &pieces), 0);
    assert_int_equal(pieces.count, 0);
    dp_pieces_close(&pieces);
}

static void test_pieces_survive_memory_failure(void **state) {
    (void)state;
    dp_pieces pieces;
    for (unsigned long at = 1; at <= 3; at++) {
        dp_memory_fail_at(at);
        int result = dp_pieces_cut(&document, &pieces);
        dp_memory_fail_at(0);
        assert_int_equal(result, -1);
    }
}

/* --------------------------------------------------------------------------------------------------- HTML */

static const char *make_page(dp_buffer *html, unsigned articles) {
    dp_view_html *page = dp_view_html_open();
    assert_non_null(page);
    dp_view_article one = article();
    for (unsigned i = 0; i < articles; i++) dp_view_html_add(page, &one);
    dp_view_html_finish(page, html);
    dp_view_html_close(page);
    assert_false(html->failed);
    return dp_buffer_text(html);
}

/* An HTML5 parser finds nothing to complain of. */
static void check_valid(const dp_buffer *html) {
    GumboOutput *parsed = gumbo_parse_with_options(&kGumboDefaultOptions, html->at, html->len);
    assert_int_equal(parsed->errors.length, 0);
    gumbo_destroy_output(&kGumboDefaultOptions, parsed);
}

/* Every id is there once, and every link inside of the page leads to one. */
static void check_links(const char *html) {
    char id[64], attribute[80];
    for (const char *at = html; (at = strstr(at, " id=\"")); at += 5) {
        snprintf(id, sizeof id, "%.*s", (int)strcspn(at + 5, "\""), at + 5);
        snprintf(attribute, sizeof attribute, " id=\"%s\"", id);
        assert_null(strstr(at + 5, attribute));
    }
    for (const char *at = html; (at = strstr(at, " href=\"#")); at += 8) {
        snprintf(id, sizeof id, "%.*s", (int)strcspn(at + 8, "\""), at + 8);
        snprintf(attribute, sizeof attribute, " id=\"%s\"", id);
        assert_contains(html, attribute);
    }
}

static void test_page_is_valid_and_its_links_lead_somewhere(void **state) {
    (void)state;
    for (unsigned articles = 0; articles <= 3; articles++) {
        dp_buffer html = {0};
        const char *page = make_page(&html, articles);
        check_valid(&html);
        check_links(page);
        assert_int_equal(strstr(page, "<nav") != NULL, articles > 1);
        dp_buffer_close(&html);
    }
}

static void test_page_escapes_what_the_article_says(void **state) {
    (void)state;
    dp_buffer html = {0};
    const char *page = make_page(&html, 1);
    assert_null(strstr(page, "<script"));
    assert_null(strstr(page, "<b>sommet"));
    assert_null(strstr(page, "<i>"));
    assert_contains(page, "&lt;b&gt;sommet&lt;/b&gt; &amp; <span class=\"location\"");
    assert_contains(page, "title=\"person: Jeanne &quot;J&quot; Dupont\"");
    assert_contains(page, "href=\"https://example.org/?a=1&amp;b=&quot;2&quot;\"");
    assert_contains(page, "a&lt;1&gt;");
    dp_buffer_close(&html);
}

static void test_page_loads_nothing_from_outside(void **state) {
    (void)state;
    dp_buffer html = {0};
    const char *page = make_page(&html, 1);
    assert_contains(page, "content=\"default-src 'none'; style-src 'unsafe-inline'\"");
    static const char *const loaders[] = {"src=", "@import", "url(", "<link", "<img", "<iframe", " style=", " onclick"};
    for (size_t i = 0; i < sizeof loaders / sizeof *loaders; i++) {
        if (strstr(page, loaders[i]) && strcmp(loaders[i], "src=") != 0) fail_msg("%s is in the page", loaders[i]);
    }
    assert_null(strstr(page, " src="));
    dp_buffer_close(&html);
}

static void test_links_of_other_schemes_are_not_made(void **state) {
    (void)state;
    dp_view_html *page = dp_view_html_open();
    dp_view_article one = article();
    one.url = DP_STR("javascript:alert(1)");
    dp_view_html_add(page, &one);
    dp_buffer html = {0};
    dp_view_html_finish(page, &html);
    assert_null(strstr(dp_buffer_text(&html), "javascript"));
    dp_view_html_close(page);
    dp_buffer_close(&html);
}

/* The visible text of an element's subtree, without that of claim links and marks. */
static void collect_text(const GumboNode *node, dp_buffer *text) {
    if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE) {
        dp_buffer_add_text(text, node->v.text.text);
    }
    if (node->type != GUMBO_NODE_ELEMENT) return;
    const GumboAttribute *class = gumbo_get_attribute(&node->v.element.attributes, "class");
    if (class && (strcmp(class->value, "ref") == 0 || strcmp(class->value, "worthy") == 0)) return;
    for (unsigned i = 0; i < node->v.element.children.length; i++) {
        collect_text(node->v.element.children.data[i], text);
    }
}

static const GumboNode *find_class(const GumboNode *node, const char *name) {
    if (node->type != GUMBO_NODE_ELEMENT) return NULL;
    const GumboAttribute *class = gumbo_get_attribute(&node->v.element.attributes, "class");
    if (class && strcmp(class->value, name) == 0) return node;
    const GumboNode *found = NULL;
    for (unsigned i = 0; !found && i < node->v.element.children.length; i++) {
        found = find_class(node->v.element.children.data[i], name);
    }
    return found;
}

static void test_page_shows_the_whole_text(void **state) {
    (void)state;
    dp_buffer html = {0}, text = {0};
    make_page(&html, 1);
    GumboOutput *parsed = gumbo_parse_with_options(&kGumboDefaultOptions, html.at, html.len);
    const GumboNode *node = find_class(parsed->root, "text");
    assert_non_null(node);
    collect_text(node, &text);
    assert_string_equal(dp_buffer_text(&text),
                        "\nJeanne Dupont a dit jeudi : « Il y a 2 000 morts. »\nSelon elle, <script>alert(1)</script> "
                        "l'a promis.\n");
    gumbo_destroy_output(&kGumboDefaultOptions, parsed);
    dp_buffer_close(&html);
    dp_buffer_close(&text);
}

static void test_page_reports_memory_failure(void **state) {
    (void)state;
    dp_memory_fail_at(1);
    assert_null(dp_view_html_open());
    dp_memory_fail_at(0);
    for (unsigned long at = 1; at < 12; at++) {
        dp_view_html *page = dp_view_html_open();
        dp_buffer html = {0};
        dp_view_article one = article();
        dp_memory_fail_at(at);
        dp_view_html_add(page, &one);
        dp_memory_fail_at(0);
        dp_view_html_finish(page, &html);
        assert_true(html.failed);
        dp_buffer_close(&html);
        dp_view_html_close(page);
    }
}

/* --------------------------------------------------------------------------------------------------- text */

static void test_text_view_lists_everything(void **state) {
    (void)state;
    dp_buffer text = {0};
    dp_view_article one = article();
    dp_view_text_add(&text, &one, false, 80);
    const char *shown = dp_buffer_text(&text);
    assert_contains(shown, "Le \"Journal\" · 2025-09-04 · fr · a<1>\n");
    assert_contains(shown, "\nPeople\n  Jeanne \"J\" Dupont, ministre <i>; députée ×2\n");
    assert_contains(shown, "\nLocations\n  Pékin [GeoNames 1816670] [ISO CN]\n");
    assert_contains(shown,
                    "\n! Jeanne Dupont — a dit — Il y a 2 000 morts. [direct, worth 0.90, reported by\n    elle]\n"
                    "    because: +0.9 numbers, +0.5 «\xC2\xA0promis\xC2\xA0», -0.2 first person\n");
    assert_contains(shown, "\n  elle — Selon — 2 000 morts. »");
    assert_contains(shown, "denies, conditional, negated");
    assert_contains(shown,
                    "\nValues\n  jeudi = 2025-09-04\n  2 000 morts = about 2\xC2\xA0"
                    "000\xC2\xA0×\xC2\xA0mort\n");
    assert_null(strchr(shown, '\033'));
    dp_buffer_close(&text);
}

static void test_all_who_say_a_claim_are_shown(void **state) {
    (void)state;
    static uint32_t joint[] = {0};
    document.claims.at[0].joint = joint;
    document.claims.at[0].joint_count = 1;
    dp_buffer text = {0}, html = {0};
    dp_view_article one = article();
    dp_view_text_add(&text, &one, false, 80);
    assert_contains(dp_buffer_text(&text), "\n! Pékin, Jeanne Dupont — a dit — Il y a");
    assert_contains(make_page(&html, 1), "<span class=\"who\">Pékin, Jeanne Dupont</span>");
    document.claims.at[0].joint_count = 0;
    dp_buffer_close(&text);
    dp_buffer_close(&html);
}

static void test_coloured_text_view_shows_the_same_words(void **state) {
    (void)state;
    dp_buffer plain = {0}, colored = {0}, stripped = {0};
    dp_view_article one = article();
    dp_view_text_add(&plain, &one, false, 60);
    dp_view_text_add(&colored, &one, true, 60);
    for (size_t i = 0; i < colored.len; i++) {
        if (colored.at[i] == '\033') {
            while (colored.at[i] != 'm') i++;
        } else {
            dp_buffer_add_char(&stripped, colored.at[i]);
        }
    }
    assert_string_equal(dp_buffer_text(&stripped), dp_buffer_text(&plain));
    assert_contains(dp_buffer_text(&colored), "\033[4;32mJeanne");
    dp_buffer_close(&plain);
    dp_buffer_close(&colored);
    dp_buffer_close(&stripped);
}

static void test_unsupported_languages_are_said(void **state) {
    (void)state;
    depeche_document other = document;
    other.status = DEPECHE_UNSUPPORTED_LANGUAGE;
    dp_view_article one = article();
    one.document = &other;
    dp_buffer text = {0};
    dp_view_text_add(&text, &one, false, 80);
    assert_contains(dp_buffer_text(&text), "there is no language pack");
    dp_buffer_close(&text);
}

/* ------------------------------------------------------------------------------------------------ folding */

static void check_wrapped(const char *input, size_t width, const char *expected) {
    dp_buffer text = {0};
    dp_wrap wrap = dp_wrap_open(&text, width);
    dp_wrap_add_text(&wrap, input);
    dp_wrap_end(&wrap, 0);
    dp_wrap_close(&wrap);
    assert_string_equal(dp_buffer_text(&text), expected);
    dp_buffer_close(&text);
}

static void test_lines_are_folded_at_blanks(void **state) {
    (void)state;
    check_wrapped("one two three", 7, "one two\nthree\n");
    check_wrapped("é é é é", 3, "é é\né é\n");
    check_wrapped("unbreakable word", 4, "unbreakable\nword\n");
    check_wrapped("a  b\n\nc", 10, "a b\n\nc\n");
    check_wrapped("", 10, "\n");
}

static void test_terminals_are_not_commanded_by_text(void **state) {
    (void)state;
    check_wrapped(
        "a\033[31mb\x07"
        "c\x7F"
        "d\xC2\x9B"
        "e\r\tf",
        80, "a [31mb c d e f\n");
    check_wrapped(
        "a\xE2\x80\xAE"
        "b\xE2\x81\xA6"
        "c",
        80, "a b c\n");
    check_wrapped("l\xE2\x80\x99\xC2\xA0x", 80, "l\xE2\x80\x99\xC2\xA0x\n");
}

/* -------------------------------------------------------------------------------------------------- others */

static void test_html_is_escaped(void **state) {
    (void)state;
    dp_buffer html = {0};
    dp_escape_html(&html, DP_STR("<a href='x' id=\"y\">&\x01\n\x7F é"));
    assert_string_equal(dp_buffer_text(&html),
                        "&lt;a href=&#39;x&#39; id=&quot;y&quot;&gt;&amp;\xEF\xBF\xBD\n\xEF\xBF\xBD é");
    dp_buffer_close(&html);
}

static void check_pretty(const char *json, const char *expected) {
    dp_buffer text = {0};
    dp_pretty_add(&text, (dp_str){json, strlen(json)});
    assert_string_equal(dp_buffer_text(&text), expected);
    dp_buffer_close(&text);
}

static void test_json_is_laid_out(void **state) {
    (void)state;
    check_pretty("{\"a\":[{\"b\":1,\"c\":\"x,{\\\"}\"}],\"d\":[]}",
                 "{\n  \"a\": [\n    {\"b\": 1, \"c\": \"x,{\\\"}\"}\n  ],\n  \"d\": []\n}\n");
    check_pretty("[1.50,1e3]", "[1.50, 1e3]\n");
    check_pretty("\"\\\\\"", "\"\\\\\"\n");
}

static void test_values_are_worded(void **state) {
    (void)state;
    static const struct {
        depeche_value value;
        const char *expected;
    } cases[] = {
        {{.kind = DEPECHE_VALUE_DATE}, ""},
        {{.kind = DEPECHE_VALUE_DATE, .iso = {"2025-09", 7}}, "2025-09"},
        {{.kind = DEPECHE_VALUE_MONEY, .has_number = true, .number = 2e9, .unit = {"USD", 3}},
         "2\xC2\xA0"
         "000\xC2\xA0"
         "000\xC2\xA0"
         "000\xC2\xA0USD"},
        {{.kind = DEPECHE_VALUE_PERCENT, .has_number = true, .number = -3.25, .approximation = DEPECHE_MORE_THAN},
         "more than -3.25\xC2\xA0%"},
        {{.kind = DEPECHE_VALUE_QUANTITY, .has_number = true, .number = 3, .has_number2 = true, .number2 = 1}, "3–1"},
        {{.kind = DEPECHE_VALUE_QUANTITY, .has_number = true, .number = 1e20}, "1e+20"},
        {{.kind = DEPECHE_VALUE_QUANTITY, .has_number = true, .number = -1000},
         "-1\xC2\xA0"
         "000"},
        {{.kind = DEPECHE_VALUE_DURATION, .iso = {"P3D", 3}, .has_number = true, .number = 3}, "P3D"},
        {{.kind = DEPECHE_VALUE_DURATION, .has_number = true, .number = 3, .unit = {"jour", 4}}, "3\xC2\xA0jour"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dp_buffer text = {0};
        dp_label_value(&text, &cases[i].value);
        assert_string_equal(dp_buffer_text(&text), cases[i].expected);
        dp_buffer_close(&text);
    }
}

static void test_excerpts_are_cut_at_words(void **state) {
    (void)state;
    dp_buffer text = {0};
    dp_label_excerpt(&text, DP_STR("une phrase\nassez longue"), 18);
    assert_string_equal(dp_buffer_text(&text), "une phrase assez…");
    dp_buffer_clear(&text);
    dp_label_excerpt(&text, DP_STR("ééééééééé"), 5);
    assert_string_equal(dp_buffer_text(&text), "éé…");
    dp_buffer_clear(&text);
    dp_label_excerpt(&text, DP_STR("court"), 5);
    assert_string_equal(dp_buffer_text(&text), "court");
    dp_buffer_close(&text);
}

static void test_readings_need_a_document(void **state) {
    (void)state;
    dp_buffer text = {0};
    assert_int_equal(dp_reading_add(&text, DP_STR("no JSON"), false, 80), -1);
    assert_int_equal(dp_reading_add(&text, DP_STR("[1]"), false, 80), -1);
    assert_int_equal(dp_reading_add(&text, DP_STR("{}"), false, 80), 0);
    assert_int_equal(dp_reading_add(&text,
                                    DP_STR("{\"text\":5,\"entities\":{},\"claims\":[1],\"values\":[null],"
                                           "\"sentences\":[{\"start\":5,\"end\":9e9,\"check_worthiness\":1}]}"),
                                    true, 80),
                     0);
    dp_buffer_close(&text);
}

static void test_readings_show_all_who_say_a_claim(void **state) {
    (void)state;
    dp_buffer text = {0};
    dp_str document_bytes = DP_STR(
        "{\"text\":\"x\",\"entities\":[{\"id\":\"e1\",\"type\":\"person\",\"name\":\"Li\"}],\"claims\":["
        "{\"id\":\"c1\",\"kind\":\"direct\",\"content\":[{\"text\":\"Oui\"}],"
        "\"speaker\":{\"name\":\"Xi\",\"with\":[\"e1\",\"e9\",5]}}]}");
    assert_int_equal(dp_reading_add(&text, document_bytes, false, 80), 0);
    assert_contains(dp_buffer_text(&text), "Li, Xi: Oui");
    dp_buffer_close(&text);
}

static void test_readings_show_values_that_say_more_than_their_words(void **state) {
    (void)state;
    dp_buffer text = {0};
    dp_str with_values = DP_STR(
        "{\"text\":\"x\",\"values\":["
        "{\"text\":\"38 %\",\"kind\":\"percentage\",\"number\":38},"
        "{\"text\":\"48 ans\",\"kind\":\"quantity\",\"number\":48,\"unit\":\"ans\"},"
        "{\"text\":\"2 milliards d'euros\",\"kind\":\"money\",\"number\":2e9,\"currency\":\"EUR\","
        "\"approximation\":\"about\"},"
        "{\"text\":\"jeudi\",\"kind\":\"date\",\"iso\":\"2025-09-04\"},"
        "{\"text\":\"un jour\",\"kind\":\"date\"}]}");
    assert_int_equal(dp_reading_add(&text, with_values, false, 80), 0);
    assert_contains(dp_buffer_text(&text),
                    "  values   2 milliards d'euros = about 2\xC2\xA0"
                    "000\xC2\xA0"
                    "000\xC2\xA0"
                    "000\xC2\xA0"
                    "EUR · jeudi = 2025-09-04\n");
    dp_buffer_close(&text);
}

static void test_colours_follow_the_wish_and_the_terminal(void **state) {
    (void)state;
    assert_true(dp_color_wanted("always", -1));
    assert_false(dp_color_wanted("never", 1));
    assert_false(dp_color_wanted("auto", -1));
    assert_false(dp_color_wanted(NULL, -1));
    assert_int_equal(dp_color_columns(-1), 80);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pieces_cover_the_text_without_gaps),
        cmocka_unit_test(test_pieces_know_what_lies_over_them),
        cmocka_unit_test(test_pieces_of_an_empty_document),
        cmocka_unit_test(test_pieces_survive_memory_failure),
        cmocka_unit_test(test_page_is_valid_and_its_links_lead_somewhere),
        cmocka_unit_test(test_page_escapes_what_the_article_says),
        cmocka_unit_test(test_page_loads_nothing_from_outside),
        cmocka_unit_test(test_links_of_other_schemes_are_not_made),
        cmocka_unit_test(test_page_shows_the_whole_text),
        cmocka_unit_test(test_page_reports_memory_failure),
        cmocka_unit_test(test_text_view_lists_everything),
        cmocka_unit_test(test_all_who_say_a_claim_are_shown),
        cmocka_unit_test(test_coloured_text_view_shows_the_same_words),
        cmocka_unit_test(test_unsupported_languages_are_said),
        cmocka_unit_test(test_lines_are_folded_at_blanks),
        cmocka_unit_test(test_terminals_are_not_commanded_by_text),
        cmocka_unit_test(test_html_is_escaped),
        cmocka_unit_test(test_json_is_laid_out),
        cmocka_unit_test(test_values_are_worded),
        cmocka_unit_test(test_excerpts_are_cut_at_words),
        cmocka_unit_test(test_readings_need_a_document),
        cmocka_unit_test(test_readings_show_all_who_say_a_claim),
        cmocka_unit_test(test_readings_show_values_that_say_more_than_their_words),
        cmocka_unit_test(test_colours_follow_the_wish_and_the_terminal),
    };
    return cmocka_run_group_tests_name("cli views", tests, set_up, tear_down);
}
