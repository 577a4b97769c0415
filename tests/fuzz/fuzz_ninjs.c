/* Messages decoded: an article whose strings are valid and whose carried members are JSON, or a reason. */
#include "article/decode.h"
#include "article/json.h"
#include "fuzz/target.h"
#include "text/utf8.h"

static void check_string(dp_str string) {
    FUZZ_CHECK(dp_utf8_check(string) == string.len);
}

static void check_article(const dp_article *article, const dp_decode_options *options) {
    const dp_str strings[] = {article->id,     article->title,    article->body,        article->url,
                              article->source, article->language, article->published_at};
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) check_string(strings[i]);
    FUZZ_CHECK(article->title.len || article->body.len);
    FUZZ_CHECK(!article->title.len || !memchr(article->title.at, '\n', article->title.len));
    FUZZ_CHECK(article->id.len <= 1024 && article->source.len <= 1024);
    for (uint32_t i = 0; i < article->carried_count; i++) {
        dp_json value;
        dp_json_error error;
        FUZZ_CHECK(dp_json_check(article->carried[i].name, 1, &value, &error) && value.kind == DP_JSON_STRING);
        FUZZ_CHECK(dp_json_check(article->carried[i].value, options->depth_max, &value, &error));
    }
}

void fuzz_ninjs(dp_str input) {
    dp_arena arena;
    dp_arena_init(&arena);
    dp_str message = fuzz_copy(input);
    dp_decode_options options = dp_decode_defaults();
    options.drop_bodies = input.len % 2;
    dp_article article;
    dp_rejection rejection = {0};
    int result = dp_decode(&options, &arena, message, &article, &rejection);
    FUZZ_CHECK(result == 0 || result == 1);
    if (result == 0) {
        check_article(&article, &options);
    } else {
        FUZZ_CHECK(rejection.detail[0] && memchr(rejection.detail, 0, sizeof rejection.detail));
        check_string((dp_str){rejection.detail, strlen(rejection.detail)});
    }
    fuzz_free(message);
    dp_arena_close(&arena);
}
