/* A French text through the whole analysis: title, blank line, body. */
#include "fuzz/document.h"
#include "fuzz/target.h"

static depeche_article article_of(dp_str text) {
    depeche_article article = {.body = text, .language = DP_STR("fr"), .source = DP_STR("L’Agence")};
    const char *gap = text.len ? memchr(text.at, '\n', text.len) : NULL;
    size_t title = gap ? (size_t)(gap - text.at) : 0;
    if (title && title + 1 < text.len && gap[1] == '\n') {
        article.title = (dp_str){text.at, title};
        article.body = (dp_str){gap + 2, text.len - title - 2};
    }
    article.has_published = text.len % 4 != 0;
    article.published = 20335; /* 2025-09-04 */
    return article;
}

void fuzz_analysis(dp_str input) {
    static depeche_analyzer *analyzer;
    const depeche_pack *pack = fuzz_french();
    if (!analyzer) FUZZ_CHECK(depeche_analyzer_new(&pack, 1, &analyzer) == DEPECHE_OK);
    depeche_analyzer_explain(analyzer, true);
    dp_arena arena;
    dp_arena_init(&arena);
    dp_str text = fuzz_copy(fuzz_valid(&arena, input));
    depeche_article article = article_of(text);
    const depeche_document *document;
    FUZZ_CHECK(depeche_analyzer_run(analyzer, &article, &document) == DEPECHE_OK);
    fuzz_check_document(document);
    fuzz_free(text);
    dp_arena_close(&arena);
}
