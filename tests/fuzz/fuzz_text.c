/* A text cut into paragraphs, sentences and tokens, and its quotations: offsets in order and together whole. */
#include "fuzz/target.h"
#include "text/quotation.h"
#include "text/rules.h"
#include "text/utf8.h"

static void check_tokens(const dp_text *text) {
    uint32_t byte = 0, chars = 0;
    for (uint32_t i = 0; i < text->token_count; i++) {
        const dp_token *token = &text->tokens[i];
        FUZZ_CHECK(token->byte_start >= byte && token->byte_end > token->byte_start);
        FUZZ_CHECK(token->byte_end <= text->bytes.len);
        dp_str gap = {text->bytes.at + byte, token->byte_start - byte};
        FUZZ_CHECK(token->char_start == chars + dp_utf8_length(gap));
        FUZZ_CHECK(token->char_end - token->char_start == dp_utf8_length(dp_text_token(text, i)));
        FUZZ_CHECK(dp_utf8_check(token->lower) == token->lower.len);
        FUZZ_CHECK(token->sentence < text->sentence_count);
        byte = token->byte_end;
        chars = token->char_end;
    }
    FUZZ_CHECK(text->chars == dp_utf8_length(text->bytes));
}

static void check_sentences(const dp_text *text) {
    uint32_t token = 0, sentence = 0;
    for (uint32_t i = 0; i < text->paragraph_count; i++) {
        dp_range sentences = text->paragraphs[i].sentences;
        FUZZ_CHECK(sentences.first == sentence && sentences.end > sentences.first);
        FUZZ_CHECK(sentences.end <= text->sentence_count);
        for (; sentence < sentences.end; sentence++) {
            const dp_sentence *s = &text->sentences[sentence];
            FUZZ_CHECK(s->paragraph == i && s->tokens.first == token && s->tokens.end > token);
            for (; token < s->tokens.end; token++) FUZZ_CHECK(text->tokens[token].sentence == sentence);
        }
    }
    FUZZ_CHECK(sentence == text->sentence_count && token == text->token_count);
    FUZZ_CHECK(text->title_sentences <= text->sentence_count);
}

static void check_quotations(const dp_text *text, const dp_quotations *quotations) {
    for (uint32_t i = 0; i < quotations->count; i++) {
        const dp_quotation *q = &quotations->at[i];
        FUZZ_CHECK(q->open <= q->close && q->close < text->token_count);
        FUZZ_CHECK(i == 0 || quotations->at[i - 1].open <= q->open);
        FUZZ_CHECK(q->depth >= 1 && q->depth <= DP_QUOTATION_DEPTH);
        FUZZ_CHECK(q->parent == DEPECHE_NONE || (q->parent < i && q->close <= quotations->at[q->parent].close));
    }
    for (uint32_t i = 0; i < text->token_count; i++) {
        uint32_t inside = quotations->of_token[i];
        if (inside == DEPECHE_NONE) continue;
        FUZZ_CHECK(inside < quotations->count);
        FUZZ_CHECK(quotations->at[inside].open <= i && i <= quotations->at[inside].close);
    }
}

/* The title is what stands before the first blank line. */
static size_t title_of(dp_str bytes) {
    for (size_t i = 0; i + 1 < bytes.len; i++) {
        if (bytes.at[i] == '\n' && bytes.at[i + 1] == '\n') return i;
    }
    return 0;
}

void fuzz_text(dp_str input) {
    dp_arena arena;
    dp_arena_init(&arena);
    dp_text text;
    dp_quotations quotations;
    dp_str valid = fuzz_valid(&arena, input), bytes = fuzz_copy(valid);
    FUZZ_CHECK(dp_text_cut(&arena, &french, bytes, title_of(bytes), &text) == 0);
    check_tokens(&text);
    check_sentences(&text);
    FUZZ_CHECK(dp_quotations_find(&arena, &text, &quotations) == 0);
    check_quotations(&text, &quotations);
    fuzz_free(bytes);
    dp_arena_close(&arena);
}
