/* The whole way of a message: bytes, article, analysis, document. What comes out is JSON, the same each time. */
#include <jansson.h>

#include "article/enricher.h"
#include "article/json.h"
#include "article/object.h"
#include "fuzz/document.h"
#include "fuzz/target.h"

/* A JSON object of single members, as its own reader and another one see it. */
static void check_json(dp_str document) {
    dp_arena arena;
    dp_arena_init(&arena);
    dp_json value;
    dp_json_error error;
    dp_object object;
    FUZZ_CHECK(dp_json_check(document, DP_JSON_DEPTH_MAX, &value, &error) && value.kind == DP_JSON_OBJECT);
    FUZZ_CHECK(dp_object_read(&arena, value, &object) == DP_OBJECT_OK);
    FUZZ_CHECK(!memchr(document.at, '\n', document.len));
    json_error_t reason;
    json_t *other = json_loadb(document.at, document.len, JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL, &reason);
    /* Carried members keep numbers that are too large for jansson, and names with a zero byte. */
    FUZZ_CHECK(other || json_error_code(&reason) == json_error_numeric_overflow ||
               json_error_code(&reason) == json_error_null_byte_in_key);
    json_decref(other);
    dp_arena_close(&arena);
}

void fuzz_message(dp_str input) {
    static dp_enricher *enricher;
    const depeche_pack *pack = fuzz_french();
    dp_enricher_options options = dp_enricher_defaults();
    if (!enricher) enricher = dp_enricher_open(&pack, 1, &options);
    FUZZ_CHECK(enricher);
    dp_str message = fuzz_copy(input);
    dp_enriched enriched;
    dp_enricher_process(enricher, message, &enriched);
    FUZZ_CHECK(enriched.outcome != DP_OUTCOME_FAILED);
    if (enriched.outcome == DP_OUTCOME_REJECTED) {
        FUZZ_CHECK(enriched.rejection.detail[0]);
    } else {
        fuzz_check_document(enriched.analysis);
        check_json(enriched.document);
        dp_str first = fuzz_copy(enriched.document);
        dp_enricher_process(enricher, message, &enriched);
        FUZZ_CHECK(enriched.outcome == DP_OUTCOME_DOCUMENT && dp_str_equal(first, enriched.document));
        fuzz_free(first);
    }
    fuzz_free(message);
}
