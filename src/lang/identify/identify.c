#include "lang/identify.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "lang/identify/table.h"
#include "text/utf8.h"

enum {
    UTF8_MAX = 4,
    WORD_MAX = 64,     /* bytes of the longest word that is looked up */
    SCRIPTS_MAX = 256, /* ICU has fewer scripts */
    SHORT = 20,        /* words: a text of fewer may be told by any */
    KANA_SHARE = 10,   /* a text with a tenth of kana is Japanese, whatever Chinese characters it has */
};

static const float ENDING_WEIGHT = 0.3f; /* of a word that only its ending tells */
static const float LETTER_WEIGHT = 0.4f; /* of a word that only its letters tell */
static const float SCORE_MIN = 0.5f;     /* one word that a few languages have */
static const float SHARE_MIN = 0.12f;    /* of the words that must speak for the language of a longer text */

/* What speaks for each language of the text's script. */
typedef struct tally {
    uint32_t script; /* number in dp_language_scripts */
    float scores[DP_SCRIPT_LANGUAGES];
    uint32_t words;
} tally;

static bool is_apostrophe(uint32_t code) {
    return code == '\'' || code == 0x2019 || code == 0x02BC;
}

static bool is_letter(uint32_t code) {
    if (code < 0x80) return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
    return (U_GET_GC_MASK((UChar32)code) & (U_GC_L_MASK | U_GC_M_MASK)) != 0;
}

static UScriptCode script_of(uint32_t code) {
    if (code < 0x80) return USCRIPT_LATIN;
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript((UChar32)code, &status);
    if (U_FAILURE(status)) return USCRIPT_UNKNOWN;
    if (script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA) return USCRIPT_JAPANESE;
    return script == USCRIPT_HANGUL ? USCRIPT_KOREAN : script;
}

/* The script of most letters, and its share of them; the share is 0 without letters. */
static UScriptCode main_script(dp_str text, float *share) {
    uint32_t counts[SCRIPTS_MAX] = {0}, letters = 0;
    for (size_t offset = 0; offset < text.len;) {
        uint32_t code = dp_utf8_next(text, &offset);
        if (!is_letter(code)) continue;
        int script = script_of(code);
        if (script <= (int)USCRIPT_INHERITED || script >= SCRIPTS_MAX) continue;
        counts[script]++;
        letters++;
    }
    if (counts[USCRIPT_JAPANESE] * KANA_SHARE >= counts[USCRIPT_HAN]) {
        counts[USCRIPT_JAPANESE] += counts[USCRIPT_JAPANESE] ? counts[USCRIPT_HAN] : 0;
    }
    uint32_t best = 0;
    for (uint32_t i = 1; i < SCRIPTS_MAX; i++) {
        if (counts[i] > counts[best]) best = i;
    }
    *share = letters ? (float)counts[best] / (float)letters : 0;
    return (UScriptCode)best;
}

static uint64_t word_languages(dp_str word) {
    uint64_t hash = dp_str_hash(word);
    size_t slot = hash & dp_language_word_mask;
    while (dp_language_words[slot].languages && dp_language_words[slot].hash != hash) {
        slot = (slot + 1) & dp_language_word_mask;
    }
    return dp_language_words[slot].languages;
}

static uint64_t letter_languages(uint32_t code, uint32_t script) {
    size_t low = 0, high = dp_language_letter_count;
    if (code < 0x80) return 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const dp_language_letter *letter = &dp_language_letters[middle];
        if (letter->code == code && letter->script == script) return letter->languages;
        if (letter->code < code || (letter->code == code && letter->script < script)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return 0;
}

/* The languages of the longest ending of the word that is known; a word is longer than its ending by two bytes or more.
 */
static uint64_t ending_languages(dp_str word) {
    char form[DP_ENDING_MAX + 1] = "-";
    for (size_t length = DP_ENDING_MAX; length > 0; length--) {
        if (word.len < length + 2) continue;
        memcpy(form + 1, word.at + word.len - length, length);
        uint64_t languages = word_languages((dp_str){form, length + 1});
        if (languages) return languages;
    }
    return 0;
}

/* A word weighs less the more languages have it. */
static void count_hit(tally *t, uint64_t languages, float weight) {
    float each = weight * (0.5f + 0.5f / (float)__builtin_popcountll(languages));
    for (uint64_t rest = languages; rest; rest &= rest - 1) t->scores[__builtin_ctzll(rest)] += each;
}

/* The next word of the text from *offset on, in lower case, with the apostrophe after it: l' d'. Empty at the end.
 * *letters gets the languages that a letter of it speaks for. */
static dp_str next_word(dp_str text, size_t *offset, uint32_t script, char *buffer, uint64_t *letters) {
    size_t length = 0;
    *letters = 0;
    while (*offset < text.len) {
        size_t before = *offset;
        uint32_t code = dp_utf8_next(text, offset);
        if (!is_letter(code)) {
            if (length == 0) continue;
            if (is_apostrophe(code) && length < WORD_MAX) buffer[length++] = '\'';
            if (!is_apostrophe(code)) *offset = before;
            break;
        }
        uint32_t lower = code < 0x80 ? code | 32 : (uint32_t)u_tolower((UChar32)code);
        *letters |= letter_languages(lower, script);
        if (length + UTF8_MAX <= WORD_MAX) length += dp_utf8_put(buffer + length, lower);
    }
    return (dp_str){buffer, length};
}

static void count_words(tally *t, dp_str text) {
    char buffer[WORD_MAX];
    uint64_t letters;
    size_t offset = 0;
    for (;;) {
        dp_str word = next_word(text, &offset, t->script, buffer, &letters);
        if (word.len == 0) break;
        t->words++;
        uint64_t languages = word_languages(word);
        if (languages) {
            count_hit(t, languages, 1);
            continue;
        }
        uint64_t endings = ending_languages(word);
        if (endings) count_hit(t, endings, ENDING_WEIGHT);
        if (letters) count_hit(t, letters, LETTER_WEIGHT);
    }
}

static dp_str language_code(const dp_script_languages *languages, uint32_t number) {
    return (dp_str){languages->codes[number], strlen(languages->codes[number])};
}

/* The language with the best score. In scripts that one language uses more than all others, that one without evidence.
 */
static dp_str pick(const tally *t, float share, float *confidence) {
    const dp_script_languages *languages = &dp_language_scripts[t->script];
    uint32_t best = 0;
    float second = 0;
    for (uint32_t i = 1; i < languages->count; i++) {
        if (t->scores[i] > t->scores[best]) best = i;
    }
    for (uint32_t i = 0; i < languages->count; i++) {
        if (i != best && t->scores[i] > second) second = t->scores[i];
    }
    float score = t->scores[best];
    bool thin = t->words >= SHORT && score < SHARE_MIN * (float)t->words;
    if (languages->usual >= 0 && score == 0) {
        *confidence = share / 2;
        return language_code(languages, (uint32_t)languages->usual);
    }
    if (thin || score < SCORE_MIN || score <= second) return DP_STR("und");
    *confidence = share * (score - second) / score * score / (score + 1);
    return language_code(languages, best);
}

/* The text up to the limit, without a code point cut in two. */
static dp_str head_of(dp_str text) {
    if (text.len <= DP_IDENTIFY_BYTES) return text;
    size_t end = DP_IDENTIFY_BYTES;
    while (end > 0 && ((unsigned char)text.at[end] & 0xC0) == 0x80) end--;
    return (dp_str){text.at, end};
}

dp_str dp_language_identify(dp_str text, float *confidence) {
    float ignored, share;
    if (!confidence) confidence = &ignored;
    *confidence = 0;
    text = head_of(text);
    UScriptCode script = main_script(text, &share);
    tally t = {.script = 0};
    if (share == 0) return DP_STR("und");
    while (t.script < dp_language_script_count && dp_language_scripts[t.script].script != (int32_t)script) t.script++;
    if (t.script == dp_language_script_count) return DP_STR("und");
    if (dp_language_scripts[t.script].count == 1) {
        *confidence = share;
        return language_code(&dp_language_scripts[t.script], 0);
    }
    count_words(&t, text);
    return pick(&t, share, confidence);
}
