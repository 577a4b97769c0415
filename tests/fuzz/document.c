#include "fuzz/document.h"

#include <math.h>

#include "fuzz/target.h"
#include "text/utf8.h"

const depeche_pack *fuzz_french(void) {
    static depeche_pack *pack;
    depeche_error error;
    if (!pack && depeche_pack_find("fr", &pack, &error)) {
        fprintf(stderr, "%s\n", error.message);
        exit(1);
    }
    return pack;
}

typedef struct checked {
    const depeche_document *document;
    dp_str text;
    uint32_t *chars; /* code points before each byte */
} checked;

static bool is_boundary(const checked *c, uint32_t byte) {
    return byte <= c->text.len && (byte == c->text.len || ((unsigned char)c->text.at[byte] & 0xC0) != 0x80);
}

static void check_span(const checked *c, depeche_span span) {
    FUZZ_CHECK(span.byte_start <= span.byte_end && is_boundary(c, span.byte_start) && is_boundary(c, span.byte_end));
    FUZZ_CHECK(span.start == c->chars[span.byte_start] && span.end == c->chars[span.byte_end]);
}

static void check_score(float score) {
    FUZZ_CHECK(score >= 0 && score <= 1);
}

static void check_string(dp_str string) {
    FUZZ_CHECK(dp_utf8_check(string) == string.len);
}

static void check_entities(const checked *c) {
    const depeche_document *d = c->document;
    for (uint32_t i = 0; i < depeche_document_entity_count(d); i++) {
        depeche_entity entity = depeche_document_entity(d, i);
        check_score(entity.salience);
        check_string(entity.name);
        FUZZ_CHECK(entity.type <= DEPECHE_GROUP && entity.name.len && entity.mentions);
        for (uint32_t n = 0; n < entity.aliases; n++) check_string(depeche_document_alias(d, i, n));
        for (uint32_t n = 0; n < entity.roles; n++) check_string(depeche_document_role(d, i, n));
        for (uint32_t n = 0; n < entity.links; n++) check_string(depeche_document_link(d, i, n).id);
        uint32_t last = 0;
        for (uint32_t n = 0; n < entity.mentions; n++) {
            depeche_span span = depeche_document_mention(d, i, n).span;
            check_span(c, span);
            FUZZ_CHECK(span.start >= last && span.end > span.start);
            last = span.start;
        }
    }
}

static void check_values(const checked *c) {
    uint32_t last = 0;
    for (uint32_t i = 0; i < depeche_document_value_count(c->document); i++) {
        depeche_value value = depeche_document_value(c->document, i);
        check_span(c, value.span);
        check_string(value.unit);
        check_string(value.iso);
        FUZZ_CHECK(value.span.start >= last && value.span.end > value.span.start);
        FUZZ_CHECK(!value.has_number || isfinite(value.number));
        FUZZ_CHECK(!value.has_number2 || isfinite(value.number2));
        last = value.span.start;
    }
}

static void check_claims(const checked *c) {
    const depeche_document *d = c->document;
    uint32_t claims = depeche_document_claim_count(d);
    for (uint32_t i = 0; i < claims; i++) {
        depeche_claim claim = depeche_document_claim(d, i);
        check_score(claim.check_worthiness);
        check_string(claim.cue_lemma);
        check_string(claim.speaker_name);
        if (claim.has_source) check_span(c, claim.source);
        for (uint32_t n = 0; n < depeche_document_claim_factor_count(d, i); n++) {
            depeche_factor factor = depeche_document_claim_factor(d, i, n);
            FUZZ_CHECK(isfinite(factor.weight));
            if (factor.has_span) check_span(c, factor.span);
        }
        FUZZ_CHECK(claim.contents > 0);
        FUZZ_CHECK(claim.speaker == DEPECHE_NONE || claim.speaker < depeche_document_entity_count(d));
        for (uint32_t n = 0; n < claim.joint_speakers; n++) {
            uint32_t joint = depeche_document_claim_joint_speaker(d, i, n);
            FUZZ_CHECK(joint < depeche_document_entity_count(d) && joint != claim.speaker);
        }
        FUZZ_CHECK(claim.said_at == DEPECHE_NONE || claim.said_at < depeche_document_value_count(d));
        FUZZ_CHECK(claim.reported_by == DEPECHE_NONE || (claim.reported_by < claims && claim.reported_by != i));
        for (uint32_t n = 0; n < claim.contents; n++) check_span(c, depeche_document_claim_content(d, i, n));
        for (uint32_t n = 0; n < claim.cues; n++) check_span(c, depeche_document_claim_cue(d, i, n));
        /* Who reports whom never runs in a circle. */
        uint32_t steps = 0;
        for (uint32_t at = i; at != DEPECHE_NONE; at = depeche_document_claim(d, at).reported_by) {
            FUZZ_CHECK(steps++ <= claims);
        }
    }
}

void fuzz_check_document(const depeche_document *document) {
    checked c = {.document = document, .text = depeche_document_text(document)};
    c.chars = calloc(c.text.len + 1, sizeof *c.chars);
    FUZZ_CHECK(c.chars);
    for (uint32_t i = 0; i < c.text.len; i++) c.chars[i + 1] = c.chars[i] + is_boundary(&c, i + 1);
    uint32_t last = 0;
    for (uint32_t i = 0; i < depeche_document_sentence_count(document); i++) {
        depeche_sentence sentence = depeche_document_sentence(document, i);
        check_span(&c, sentence.span);
        check_score(sentence.check_worthiness);
        FUZZ_CHECK(sentence.span.start >= last && sentence.span.end > sentence.span.start);
        last = sentence.span.end;
    }
    check_entities(&c);
    check_values(&c);
    check_claims(&c);
    free(c.chars);
}
