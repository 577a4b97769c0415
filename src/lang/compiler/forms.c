#include "lang/compiler/forms.h"

#include "base/error.h"
#include "lang/fold.h"

/* Forms are cut by the thousand, each a paragraph of one text. */
enum { BATCH = 4096 };

typedef struct dp_batch {
    dp_arena *arena;  /* of the result */
    dp_arena scratch; /* of the text and its tokens; reset each batch */
    const dp_token_rules *rules;
    dp_vocabulary *vocabulary;
    const dp_str *strings;
    dp_form *forms;
    uint32_t count;
    depeche_error *error;
} dp_batch;

static bool begins_as_tail(dp_str form) {
    if (form.len < 2 || form.at[0] != '-') return false;
    unsigned char second = (unsigned char)form.at[1];
    return second >= 0x80 || (second >= 'a' && second <= 'z') || (second >= 'A' && second <= 'Z');
}

/* Whether the last word of a form is an elision: "parce qu'", not the name "la Prom'". */
static bool ends_elided(const dp_token_rules *rules, dp_str form) {
    if (form.len < 2 || form.at[form.len - 1] != '\'') return false;
    size_t start = form.len;
    while (start > 0 && form.at[start - 1] != ' ') start--;
    char folded[DP_FOLD_MAX];
    dp_str last = {folded, dp_fold((dp_str){form.at + start, form.len - start}, folded)};
    for (size_t i = 0; i < rules->elision_count; i++) {
        if (dp_str_equal(rules->elisions[i], last)) return true;
    }
    return false;
}

/* A full stop at the end might be an abbreviation's, and is seen as such only where the sentence goes on. */
static bool ends_in_stop(dp_str form) {
    return form.len > 1 && form.at[form.len - 1] == '.';
}

/* Joins the forms of the batch; starts[i] is where form i begins. */
static depeche_status join(dp_batch *batch, dp_str *text, uint32_t *starts) {
    size_t size = 0, used = 0;
    for (uint32_t i = 0; i < batch->count; i++) size += batch->strings[i].len + 5;
    char *bytes = dp_arena_alloc(&batch->scratch, size);
    if (!bytes || size > UINT32_MAX) return dp_error_set(batch->error, DEPECHE_ERROR_MEMORY, "out of memory");
    for (uint32_t i = 0; i < batch->count; i++) {
        dp_str form = batch->strings[i];
        if (begins_as_tail(form)) bytes[used++] = 'a';
        starts[i] = (uint32_t)used;
        memcpy(bytes + used, form.at, form.len);
        used += form.len;
        if (ends_in_stop(form)) bytes[used++] = ' ';
        if (ends_in_stop(form) || ends_elided(batch->rules, form)) bytes[used++] = 'a';
        bytes[used++] = '\n';
        bytes[used++] = '\n';
    }
    *text = (dp_str){bytes, used};
    return DEPECHE_OK;
}

/* The whole form as one token. */
static depeche_status take_whole(dp_batch *batch, uint32_t form, dp_form_token *token) {
    char folded[DP_FOLD_MAX];
    dp_str lower = {folded, dp_fold(batch->strings[form], folded)};
    *token = (dp_form_token){.word = dp_vocabulary_add_copy(batch->vocabulary, lower), .bytes = batch->strings[form]};
    if (!lower.len)
        return dp_error_set(batch->error, DEPECHE_ERROR_ARGUMENT, "a form is longer than %d bytes", DP_FOLD_MAX);
    return token->word ? DEPECHE_OK : dp_error_set(batch->error, DEPECHE_ERROR_MEMORY, "out of memory");
}

/* Takes the tokens inside of a form, from token *next of the text on, to `tokens`, which has room. */
static depeche_status take_form(dp_batch *batch, const dp_text *text, uint32_t start, uint32_t form, uint32_t *next,
                                dp_form_token *tokens) {
    dp_str string = batch->strings[form];
    uint32_t end = start + (uint32_t)string.len, count = 0;
    bool crossing = false;
    /* The next form begins two line ends later, and after the padding. */
    for (; *next < text->token_count && text->tokens[*next].byte_start < end + 2; ++*next) {
        const dp_token *token = &text->tokens[*next];
        if (token->byte_end <= start || token->byte_start >= end) continue;
        if (token->byte_start < start || token->byte_end > end) {
            crossing = true;
            continue;
        }
        uint32_t word = dp_vocabulary_add_copy(batch->vocabulary, token->lower);
        if (!word) return dp_error_set(batch->error, DEPECHE_ERROR_MEMORY, "out of memory");
        dp_str bytes = {string.at + (token->byte_start - start), token->byte_end - token->byte_start};
        bool space_before = count > 0 && token->flags & DP_TOKEN_SPACE_BEFORE;
        tokens[count++] = (dp_form_token){word, bytes, space_before};
    }
    if (crossing) {
        count = 1;
        depeche_status status = take_whole(batch, form, tokens);
        if (status) return status;
    }
    if (!count) {
        return dp_error_set(batch->error, DEPECHE_ERROR_ARGUMENT, "the form '%.*s' has no tokens",
                            (int)(string.len < 80 ? string.len : 80), string.at);
    }
    batch->forms[form] = (dp_form){tokens, count};
    return DEPECHE_OK;
}

static depeche_status cut_batch(dp_batch *batch) {
    uint32_t starts[BATCH];
    dp_str bytes;
    dp_text text;
    depeche_status status = join(batch, &bytes, starts);
    if (status) return status;
    if (dp_text_cut(&batch->scratch, batch->rules, bytes, 0, &text)) {
        return dp_error_set(batch->error, DEPECHE_ERROR_MEMORY, "out of memory");
    }
    /* One more for each form that is taken whole. */
    size_t room = (size_t)text.token_count + batch->count;
    dp_form_token *tokens = dp_arena_alloc(batch->arena, room * sizeof *tokens);
    if (!tokens) return dp_error_set(batch->error, DEPECHE_ERROR_MEMORY, "out of memory");
    uint32_t next = 0;
    for (uint32_t i = 0; i < batch->count; i++) {
        status = take_form(batch, &text, starts[i], i, &next, tokens);
        if (status) return status;
        tokens += batch->forms[i].count;
    }
    return DEPECHE_OK;
}

depeche_status dp_forms_cut(dp_arena *arena, const dp_token_rules *rules, dp_vocabulary *vocabulary,
                            const dp_str *strings, uint32_t count, dp_form *forms, depeche_error *error) {
    dp_batch batch = {.arena = arena, .rules = rules, .vocabulary = vocabulary, .error = error};
    dp_arena_init(&batch.scratch);
    depeche_status status = DEPECHE_OK;
    for (uint32_t done = 0; !status && done < count; done += batch.count) {
        batch.count = count - done < BATCH ? count - done : BATCH;
        batch.strings = strings + done;
        batch.forms = forms + done;
        dp_arena_reset(&batch.scratch);
        status = cut_batch(&batch);
    }
    dp_arena_close(&batch.scratch);
    return status;
}
