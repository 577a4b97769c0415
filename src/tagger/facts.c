#include "tagger/facts.h"

int dp_view_open(const depeche_pack *pack, dp_arena *arena, const dp_text *text, const dp_quotations *quotations,
                 dp_view *view) {
    *view = (dp_view){
        .pack = pack,
        .text = text,
        .quotations = quotations,
        .titles = dp_pack_set(pack, "titles.person"),
        .prepositions = dp_pack_set(pack, "prepositions"),
        .articles = dp_pack_set(pack, "determiners.definite"),
        .contracted = dp_pack_set(pack, "articles.contracted"),
    };
    if (dp_pack_hits_all(pack, arena, text, &view->hits)) return -1;
    return dp_evidence_gather(pack, arena, text, &view->hits, view->titles, &view->evidence);
}

dp_token_facts *dp_facts_new(dp_arena *arena) {
    dp_token_facts *facts = dp_arena_alloc(arena, (DP_PIECE_MAX + 2 * DP_FACTS_EDGE) * sizeof *facts);
    return facts ? facts + DP_FACTS_EDGE : NULL;
}

/* Clears the facts, and makes those beyond the ends hold for nothing but being there. */
static void clear(uint32_t length, dp_token_facts *facts) {
    for (uint32_t i = 0; i < length; i++) {
        memset(facts[i].at, 0, sizeof facts->at);
        memset(facts[i].many_count, 0, sizeof facts->many_count);
    }
    for (int edge = 1; edge <= DP_FACTS_EDGE; edge++) {
        dp_token_facts *before = facts - edge, *after = facts + length + edge - 1;
        for (int fact = 0; fact < DP_FACT_COUNT; fact++) {
            before->at[fact] = 1;
            after->at[fact] = 2;
        }
        memset(before->many_count, 0, sizeof before->many_count);
        memset(after->many_count, 0, sizeof after->many_count);
    }
}

void dp_facts_gather(const dp_view *view, uint32_t first, uint32_t end, dp_token_facts *facts) {
    clear(end - first, facts);
    dp_facts_form(view, first, end, facts);
    dp_facts_lexicon(view, first, end, facts);
    dp_facts_chain(view, first, end, facts);
    dp_facts_document(view, first, end, facts);
}

void dp_facts_gather_second(const dp_view *view, uint32_t first, uint32_t end, dp_token_facts *facts) {
    clear(end - first, facts);
    dp_facts_labels(view, first, end, facts);
}
