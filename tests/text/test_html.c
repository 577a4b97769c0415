#include "unit.h"

#include "base/memory.h"
#include "rules.h"
#include "text/html.h"
#include "text/utf8.h"

static void assert_text(const char *html, const char *wanted) {
    dp_arena arena;
    dp_arena_init(&arena);
    dp_str text;
    assert_int_equal(dp_html_to_text(&arena, str_of(html), &text), 0);
    assert_int_equal(text.len, strlen(wanted));
    assert_memory_equal(text.at, wanted, text.len);
    dp_arena_close(&arena);
}

static void test_blocks_become_paragraphs(void **state) {
    (void)state;
    assert_text("<h1>Titre</h1><p>Un  <b>pa</b>ra\n</p><div>deux<p>trois</div>", "Titre\n\nUn para\n\ndeux\n\ntrois");
    assert_text("sans balise", "sans balise");
    assert_text("un<br>deux<br/><br>trois", "un\ndeux\ntrois");
    assert_text("", "");
    assert_text("<p>  </p> <div></div>", "");
}

static void test_lists_and_tables_become_lines(void **state) {
    (void)state;
    assert_text("<p>a<ul><li>un<li>deux<ul><li>sous</ul></ul>fin", "a\n\nun\ndeux\n\nsous\n\nfin");
    assert_text("<table><tr><td>a<th>b<tr><td>c</table>", "a\tb\nc");
    assert_text("<dl><dt>a<dd>b</dl>", "a\nb");
}

static void test_phrases_do_not_cut_words(void **state) {
    (void)state;
    assert_text("le 1<sup>er</sup> <em>jan</em>vier, co&shy;op<wbr>", "le 1er janvier, co\u00ADop");
    assert_text("<p>a<span> b</span> <i>c</i>", "a b c");
    assert_text("Il dit <q>oui</q>.", "Il dit “oui”.");
}

static void test_entities_are_decoded(void **state) {
    (void)state;
    assert_text("&laquo;&nbsp;&eacute;t&eacute; &amp; &#8217;&#x20ac;&raquo; &inconnu; &lt;b&gt;",
                "«\u00A0été & ’€» &inconnu; <b>");
    assert_text("&#xD800;&#0;", "\uFFFD\uFFFD");
    assert_text("<p>a &#xD8DDDDDDDDDDDDDD; b &#4294967361; c", "a &#xD8DDDDDDDDDDDDDD; b &#4294967361; c");
    assert_text("<p>&#x0000000041;", "A");
}

static void test_code_controls_captions_and_hidden_parts_go(void **state) {
    (void)state;
    assert_text(
        "<html><head><title>t</title><style>p{}</style></head><body><script>'<p>x'</script>a"
        "<noscript>n</noscript><template>t</template><nav>n</nav><aside>s</aside><button>f</button>"
        "<figure><img alt=z><figcaption>Photo</figcaption></figure><!-- c --><svg><text>s</text></svg>b",
        "a\n\nb");
    assert_text(
        "a<p hidden>x</p><p style='color:red; DISPLAY : None'>y</p><span aria-hidden=true>z</span>"
        "<i style='visibility:hidden'>v</i><i style='display:inline'>k</i>",
        "a\n\nk");
}

static void test_preformatted_lines_are_kept(void **state) {
    (void)state;
    assert_text("<pre>a\n  b</pre>c\nd", "a\nb\n\nc d");
}

/* `html` repeated, then `tail`. */
static dp_str repeat(dp_arena *arena, const char *html, size_t times, const char *tail) {
    size_t size = strlen(html), end = strlen(tail);
    char *bytes = dp_arena_alloc(arena, size * times + end);
    assert_non_null(bytes);
    for (size_t i = 0; i < times; i++) memcpy(bytes + size * i, html, size);
    memcpy(bytes + size * times, tail, end);
    return (dp_str){bytes, size * times + end};
}

static void test_what_is_too_much_for_a_parser_is_stripped(void **state) {
    (void)state;
    static const char *const heads[] = {"<div>",     "<b><i>",        "<span></div>",
                                        "<svg><td>", "<a ='\"><div>", "<table><tr><td>"};
    dp_arena arena;
    dp_arena_init(&arena);
    for (size_t i = 0; i < COUNT(heads); i++) {
        dp_str text;
        assert_int_equal(dp_html_to_text(&arena, repeat(&arena, heads[i], 100000, "fin &amp; <p>suite"), &text), 0);
        assert_int_equal(text.len, strlen("fin & \n\nsuite") - 1);
        assert_memory_equal(text.at, "fin &\n\nsuite", text.len);
    }
    dp_arena_close(&arena);
}

static void test_one_tag_with_many_attributes_is_stripped(void **state) {
    (void)state;
    dp_arena arena;
    dp_arena_init(&arena);
    dp_str text, middle = repeat(&arena, " a='>'", 100000, ">texte");
    char *html = dp_arena_alloc(&arena, middle.len + 2);
    memcpy(html, "<p", 2);
    memcpy(html + 2, middle.at, middle.len);
    assert_int_equal(dp_html_to_text(&arena, (dp_str){html, middle.len + 2}, &text), 0);
    assert_int_equal(text.len, 5);
    assert_memory_equal(text.at, "texte", 5);
    dp_arena_close(&arena);
}

static void test_reopened_elements_take_bounded_memory(void **state) {
    (void)state;
    dp_arena arena;
    dp_arena_init(&arena);
    dp_str head = repeat(&arena, "<b><i><u><s><tt>", 20, ""), text;
    dp_str tail = repeat(&arena, "<p>x", 200000, "");
    char *html = dp_arena_alloc(&arena, head.len + tail.len);
    memcpy(html, head.at, head.len);
    memcpy(html + head.len, tail.at, tail.len);
    assert_int_equal(dp_html_to_text(&arena, (dp_str){html, head.len + tail.len}, &text), 0);
    assert_int_equal(text.len, 3 * 200000 - 2);
    assert_true(dp_arena_held(&arena) < 200 * (head.len + tail.len));
    dp_arena_close(&arena);
}

static void test_broken_markup_gives_valid_text(void **state) {
    (void)state;
    static const char *const pieces[] = {"<",    ">", "&",         "<!--",     "-->",        "<p", "é",  "\"",
                                         "'",    "=", "</",        "<svg>",    "<table>",    "x ", "&#", "<b",
                                         "<td>", ";", "<![CDATA[", "<select>", "<template>", "/>"};
    dp_arena arena;
    dp_arena_init(&arena);
    uint32_t seed = 1;
    for (int round = 0; round < 300; round++) {
        char html[1024];
        size_t len = 0;
        for (int i = 0; i < 60; i++) {
            seed = seed * 1664525u + 1013904223u;
            const char *piece = pieces[(seed >> 16) % COUNT(pieces)];
            memcpy(html + len, piece, strlen(piece));
            len += strlen(piece);
        }
        dp_str text;
        assert_int_equal(dp_html_to_text(&arena, (dp_str){html, len}, &text), 0);
        assert_int_equal(dp_utf8_check(text), text.len);
        dp_arena_reset(&arena);
    }
    dp_arena_close(&arena);
}

static void test_every_failed_allocation_is_reported(void **state) {
    (void)state;
    dp_arena pages;
    dp_arena_init(&pages);
    dp_str html = repeat(&pages, "<p>Un <b>mot</b>", 20000, "");
    unsigned long failures = 0;
    for (unsigned long at = 1;; at++) {
        dp_arena arena;
        dp_arena_init(&arena);
        dp_str text;
        dp_memory_fail_at(at);
        int result = dp_html_to_text(&arena, html, &text);
        dp_memory_fail_at(0);
        dp_arena_close(&arena);
        if (result == 0) break;
        assert_int_equal(result, -1);
        failures++;
    }
    assert_true(failures > 2);
    dp_arena_close(&pages);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_blocks_become_paragraphs),
        cmocka_unit_test(test_lists_and_tables_become_lines),
        cmocka_unit_test(test_phrases_do_not_cut_words),
        cmocka_unit_test(test_entities_are_decoded),
        cmocka_unit_test(test_code_controls_captions_and_hidden_parts_go),
        cmocka_unit_test(test_preformatted_lines_are_kept),
        cmocka_unit_test(test_what_is_too_much_for_a_parser_is_stripped),
        cmocka_unit_test(test_one_tag_with_many_attributes_is_stripped),
        cmocka_unit_test(test_reopened_elements_take_bounded_memory),
        cmocka_unit_test(test_broken_markup_gives_valid_text),
        cmocka_unit_test(test_every_failed_allocation_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
