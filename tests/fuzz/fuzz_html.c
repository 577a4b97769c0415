/* HTML reduced to text: valid, not much larger than what it came from, and the same each time. */
#include "article/hypertext.h"
#include "fuzz/target.h"
#include "text/html.h"
#include "text/utf8.h"

static void check_plain(dp_str html, dp_str plain) {
    FUZZ_CHECK(dp_utf8_check(plain) == plain.len);
    FUZZ_CHECK(plain.len <= 4 * html.len + 64);
}

void fuzz_html(dp_str input) {
    dp_arena arena;
    dp_arena_init(&arena);
    dp_str html = fuzz_copy(fuzz_valid(&arena, input)), plain, again;
    FUZZ_CHECK(dp_html_to_text(&arena, html, &plain) == 0);
    check_plain(html, plain);
    FUZZ_CHECK(dp_html_to_text(&arena, html, &again) == 0);
    FUZZ_CHECK(dp_str_equal(plain, again));
    dp_hypertext markup = dp_hypertext_detect(html);
    if (dp_hypertext_begins_document(html)) FUZZ_CHECK(markup == DP_HYPERTEXT_DOCUMENT);
    FUZZ_CHECK(dp_hypertext_to_text(&arena, html, markup, &plain) == 0);
    check_plain(html, plain);
    fuzz_free(html);
    dp_arena_close(&arena);
}
