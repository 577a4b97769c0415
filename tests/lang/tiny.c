#define _XOPEN_SOURCE 700 /* nftw */

#include "tiny.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lang/compiler/compile.h"
#include "unit.h"

static const struct {
    const char *name, *content;
} files[] = {
    {"pack.manifest",
     "# A language for tests.\n"
     "language xx\n"
     "sets sets\n"
     "classes words/classes.tsv\n"
     "frequency words/frequency.tsv\n"
     "morphology words/morphology.tsv\n"
     "cities gazetteer/cities.tsv\n"
     "table colours gazetteer/colours.tsv columns=3 keys=0,1\n"
     "table nothing gazetteer/nothing.tsv columns=3 keys=0\n"
     "list person lexicon/persons.tsv columns=3 forms=0,2 kind=1\n"
     "list role lexicon/roles.tsv columns=5 forms=0,1,2,3 kind=4\n"
     "list organization lexicon/public.tsv columns=3 forms=0,1 kind=2\n"
     "list organization lexicon/business.tsv columns=3 forms=0,1 kind=2\n"
     "list place lexicon/places.tsv columns=2 forms=0 kind=1 unhyphenated\n"
     "list cue lexicon/cues.tsv columns=3 forms=0 kind=2 part=1\n"
     "drop se s' ne n' pas\n"
     "last de d' du des\n"
     "anywhere son sa ses leur\n"},
    {"sets/tokens.abbreviations.txt", "art.\nm.\n"},
    {"sets/tokens.clitics.txt", "-elle\n-t-il\n"},
    {"sets/tokens.elisions.txt", "d'\nl'\nqu'\ns'\n"},
    {"sets/tokens.whole.txt", "aujourd'hui\nporte-parole\n"},
    {"sets/because.txt", "# Why.\ncar\nparce qu'\nparce que\n"},
    {"sets/empty.txt", "# Nothing.\n"},
    {"sets/titles.txt", "art.\nm.\n"},
    {"sets/pronouns.txt", "elle\n"},
    {"sets/pronouns.inverted.txt", "-elle\n-t-il\n"},
    {"sets/prepositions.txt", "d'\nde\nen\nen face de\nà\n"},
    {"lexicon/persons.tsv",
     "# name, gender, aliases\n"
     "Jean-Luc\tm\t-\n"
     "Kim Jong Un\tm\t-\n"
     "Marie Orange\tf\tOrange|la Dame d'Auge\n"
     "Pierre McDonald\tm\tMcDonald\n"},
    {"lexicon/roles.tsv",
     "-\tballerine\t-\tballerines\tprofession\n"
     "ministre\tministre\tministres\tministres\tfunction|title\n"
     "porte-parole\tporte-parole\tporte-parole\tporte-parole\tfunction\n"},
    {"lexicon/public.tsv",
     "Institut d'Auge\tIA|IDA\tngo\n"
     "Organisation des Nations unies\tONU|Onu\tinternational\n"},
    {"lexicon/business.tsv", "Orange\t-\ttelecom\n"},
    {"lexicon/places.tsv", "Auge\tregion|valley\nOrange\tcity\nVal-Vert\tcity\n"},
    {"lexicon/cues.tsv",
     "cité par\tpattern\tquote\n"
     "dire\tverb\tsay\n"
     "donner son avis\tverb\tsay\n"
     "faire savoir\tverb\tsay\n"
     "inconnaître\tverb\tthink\n"
     "mise en garde\tnoun\twarn\n"
     "ne pas dire\tverb\tdeny\n"
     "se dire sûr de\tverb\tthink\n"
     "selon\tpreposition\tsay\n"},
    {"words/classes.tsv", "dire\t1\t2\t3\t4\norange\t64\t256\t1024\t512\n"},
    {"words/frequency.tsv", "de\t5000000\t1\ndire\t7000\t\norange\t7000\t60\n"},
    {"words/morphology.tsv",
     "cité\tciter\tp\tms\n"
     "citée\tciter\tp\tfs\n"
     "cités\tciter\tp\tmp\n"
     "dire\tdire\ti\t\n"
     "disent\tdire\tv\tpP3\n"
     "dit\tdire\tvp\tmsPS3\n"
     "dit\tdit\tn\tms\n"
     "dits\tdit\tn\tmp\n"
     "fait\tfaire\tvp\tmsP3\n"
     "fait\tfait\tn\tms\n"
     "faire\tfaire\ti\t\n"
     "mise\tmise\tn\tfs\n"
     "mises\tmise\tn\tfp\n"
     "orange\torange\tna\tmfs\n"
     "sûr\tsûr\ta\tms\n"
     "sûre\tsûr\ta\tfs\n"},
    {"gazetteer/colours.tsv", "BL\tbleu|azur\t0000FF\nOR\torange\t-\nVE\tvert|azur\t00FF00\n"},
    {"gazetteer/cities.tsv",
     "1\tOrange\tArausio|orange\tFR\t44.13806\t4.81025\t30008\n"
     "2\tOrange\t-\tUS\t33.78779\t-117.85311\t140504\n"
     "3\tSaint-Étienne\tSt-Étienne|Sainté\tFR\t45.43389\t4.39\t176280\n"},
};

const char *tiny_path(const char *folder, const char *name) {
    static char paths[4][TINY_PATH * 2];
    static unsigned next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

void tiny_make(char folder[TINY_PATH]) {
    const char *root = getenv("TMPDIR");
    snprintf(folder, TINY_PATH, "%s/depeche-tiny-XXXXXX", root && *root ? root : "/tmp");
    assert_non_null(mkdtemp(folder));
    static const char *const folders[] = {"sets", "lexicon", "words", "gazetteer"};
    for (size_t i = 0; i < 4; i++) assert_int_equal(mkdir(tiny_path(folder, folders[i]), 0700), 0);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) tiny_put(folder, files[i].name, files[i].content);
}

void tiny_put(const char *folder, const char *name, const char *content) {
    const char *path = tiny_path(folder, name);
    if (content) {
        tiny_write(path, content, strlen(content));
    } else {
        assert_int_equal(unlink(path), 0);
    }
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *place) {
    (void)status, (void)kind, (void)place;
    return remove(path);
}

void tiny_remove(const char *folder) {
    assert_int_equal(nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
}

depeche_pack *tiny_open(const char *folder) {
    depeche_error error = {0};
    depeche_pack *pack = NULL;
    const char *path = tiny_path(folder, "base.pack");
    if (dp_compile(folder, path, NULL, &error) || depeche_pack_open(path, &pack, &error)) fail_msg("%s", error.message);
    return pack;
}

void tiny_cut(const depeche_pack *pack, dp_arena *arena, const char *bytes, dp_text *text) {
    dp_str string = {bytes, strlen(bytes)};
    assert_int_equal(dp_text_cut(arena, dp_pack_token_rules(pack), string, 0, text), 0);
    dp_pack_assign_words(pack, text);
}

uint32_t tiny_token(const dp_text *text, const char *lower) {
    for (uint32_t i = 0; i < text->token_count; i++) {
        if (dp_str_equal(text->tokens[i].lower, (dp_str){lower, strlen(lower)})) return i;
    }
    fail_msg("no token '%s'", lower);
    return 0;
}

unsigned char *tiny_read(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    long length = ftell(file);
    assert_true(length >= 0);
    rewind(file);
    unsigned char *bytes = malloc((size_t)length + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, (size_t)length, file), length);
    fclose(file);
    *size = (size_t)length;
    return bytes;
}

void tiny_write(const char *path, const void *bytes, size_t size) {
    /* A new file each time: some file systems flush a file that is cut to nothing and written anew. */
    unlink(path);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}
