/* depeche-train predict: the whole analysis on annotated documents, in the form that the evaluation reads. */
#include <stdio.h>
#include <string.h>

#include "corpus/gold.h"
#include "eval/findings.h"
#include "eval/standoff.h"
#include "trainer/commands.h"

static int complain(const char *message) {
    fprintf(stderr, "depeche-train: %s\n", message);
    return 1;
}

static int predict(depeche_analyzer *analyzer, dp_arena *arena, const char *path) {
    depeche_error error;
    dp_gold gold, found;
    if (dp_gold_read(arena, path, &gold, &error)) return complain(error.message);
    dp_str title = {gold.text.at, gold.title_length};
    dp_str rest = {gold.text.at + title.len, gold.text.len - title.len};
    bool titled = dp_str_starts(rest, DP_STR("\n\n"));
    depeche_article article = {.title = titled ? title : (dp_str){"", 0},
                               .body = titled ? (dp_str){rest.at + 2, rest.len - 2} : gold.text,
                               .language = gold.language,
                               .source = gold.source};
    const depeche_document *document;
    if (depeche_analyzer_run(analyzer, &article, &document)) return complain("a document cannot be analysed");
    if (dp_findings_gather(arena, document, &found)) return complain("memory is out");
    return dp_standoff_write(&found, gold.id, stdout) ? complain("the output cannot be written") : 0;
}

int dp_train_predict_command(int argc, char **argv) {
    bool help = argc == 2 && !strcmp(argv[1], "--help");
    if (argc < 3) {
        fprintf(help ? stdout : stderr,
                "usage: depeche-train predict PACK FILE...\n\n"
                "Analyses annotated documents and writes what it found, one JSON object a line.\n");
        return help ? 0 : 2;
    }
    depeche_pack *pack;
    depeche_error error;
    if (depeche_pack_open(argv[1], &pack, &error)) return complain(error.message);
    depeche_analyzer *analyzer;
    dp_arena arena;
    dp_arena_init(&arena);
    int code = depeche_analyzer_new((const depeche_pack *const *)&pack, 1, &analyzer) ? complain("memory is out") : 0;
    for (int i = 2; i < argc && !code; i++) {
        dp_arena_reset(&arena);
        code = predict(analyzer, &arena, argv[i]);
    }
    depeche_analyzer_close(analyzer);
    dp_arena_close(&arena);
    depeche_pack_close(pack);
    return code;
}
