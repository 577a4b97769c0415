#include "text/text.h"

depeche_span dp_text_span(const dp_text *text, dp_range range) {
    if (range.first >= range.end) {
        if (range.first >= text->token_count) return (depeche_span){0};
        const dp_token *at = &text->tokens[range.first];
        return (depeche_span){
            .start = at->char_start, .end = at->char_start, .byte_start = at->byte_start, .byte_end = at->byte_start};
    }
    const dp_token *first = &text->tokens[range.first], *last = &text->tokens[range.end - 1];
    return (depeche_span){
        .start = first->char_start, .end = last->char_end, .byte_start = first->byte_start, .byte_end = last->byte_end};
}
