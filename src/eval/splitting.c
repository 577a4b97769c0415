#include "eval/splitting.h"

#include "base/array.h"

/* Code points at which a sentence may end, and those around. */
static bool is_final(uint32_t code) {
    return code == '.' || code == '!' || code == '?' || code == 0x2026;
}

static bool is_closing(uint32_t code) {
    return code == 0xBB || code == '"' || code == 0x201D;
}

static bool is_opening(uint32_t code) {
    return code == 0xAB || code == '"' || code == 0x201C || code == 0x2014 || code == 0x2013 || code == '-';
}

static bool is_capital(uint32_t code) {
    return (code >= 'A' && code <= 'Z') || (code >= 0xC0 && code <= 0xDD);
}

static bool starts_sentence(uint32_t code) {
    return is_capital(code) || (code >= '0' && code <= '9');
}

/* The code point at an offset; 0 past the end, which is of no class here. */
static uint32_t code_at(const dp_letters *letters, uint32_t at) {
    return at < letters->count ? letters->codes[at] : 0;
}

static uint32_t after_spaces(const dp_letters *letters, uint32_t at) {
    while (at < letters->count && dp_letters_is_space(letters->codes[at])) at++;
    return at;
}

/* Whether a sentence can begin at an offset where no white space stands. */
static bool can_begin(const dp_letters *letters, uint32_t at) {
    if (starts_sentence(code_at(letters, at))) return true;
    return is_opening(code_at(letters, at)) && starts_sentence(code_at(letters, after_spaces(letters, at + 1)));
}

/* White space from `at` on, then the start of a sentence: where that is, else 0. */
static uint32_t next_start(const dp_letters *letters, uint32_t at) {
    uint32_t start = after_spaces(letters, at);
    return start > at && can_begin(letters, start) ? start : 0;
}

/* Where the sentence after the one that ends in the run of final marks up to `end` begins; 0 when it does not end. */
static uint32_t start_after_finals(const dp_letters *letters, uint32_t end) {
    uint32_t spaced = after_spaces(letters, end);
    if (is_closing(code_at(letters, spaced))) {
        uint32_t start = next_start(letters, spaced + 1);
        if (start) return start;
    }
    return next_start(letters, end);
}

/* ------------------------------------------------------------------------------------------ abbreviations */

static const char *const ABBREVIATIONS[] = {"M",   "MM",  "Mme", "Mlle", "Mgr",  "Dr",  "Pr",  "St",  "Ste", "cf",
                                            "art", "vol", "etc", "av",   "J.-C", "env", "min", "max", "no",  "p"};

/* Whether what stands before an offset sets off a word: the start of the text, white space, an opening mark or the
 * like.
 */
static bool is_word_start(const dp_letters *letters, uint32_t at) {
    if (at == 0) return true;
    uint32_t before = letters->codes[at - 1];
    return dp_letters_is_space(before) || before == '(' || before == 0xAB || before == '"' || before == '\'' ||
           before == 0x2019 || before == '-';
}

/* Whether a word of ASCII ends at an offset and begins there as a word. */
static bool ends_word(const dp_letters *letters, uint32_t end, const char *word) {
    size_t length = strlen(word);
    if (length > end) return false;
    for (size_t i = 0; i < length; i++) {
        if (letters->codes[end - length + i] != (unsigned char)word[i]) return false;
    }
    return is_word_start(letters, end - (uint32_t)length);
}

static bool is_abbreviation(const dp_letters *letters, uint32_t stop) {
    if (code_at(letters, stop) != '.') return false;
    if (stop && is_capital(letters->codes[stop - 1]) && is_word_start(letters, stop - 1)) return true;
    for (size_t i = 0; i < sizeof ABBREVIATIONS / sizeof *ABBREVIATIONS; i++) {
        if (ends_word(letters, stop, ABBREVIATIONS[i])) return true;
    }
    return false;
}

/* ------------------------------------------------------------------------------------------------ cutting */

static bool holds_line_end(const dp_letters *letters, uint32_t from, uint32_t to) {
    for (uint32_t i = from; i < to; i++) {
        if (letters->codes[i] == '\n') return true;
    }
    return false;
}

/* Looks for the end of a sentence at *at, which moves on; gives where the next sentence begins, or 0. */
static uint32_t look_for_cut(const dp_letters *letters, uint32_t *at) {
    uint32_t from = *at, code = letters->codes[from], start = 0;
    *at = from + 1;
    if (code == '\n') {
        while (code_at(letters, *at) == '\n') (*at)++;
        return *at;
    }
    if (is_final(code)) {
        while (is_final(code_at(letters, *at))) (*at)++;
        start = start_after_finals(letters, *at);
    } else if (is_closing(code) && from && is_final(letters->codes[from - 1])) {
        start = next_start(letters, from + 1);
    }
    if (!start) return 0;
    *at = start;
    return is_abbreviation(letters, from) && !holds_line_end(letters, from, start) ? 0 : start;
}

int dp_splitting_find(dp_arena *arena, const dp_letters *letters, dp_splitting *splitting) {
    dp_array(uint32_t) cuts = {0};
    bool kept = dp_array_push(arena, &cuts, 0);
    for (uint32_t at = 0; kept && at < letters->count;) {
        uint32_t cut = look_for_cut(letters, &at);
        if (cut) kept = dp_array_push(arena, &cuts, cut);
    }
    if (kept) kept = dp_array_push(arena, &cuts, letters->count);
    splitting->cuts = cuts.at;
    splitting->count = kept ? cuts.count - 1 : 0;
    return kept ? 0 : -1;
}

uint32_t dp_splitting_of(const dp_splitting *splitting, uint32_t offset) {
    uint32_t low = 0, high = splitting->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (splitting->cuts[middle + 1] <= offset) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}
