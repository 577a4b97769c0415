/* A message on its whole way while the N-th allocation fails, N from the bytes: it is done or it has failed, and the
 * next one is done. */
#include "article/enricher.h"
#include "base/memory.h"
#include "fuzz/document.h"
#include "fuzz/target.h"

enum { ALLOCATIONS = 24 };

void fuzz_memory(dp_str input) {
    const depeche_pack *pack = fuzz_french();
    dp_enricher_options options = dp_enricher_defaults();
    dp_str message = fuzz_copy(input);
    dp_enriched enriched, whole;
    dp_memory_fail_at(1 + (unsigned long)(dp_str_hash(input) % ALLOCATIONS));
    dp_enricher *enricher = dp_enricher_open(&pack, 1, &options);
    if (enricher) {
        dp_enricher_process(enricher, message, &enriched);
        dp_outcome outcome = enriched.outcome;
        dp_memory_fail_at(0);
        dp_enricher_process(enricher, message, &whole);
        FUZZ_CHECK(whole.outcome != DP_OUTCOME_FAILED);
        FUZZ_CHECK(outcome == DP_OUTCOME_FAILED || outcome == whole.outcome);
        if (whole.outcome == DP_OUTCOME_DOCUMENT) fuzz_check_document(whole.analysis);
    }
    dp_memory_fail_at(0);
    if (!enricher) enricher = dp_enricher_open(&pack, 1, &options);
    FUZZ_CHECK(enricher);
    dp_enricher_close(enricher);
    fuzz_free(message);
}
