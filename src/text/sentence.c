#include "base/array.h"
#include "text/cutter.h"

enum { LOOK_AHEAD = 4 }; /* opening marks before the first word of a sentence that are looked through */

static dp_str source(const dp_cutter *cutter, const dp_token *token) {
    return (dp_str){cutter->bytes.at + token->byte_start, token->byte_end - token->byte_start};
}

static bool is_one(dp_str token, const char *const *forms) {
    for (; *forms; forms++) {
        if (token.len == strlen(*forms) && memcmp(token.at, *forms, token.len) == 0) return true;
    }
    return false;
}

static bool is_terminator(const dp_cutter *cutter, uint32_t i) {
    static const char *const others[] = {"…", "‼", "⁇", "⁈", "⁉", "。", "！", "？", "؟", "۔", "।", NULL};
    const dp_token *token = &cutter->tokens[i];
    if (token->kind != DP_TOKEN_PUNCTUATION || token->flags & DP_TOKEN_BRIDGE) return false;
    dp_str form = source(cutter, token);
    return form.at[0] == '.' || form.at[0] == '!' || form.at[0] == '?' || is_one(form, others);
}

static bool is_full_stop(const dp_cutter *cutter, uint32_t i) {
    return dp_str_equal(source(cutter, &cutter->tokens[i]), DP_STR("."));
}

static bool is_bullet(dp_str form) {
    static const char *const bullets[] = {"•", "▪", "●", "◦", "‣", "■", "►", "▶", "➜", "→", "✓", NULL};
    return is_one(form, bullets);
}

static bool is_opening(dp_str form) {
    static const char *const marks[] = {"(", "[",  "–", "—", "-", "--", "«", "“",
                                        "„", "\"", "‘", "'", "¿", "¡",  "‹", NULL};
    return is_one(form, marks) || is_bullet(form);
}

/* Whether the token closes what a sentence's end may stand in; `open` says that a straight mark is open. */
static bool is_closing(const dp_cutter *cutter, uint32_t i, bool open) {
    static const char *const marks[] = {"»", "”", ")", "]", "›", "’", "''", NULL};
    const dp_token *token = &cutter->tokens[i];
    dp_str form = source(cutter, token);
    if (dp_str_equal(form, DP_STR("\""))) return open;
    if (dp_str_equal(form, DP_STR("'"))) return !(token->flags & DP_TOKEN_SPACE_BEFORE);
    return is_one(form, marks);
}

/* Whether a new sentence may start with token i, after a full stop (`firm`) or another end mark. */
static bool starts_sentence(const dp_cutter *cutter, uint32_t i, uint32_t end, bool firm) {
    bool opened = false;
    for (unsigned looked = 0; i < end && looked < LOOK_AHEAD; i++, looked++) {
        const dp_token *token = &cutter->tokens[i];
        switch ((dp_token_kind)token->kind) {
            case DP_TOKEN_WORD:
                if (token->casing == DP_CASING_LOWER) return firm && opened;
                return true;
            case DP_TOKEN_PUNCTUATION:
            case DP_TOKEN_QUOTE:
            case DP_TOKEN_SYMBOL: {
                dp_str form = source(cutter, token);
                if (is_bullet(form)) return true;
                if (!is_opening(form)) return token->kind == DP_TOKEN_SYMBOL;
                opened = opened || token->kind == DP_TOKEN_QUOTE;
                break;
            }
            default:
                return true;
        }
    }
    return i < end;
}

/* Whether the abbreviation i ends its sentence all the same: an initial or a final form before a starter word. */
static bool abbreviation_ends(const dp_cutter *cutter, uint32_t first, uint32_t i, uint32_t end) {
    const dp_token *token = &cutter->tokens[i], *next = token + 1;
    const dp_token_rules *rules = cutter->rules;
    if (next->kind != DP_TOKEN_WORD || next->casing == DP_CASING_LOWER || next->flags & DP_TOKEN_ABBREVIATION)
        return false;
    if (!dp_cutter_has(rules->starters, rules->starter_count, next->lower)) return false;
    if (i + 2 < end && token[2].casing == DP_CASING_CAPITAL) return false; /* J. Le Goff */
    if (dp_cutter_has(rules->finals, rules->final_count, token->lower)) return true;
    bool listed = dp_cutter_has(rules->abbreviations, rules->abbreviation_count, token->lower);
    return i > first && (token - 1)->casing == DP_CASING_CAPITAL && !listed;
}

/* Whether the word after the word i is glued to it with a capital: a sentence that lost its start. */
static bool glues(const dp_cutter *cutter, uint32_t i) {
    const dp_token *token = &cutter->tokens[i], *next = token + 1;
    if (next->kind != DP_TOKEN_WORD || next->byte_start != token->byte_end) return false;
    if (token->flags & (DP_TOKEN_ELIDED | DP_TOKEN_ABBREVIATION)) return false;
    char last = cutter->bytes.at[token->byte_end - 1], letter = cutter->bytes.at[next->byte_start];
    return letter >= 'A' && letter <= 'Z' && ((last >= 'a' && last <= 'z') || (unsigned char)last >= 0x80);
}

/* A number and its stop at the start of a sentence count an item: "1. Le projet". */
static bool is_enumerator(const dp_cutter *cutter, uint32_t first, uint32_t i) {
    return i == first + 1 && cutter->tokens[first].kind == DP_TOKEN_NUMBER &&
           cutter->tokens[first].byte_end == cutter->tokens[i].byte_start;
}

/* "(…)" and "[...]" stand for words left out. */
static bool is_omission(const dp_cutter *cutter, uint32_t first, uint32_t i) {
    if (i == first) return true;
    char before = cutter->bytes.at[cutter->tokens[i - 1].byte_start];
    return before == '(' || before == '[';
}

/* Whether an address names a page, and not only a host: "https://valmer.fr", "Voyages.be". */
static bool names_page(dp_str address) {
    const char *host = address.at, *end = address.at + address.len;
    const char *slash = memchr(host, '/', address.len);
    if (slash && slash + 1 < end && slash[1] == '/') {
        host = slash + 2;
        slash = memchr(host, '/', (size_t)(end - host));
    }
    return slash && slash + 1 < end;
}

/* Whether a message of a social network ends with the link i, as the next sentence begins right behind it. A host alone
 * is rather a name: "Voyages.be SA". `open`: whether a straight quotation mark is. */
static bool link_ends(const dp_cutter *cutter, uint32_t i, bool open) {
    const dp_token *link = &cutter->tokens[i], *next = link + 1;
    if (!(next->flags & DP_TOKEN_SPACE_BEFORE) || !names_page(source(cutter, link))) return false;
    if (next->kind == DP_TOKEN_WORD) return next->casing != DP_CASING_LOWER;
    bool closes = open && cutter->bytes.at[next->byte_start] == '"';
    return next->kind == DP_TOKEN_QUOTE && is_opening(source(cutter, next)) && !closes;
}

/* Whether a dash stands shortly before a token: a name may be between them. */
static bool follows_dash(const dp_cutter *cutter, uint32_t i) {
    enum { NAME = 14 };
    for (uint32_t n = 0; n < NAME && i > 0 && !(cutter->tokens[i].flags & DP_TOKEN_PARAGRAPH_START); n++) {
        if (dp_str_equal(source(cutter, &cutter->tokens[--i]), DP_STR("—"))) return true;
    }
    return false;
}

/* Where the signature ends of an embedded message whose account is token i: "— Valmer (@valmer) 3 février 2019"; 0 when
 * it is none. */
static uint32_t signature_end(const dp_cutter *cutter, uint32_t first, uint32_t i, uint32_t end) {
    enum { DAY = 4 };
    if (i == first || cutter->bytes.at[cutter->tokens[i - 1].byte_start] != '(') return 0;
    if (!follows_dash(cutter, i)) return 0;
    if (cutter->bytes.at[cutter->tokens[i + 1].byte_start] != ')') return 0;
    if (i + 2 < end && cutter->tokens[i + 2].kind == DP_TOKEN_WORD && cutter->tokens[i + 2].casing == DP_CASING_LOWER)
        return 0;
    for (uint32_t t = i + 3; t < end && t < i + 2 + DAY; t++) {
        if (dp_token_is_year(&cutter->tokens[t])) return t + 1;
    }
    return 0;
}

/* The end of the sentence that starts with token `first`, before `end`, the end of the paragraph. `open` is carried
 * from sentence to sentence: whether a straight quotation mark is open. */
static uint32_t sentence_end(const dp_cutter *cutter, uint32_t first, uint32_t end, bool *open) {
    for (uint32_t i = first; i + 1 < end; i++) {
        const dp_token *token = &cutter->tokens[i];
        if (token->kind == DP_TOKEN_QUOTE) {
            if (cutter->bytes.at[token->byte_start] == '"') *open = !*open;
        } else if (token->kind == DP_TOKEN_WORD) {
            if (token->flags & DP_TOKEN_ABBREVIATION && abbreviation_ends(cutter, first, i, end)) return i + 1;
            if (glues(cutter, i)) return i + 1;
        } else if (token->kind == DP_TOKEN_LINK) {
            if (link_ends(cutter, i, *open)) return i + 1;
        } else if (token->kind == DP_TOKEN_HANDLE) {
            uint32_t signed_end = signature_end(cutter, first, i, end);
            if (signed_end) return signed_end;
        } else if (token->kind == DP_TOKEN_SYMBOL || token->kind == DP_TOKEN_PUNCTUATION) {
            if (i > first && is_bullet(source(cutter, token)) && token->flags & DP_TOKEN_SPACE_BEFORE) return i;
            if (!is_terminator(cutter, i) || is_omission(cutter, first, i)) continue;
            bool firm = is_full_stop(cutter, i);
            if (firm && is_enumerator(cutter, first, i)) continue;
            uint32_t next = i + 1;
            bool still_open = *open;
            while (next < end && (is_closing(cutter, next, still_open) || is_terminator(cutter, next))) {
                if (cutter->bytes.at[cutter->tokens[next].byte_start] == '"') still_open = false;
                next++;
            }
            if (next == end || starts_sentence(cutter, next, end, firm)) {
                *open = still_open;
                return next;
            }
            *open = still_open;
            i = next - 1;
        }
    }
    return end;
}

int dp_sentences_cut(dp_cutter *cutter, const uint32_t *breaks, uint32_t break_count, dp_text *text) {
    dp_array(dp_sentence) sentences = {0};
    dp_paragraph *paragraphs = dp_arena_calloc(cutter->arena, break_count, sizeof *paragraphs);
    if (!paragraphs) return -1;
    for (uint32_t p = 0; p < break_count; p++) {
        uint32_t end = p + 1 < break_count ? breaks[p + 1] : cutter->count;
        bool open = false;
        cutter->tokens[breaks[p]].flags |= DP_TOKEN_PARAGRAPH_START;
        paragraphs[p].sentences.first = sentences.count;
        for (uint32_t first = breaks[p]; first < end;) {
            dp_sentence sentence = {{first, sentence_end(cutter, first, end, &open)}, p};
            cutter->tokens[first].flags |= DP_TOKEN_SENTENCE_START;
            for (uint32_t i = first; i < sentence.tokens.end; i++) cutter->tokens[i].sentence = sentences.count;
            first = sentence.tokens.end;
            if (!dp_array_push(cutter->arena, &sentences, sentence)) return -1;
        }
        paragraphs[p].sentences.end = sentences.count;
    }
    text->sentences = sentences.at;
    text->sentence_count = sentences.count;
    text->paragraphs = paragraphs;
    text->paragraph_count = break_count;
    return 0;
}
