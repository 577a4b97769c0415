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
    };
    if (dp_pack_hits_all(pack, arena, text, &view->hits)) return -1;
    return dp_evidence_gather(pack, arena, text, &view->hits, view->titles, &view->evidence);
}

void dp_facts_gather(const dp_view *view, uint32_t first, uint32_t end, dp_token_facts *facts) {
    for (uint32_t t = first; t < end; t++) {
        memset(facts[t - first].at, 0, sizeof facts->at);
        memset(facts[t - first].many_count, 0, sizeof facts->many_count);
    }
    dp_facts_form(view, first, end, facts);
    dp_facts_lexicon(view, first, end, facts);
    dp_facts_chain(view, first, end, facts);
    dp_facts_document(view, first, end, facts);
}
