#include "entities/nominals.h"

/* Whether a name follows the description directly: then it is that name's role. */
static bool names_somebody(const dp_text *text, const uint32_t *tag_of_token, uint32_t end) {
    return end < text->token_count && tag_of_token[end] != DEPECHE_NONE &&
           text->tokens[end].sentence == text->tokens[end - 1].sentence;
}

int dp_nominals_find(const depeche_pack *pack, dp_arena *arena, const dp_text *text, const uint32_t *tag_of_token,
                     const bool *taken, const dp_known *known, dp_mention_array *mentions) {
    if (known->count == 0) return 0;
    dp_description_sets sets = dp_description_sets_of(pack);
    int definite = dp_pack_set(pack, "determiners.definite");
    int demonstrative = dp_pack_set(pack, "determiners.demonstrative");
    for (uint32_t t = 0; t + 1 < text->token_count; t++) {
        const dp_token *token = &text->tokens[t];
        bool opens = dp_pack_in_set(pack, definite, token) || dp_pack_in_set(pack, demonstrative, token);
        if (!opens || tag_of_token[t] != DEPECHE_NONE) continue;
        uint32_t end = text->sentences[token->sentence].tokens.end;
        uint32_t head = dp_description_start(pack, &sets, text, t + 1, end);
        dp_description description;
        if (head >= end || taken[head] || tag_of_token[head] != DEPECHE_NONE ||
            !dp_description_read(pack, &sets, text, head, end, &description) ||
            description.gender == DP_GENDER_PLURAL || names_somebody(text, tag_of_token, description.tokens.end)) {
            continue;
        }
        dp_description_agree(pack, token, &description);
        uint32_t found[2];
        if (dp_known_find(known, &description, DP_BASIS_LEXICON, found, 2) != 1) continue;
        dp_mention mention = {
            .tokens = {t, description.tokens.end}, .entity = found[0], .kind = DEPECHE_MENTION_NOMINAL};
        if (!dp_array_push(arena, mentions, mention)) return -1;
        t = description.tokens.end - 1;
    }
    return 0;
}
