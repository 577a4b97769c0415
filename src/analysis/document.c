#include "analysis/document.h"

depeche_analysis_status depeche_document_status(const depeche_document *document) {
    return document->status;
}

depeche_str depeche_document_language(const depeche_document *document) {
    return document->language;
}

depeche_str depeche_document_text(const depeche_document *document) {
    return document->text.bytes;
}

size_t depeche_document_title_length(const depeche_document *document) {
    return document->title_length;
}

depeche_str depeche_document_slice(const depeche_document *document, depeche_span span) {
    dp_str bytes = document->text.bytes;
    if (span.byte_start > span.byte_end || span.byte_end > bytes.len) return (dp_str){"", 0};
    return (dp_str){bytes.at + span.byte_start, span.byte_end - span.byte_start};
}

/* ---------------------------------------------------------------------------------------------- sentences */

uint32_t depeche_document_sentence_count(const depeche_document *document) {
    return document->text.sentence_count;
}

depeche_sentence depeche_document_sentence(const depeche_document *document, uint32_t number) {
    if (number >= document->text.sentence_count) return (depeche_sentence){0};
    const float *worthiness = document->claims.sentence_worthiness;
    return (depeche_sentence){.span = dp_text_span(&document->text, document->text.sentences[number].tokens),
                              .check_worthiness = worthiness ? worthiness[number] : 0};
}

/* ----------------------------------------------------------------------------------------------- entities */

static const dp_entity *find_entity(const depeche_document *document, uint32_t number) {
    return number < document->entities.count ? &document->entities.at[number] : NULL;
}

uint32_t depeche_document_entity_count(const depeche_document *document) {
    return document->entities.count;
}

depeche_entity depeche_document_entity(const depeche_document *document, uint32_t number) {
    const dp_entity *entity = find_entity(document, number);
    if (!entity) return (depeche_entity){0};
    return (depeche_entity){.type = entity->type,
                            .name = entity->name,
                            .salience = entity->salience,
                            .aliases = entity->alias_count,
                            .roles = entity->role_count,
                            .links = entity->link_count,
                            .mentions = entity->mention_count};
}

depeche_str depeche_document_alias(const depeche_document *document, uint32_t entity, uint32_t number) {
    const dp_entity *found = find_entity(document, entity);
    return found && number < found->alias_count ? found->aliases[number] : (dp_str){0};
}

depeche_str depeche_document_role(const depeche_document *document, uint32_t entity, uint32_t number) {
    const dp_entity *found = find_entity(document, entity);
    return found && number < found->role_count ? found->roles[number] : (dp_str){0};
}

depeche_link depeche_document_link(const depeche_document *document, uint32_t entity, uint32_t number) {
    const dp_entity *found = find_entity(document, entity);
    return found && number < found->link_count ? found->links[number] : (depeche_link){0};
}

depeche_mention depeche_document_mention(const depeche_document *document, uint32_t entity, uint32_t number) {
    const dp_entity *found = find_entity(document, entity);
    if (!found || number >= found->mention_count) return (depeche_mention){0};
    const dp_entities *all = &document->entities;
    const dp_mention *mention = &all->mentions[all->mentions_of[found->first_mention + number]];
    return (depeche_mention){.span = dp_text_span(&document->text, mention->tokens), .kind = mention->kind};
}

/* ------------------------------------------------------------------------------------------------- values */

uint32_t depeche_document_value_count(const depeche_document *document) {
    return document->values.count;
}

depeche_value depeche_document_value(const depeche_document *document, uint32_t number) {
    if (number >= document->values.count) return (depeche_value){0};
    const dp_value *value = &document->values.at[number];
    return (depeche_value){.kind = value->kind,
                           .span = dp_text_span(&document->text, value->tokens),
                           .approximation = value->approximation,
                           .has_number = value->has_number,
                           .number = value->number,
                           .has_number2 = value->has_number2,
                           .number2 = value->number2,
                           .unit = value->unit,
                           .iso = value->iso};
}

/* ------------------------------------------------------------------------------------------------- claims */

static const dp_claim *find_claim(const depeche_document *document, uint32_t number) {
    return number < document->claims.count ? &document->claims.at[number] : NULL;
}

uint32_t depeche_document_claim_count(const depeche_document *document) {
    return document->claims.count;
}

depeche_claim depeche_document_claim(const depeche_document *document, uint32_t number) {
    const dp_claim *claim = find_claim(document, number);
    if (!claim) return (depeche_claim){0};
    return (depeche_claim){.kind = claim->kind,
                           .cue_lemma = claim->cue_lemma,
                           .cue_class = claim->cue_class,
                           .cue_negated = claim->cue_negated,
                           .has_source = claim->source.first < claim->source.end,
                           .source = dp_text_span(&document->text, claim->source),
                           .speaker = claim->speaker,
                           .speaker_name = claim->speaker_name,
                           .joint_speakers = claim->joint_count,
                           .reported_by = claim->reported_by,
                           .polarity = claim->polarity,
                           .certainty = claim->certainty,
                           .said_at = claim->said_at,
                           .check_worthiness = claim->check_worthiness,
                           .contents = claim->content_count,
                           .cues = claim->cue_count};
}

depeche_span depeche_document_claim_content(const depeche_document *document, uint32_t claim, uint32_t number) {
    const dp_claim *found = find_claim(document, claim);
    if (!found || number >= found->content_count) return (depeche_span){0};
    return dp_text_span(&document->text, found->contents[number]);
}

depeche_span depeche_document_claim_cue(const depeche_document *document, uint32_t claim, uint32_t number) {
    const dp_claim *found = find_claim(document, claim);
    if (!found || number >= found->cue_count) return (depeche_span){0};
    return dp_text_span(&document->text, found->cues[number]);
}

uint32_t depeche_document_claim_joint_speaker(const depeche_document *document, uint32_t claim, uint32_t number) {
    const dp_claim *found = find_claim(document, claim);
    return found && number < found->joint_count ? found->joint[number] : DEPECHE_NONE;
}

/* ------------------------------------------------------------------------------------------------ factors */

static const dp_factors no_factors;

static const dp_factors *factors_of_sentence(const depeche_document *document, uint32_t number) {
    const dp_factors *all = document->claims.sentence_factors;
    return all && number < document->text.sentence_count ? &all[number] : &no_factors;
}

static const dp_factors *factors_of_claim(const depeche_document *document, uint32_t number) {
    const dp_claim *claim = find_claim(document, number);
    return claim ? &claim->factors : &no_factors;
}

static depeche_factor get_factor(const depeche_document *document, const dp_factors *factors, uint32_t number) {
    if (number >= factors->count) return (depeche_factor){.feature = ""};
    const dp_factor *factor = &factors->at[number];
    depeche_factor got = {.feature = factor->feature, .weight = factor->weight};
    got.has_span = factor->tokens.first < factor->tokens.end;
    if (got.has_span) got.span = dp_text_span(&document->text, factor->tokens);
    return got;
}

uint32_t depeche_document_sentence_factor_count(const depeche_document *document, uint32_t sentence) {
    return factors_of_sentence(document, sentence)->count;
}

depeche_factor depeche_document_sentence_factor(const depeche_document *document, uint32_t sentence, uint32_t number) {
    return get_factor(document, factors_of_sentence(document, sentence), number);
}

uint32_t depeche_document_claim_factor_count(const depeche_document *document, uint32_t claim) {
    return factors_of_claim(document, claim)->count;
}

depeche_factor depeche_document_claim_factor(const depeche_document *document, uint32_t claim, uint32_t number) {
    return get_factor(document, factors_of_claim(document, claim), number);
}
