/* An annotated document: spans on whole code points in the order of the guide, or a message that names the line. */
#include "corpus/gold.h"
#include "fuzz/target.h"
#include "text/utf8.h"

static void check_span(const dp_gold *gold, depeche_span span) {
    FUZZ_CHECK(span.byte_start <= span.byte_end && span.byte_end <= gold->text.len && span.start <= span.end);
    dp_str before = {gold->text.at, span.byte_start};
    dp_str inside = {gold->text.at + span.byte_start, span.byte_end - span.byte_start};
    FUZZ_CHECK(span.start == dp_utf8_length(before) && span.end == span.start + dp_utf8_length(inside));
}

static void check_gold(const dp_gold *gold) {
    uint32_t last = 0;
    FUZZ_CHECK(gold->title_length <= gold->text.len && dp_utf8_check(gold->text) == gold->text.len);
    for (uint32_t i = 0; i < gold->entity_count; i++) {
        check_span(gold, gold->entities[i].span);
        FUZZ_CHECK(gold->entities[i].span.byte_start >= last && gold->entities[i].type.len);
        last = gold->entities[i].span.byte_end;
    }
    for (uint32_t i = 0; i < gold->claim_count; i++) {
        const dp_gold_claim *claim = &gold->claims[i];
        FUZZ_CHECK(claim->content_count > 0 && (i == 0 || claim->number > gold->claims[i - 1].number));
        if (claim->has_source) check_span(gold, claim->source);
        for (uint32_t n = 0; n < claim->content_count; n++) check_span(gold, claim->contents[n]);
        for (uint32_t n = 0; n < claim->cue_count; n++) check_span(gold, claim->cues[n]);
    }
    for (uint32_t i = 0; i < gold->check_worthy_count; i++) check_span(gold, gold->check_worthy[i]);
}

void fuzz_gold(dp_str input) {
    dp_arena arena;
    dp_arena_init(&arena);
    dp_str file = fuzz_copy(input);
    dp_gold gold;
    depeche_error error = {0};
    depeche_status status = dp_gold_parse(&arena, "fuzz.ann", file, &gold, &error);
    FUZZ_CHECK(status == DEPECHE_OK || status == DEPECHE_ERROR_PACK_FORMAT);
    if (status == DEPECHE_OK) {
        check_gold(&gold);
    } else {
        FUZZ_CHECK(!strncmp(error.message, "fuzz.ann:", 9));
    }
    fuzz_free(file);
    dp_arena_close(&arena);
}
