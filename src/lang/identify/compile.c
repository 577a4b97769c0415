/*
 * depeche-langc TABLE.c FILE.txt... - makes the table of the words and letters of languages from their files.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "base/memory.h"
#include "lang/identify/table.h"
#include "text/utf8.h"

enum { SLOTS = 1 << 15, LETTERS = 2048, SCRIPTS = 64, LINE = 4096 };

typedef struct compiler {
    dp_script_languages scripts[SCRIPTS];
    uint32_t script_count;
    dp_language_word *words; /* SLOTS of them */
    size_t word_count;
    dp_language_letter letters[LETTERS];
    size_t letter_count;
    const char *file; /* for messages */
    unsigned line;
    uint32_t script, language; /* of the file that is read */
    bool has_script;
} compiler;

static int complain(const compiler *c, const char *what) {
    fprintf(stderr, "depeche-langc: %s:%u: %s\n", c->file, c->line, what);
    return -1;
}

/* The language's code: the file's name without folder and ending. It lives as long as the program. */
static char *code_of(const char *file) {
    const char *slash = strrchr(file, '/');
    char *code = dp_strdup(slash ? slash + 1 : file);
    char *dot = code ? strrchr(code, '.') : NULL;
    if (dot) *dot = '\0';
    return code;
}

static int set_script(compiler *c, const char *name) {
    int32_t script = u_getPropertyValueEnum(UCHAR_SCRIPT, name);
    if (script < 0) return complain(c, "no such script");
    uint32_t i = 0;
    while (i < c->script_count && c->scripts[i].script != script) i++;
    if (i == SCRIPTS) return complain(c, "too many scripts");
    if (i == c->script_count) c->scripts[c->script_count++] = (dp_script_languages){.script = script, .usual = -1};
    dp_script_languages *languages = &c->scripts[i];
    if (languages->count == DP_SCRIPT_LANGUAGES) return complain(c, "too many languages of this script");
    char *code = code_of(c->file);
    if (!code) return complain(c, "out of memory");
    c->script = i;
    c->language = languages->count;
    c->has_script = true;
    languages->codes[languages->count++] = code;
    return 0;
}

static int add_letters(compiler *c, dp_str letters) {
    for (size_t offset = 0; offset < letters.len;) {
        uint32_t code = dp_utf8_next(letters, &offset);
        size_t i = 0;
        while (i < c->letter_count && (c->letters[i].code != code || c->letters[i].script != c->script)) i++;
        if (i == LETTERS) return complain(c, "too many letters");
        if (i == c->letter_count) c->letters[c->letter_count++] = (dp_language_letter){code, c->script, 0};
        c->letters[i].languages |= UINT64_C(1) << c->language;
    }
    return 0;
}

static int add_word(compiler *c, dp_str word) {
    uint64_t hash = dp_str_hash(word);
    size_t slot = hash & (SLOTS - 1);
    while (c->words[slot].languages && c->words[slot].hash != hash) slot = (slot + 1) & (SLOTS - 1);
    if (!c->words[slot].languages && ++c->word_count > SLOTS / 2) return complain(c, "too many words");
    c->words[slot].hash = hash;
    c->words[slot].languages |= UINT64_C(1) << c->language;
    return 0;
}

/* Endings are kept with the words, with a hyphen before them. */
static int add_endings(compiler *c, char *endings) {
    for (char *rest = NULL, *ending = strtok_r(endings, " ", &rest); ending; ending = strtok_r(NULL, " ", &rest)) {
        char form[DP_ENDING_MAX + 1] = "-";
        size_t length = strlen(ending);
        if (length > DP_ENDING_MAX) return complain(c, "ending too long");
        memcpy(form + 1, ending, length);
        if (add_word(c, (dp_str){form, length + 1})) return -1;
    }
    return 0;
}

static int read_line(compiler *c, char *line) {
    line[strcspn(line, "\r\n")] = '\0';
    dp_str text = {line, strlen(line)};
    if (text.len == 0 || line[0] == '#') return 0;
    if (dp_utf8_check(text) != text.len) return complain(c, "not UTF-8");
    if (dp_str_starts(text, DP_STR("@script "))) return set_script(c, line + strlen("@script "));
    if (!c->has_script) return complain(c, "@script must come first");
    dp_str letters = DP_STR("@letters "), endings = DP_STR("@endings ");
    if (dp_str_equal(text, DP_STR("@usual"))) {
        c->scripts[c->script].usual = (int32_t)c->language;
        return 0;
    }
    if (dp_str_starts(text, letters)) return add_letters(c, (dp_str){line + letters.len, text.len - letters.len});
    if (dp_str_starts(text, endings)) return add_endings(c, line + endings.len);
    return line[0] == '@' ? complain(c, "unknown keyword") : add_word(c, text);
}

static int read_file(compiler *c, const char *name) {
    char line[LINE];
    int result = 0;
    c->file = name;
    c->line = 0;
    c->has_script = false;
    FILE *file = fopen(name, "r");
    if (!file) return complain(c, strerror(errno));
    while (result == 0 && fgets(line, sizeof line, file)) {
        c->line++;
        result = strlen(line) + 1 == sizeof line ? complain(c, "line too long") : read_line(c, line);
    }
    if (result == 0 && ferror(file)) result = complain(c, "cannot be read");
    fclose(file);
    return result;
}

static int by_code(const void *a, const void *b) {
    const dp_language_letter *x = a, *y = b;
    int order = (x->code > y->code) - (x->code < y->code);
    return order ? order : (x->script > y->script) - (x->script < y->script);
}

static void write_scripts(const compiler *c, FILE *out) {
    fprintf(out, "const dp_script_languages dp_language_scripts[] = {\n");
    for (uint32_t i = 0; i < c->script_count; i++) {
        fprintf(out, "    {%d, %u, %d, {", (int)c->scripts[i].script, (unsigned)c->scripts[i].count,
                (int)c->scripts[i].usual);
        for (uint32_t l = 0; l < c->scripts[i].count; l++) fprintf(out, "\"%s\", ", c->scripts[i].codes[l]);
        fprintf(out, "}},\n");
    }
    fprintf(out, "};\nconst size_t dp_language_script_count = %u;\n", (unsigned)c->script_count);
}

static int write_table(compiler *c, const char *name) {
    FILE *out = fopen(name, "w");
    if (!out) return complain(c, "the table cannot be written");
    fprintf(out, "/* Made by depeche-langc from the files of languages/. */\n#include \"lang/identify/table.h\"\n\n");
    write_scripts(c, out);
    fprintf(out, "const size_t dp_language_word_mask = %d;\nconst dp_language_word dp_language_words[%d] = {\n",
            SLOTS - 1, SLOTS);
    for (size_t i = 0; i < SLOTS; i++) {
        if (!c->words[i].languages) continue;
        fprintf(out, "    [%zu] = {UINT64_C(0x%llX), UINT64_C(0x%llX)},\n", i, (unsigned long long)c->words[i].hash,
                (unsigned long long)c->words[i].languages);
    }
    fprintf(out, "};\nconst dp_language_letter dp_language_letters[] = {\n");
    qsort(c->letters, c->letter_count, sizeof *c->letters, by_code);
    for (size_t i = 0; i < c->letter_count; i++) {
        fprintf(out, "    {0x%X, %u, UINT64_C(0x%llX)},\n", (unsigned)c->letters[i].code,
                (unsigned)c->letters[i].script, (unsigned long long)c->letters[i].languages);
    }
    fprintf(out, "};\nconst size_t dp_language_letter_count = %zu;\n", c->letter_count);
    bool failed = ferror(out) != 0;
    return fclose(out) != 0 || failed ? complain(c, "the table cannot be written") : 0;
}

static void free_codes(compiler *c) {
    for (uint32_t i = 0; i < c->script_count; i++) {
        for (uint32_t l = 0; l < c->scripts[i].count; l++) dp_free((char *)(uintptr_t)c->scripts[i].codes[l]);
    }
}

int main(int count, char **arguments) {
    if (count < 3) {
        fprintf(stderr, "usage: depeche-langc TABLE.c FILE.txt...\n");
        return 2;
    }
    compiler *c = dp_calloc(1, sizeof *c);
    dp_language_word *words = dp_calloc(SLOTS, sizeof *words);
    int result = c && words ? 0 : -1;
    if (result == 0) {
        c->words = words;
        for (int i = 2; i < count && result == 0; i++) result = read_file(c, arguments[i]);
        if (result == 0) result = write_table(c, arguments[1]);
        free_codes(c);
    }
    dp_free(words);
    dp_free(c);
    return result == 0 ? 0 : 1;
}
