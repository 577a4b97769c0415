#include "tagger/passes.h"

#include "base/array.h"

enum { MODEL_HEADER = 64 };

dp_range dp_piece_at(const dp_text *text, uint32_t first) {
    uint32_t end = text->sentences[text->tokens[first].sentence].tokens.end;
    if (end - first > DP_PIECE_MAX) end = first + DP_PIECE_MAX;
    return (dp_range){first, end};
}

void dp_pass_templates(dp_pass pass, uint32_t families, dp_templates *templates) {
    dp_templates_open(families & (pass == DP_PASS_SECOND ? DP_FAMILIES_SECOND : DP_FAMILIES_FIRST), templates);
}

int dp_piece_features(const dp_view *view, dp_pass pass, const dp_templates *templates, dp_range piece,
                      dp_token_facts *facts, dp_features *features) {
    if (pass == DP_PASS_FIRST) {
        dp_facts_gather(view, piece.first, piece.end, facts);
    } else {
        dp_facts_gather_second(view, piece.first, piece.end, facts);
    }
    for (uint32_t i = 0; i < piece.end - piece.first; i++) {
        if (dp_templates_apply(templates, facts + i, features)) return -1;
    }
    return 0;
}

int dp_labelling_new(dp_arena *arena, uint32_t tokens, dp_labelling *labelling) {
    *labelling = (dp_labelling){
        .labels = dp_arena_calloc(arena, tokens, 1),
        .sureness = dp_arena_calloc(arena, tokens, 1),
        .sums = dp_arena_calloc(arena, tokens, DP_LABEL_STRIDE * sizeof *labelling->sums),
    };
    return labelling->labels && labelling->sureness && labelling->sums ? 0 : -1;
}

/* What labelling a piece needs beside the document. */
typedef struct pass_run {
    dp_pass pass;
    const dp_crf *crf;
    dp_templates templates;
    dp_token_facts *facts;
    dp_features features;
} pass_run;

static int label_piece(const dp_view *view, pass_run *run, dp_range piece, dp_labelling *labelling) {
    float probabilities[DP_PIECE_MAX];
    uint32_t length = piece.end - piece.first;
    int16_t *sums = labelling->sums + (size_t)piece.first * DP_LABEL_STRIDE;
    dp_features_clear(&run->features);
    if (dp_piece_features(view, run->pass, &run->templates, piece, run->facts, &run->features)) return -1;
    dp_crf_sum(run->crf, &run->features, 0, length, sums);
    dp_arena_place place = dp_arena_mark(run->features.arena);
    int result = dp_crf_decode_sums(run->crf, run->features.arena, sums, length, labelling->labels + piece.first,
                                    probabilities, NULL);
    dp_arena_rewind(run->features.arena, place);
    for (uint32_t i = 0; !result && i < length; i++) {
        float level = probabilities[i] * 255.0f + 0.5f;
        labelling->sureness[piece.first + i] = level > 255.0f ? 255 : (uint8_t)level;
    }
    return result;
}

int dp_pass_run(const dp_view *view, dp_pass pass, const dp_crf *crf, uint32_t families, dp_arena *arena,
                dp_labelling *labelling) {
    dp_arena_place place = dp_arena_mark(arena);
    pass_run run = {.pass = pass, .crf = crf, .facts = dp_facts_new(arena)};
    dp_features_init(&run.features, arena);
    dp_pass_templates(pass, families, &run.templates);
    int result = run.facts ? 0 : -1;
    for (uint32_t t = 0; !result && t < view->text->token_count;) {
        dp_range piece = dp_piece_at(view->text, t);
        result = label_piece(view, &run, piece, labelling);
        t = piece.end;
    }
    dp_arena_rewind(arena, place);
    return result;
}

int dp_tags_of_labels(dp_arena *arena, const uint8_t *labels, const uint8_t *sureness, uint32_t count, dp_tags *tags) {
    dp_array(dp_tagged) found = {0};
    for (uint32_t t = 0; t < count;) {
        dp_tag tag = dp_label_tag(labels[t]);
        uint32_t end = t + 1;
        uint8_t weakest = sureness[t];
        while (tag && end < count && labels[end] == dp_label_inside(tag)) {
            if (sureness[end] < weakest) weakest = sureness[end];
            end++;
        }
        dp_tagged tagged = {{t, end}, tag, (float)weakest / 255.0f};
        if (tag && !dp_array_push(arena, &found, tagged)) return -1;
        t = end;
    }
    *tags = (dp_tags){found.at, found.count};
    return 0;
}

int dp_passes_run(dp_view *view, const dp_tagger_model *model, uint32_t families, dp_arena *arena, dp_tags *tags) {
    uint32_t count = view->text->token_count;
    dp_labelling labelling;
    if (dp_labelling_new(arena, count, &labelling)) return -1;
    if (dp_pass_run(view, DP_PASS_FIRST, &model->first, families, arena, &labelling)) return -1;
    if (!model->has_second) return dp_tags_of_labels(arena, labelling.labels, labelling.sureness, count, tags);
    dp_evidence_vote(view->text, labelling.labels, &view->evidence);
    view->labels = labelling.labels;
    view->sureness = labelling.sureness;
    dp_labelling second = {dp_arena_alloc(arena, count), dp_arena_alloc(arena, count), labelling.sums};
    if (!second.labels || !second.sureness) return -1;
    if (dp_pass_run(view, DP_PASS_SECOND, &model->second, families, arena, &second)) return -1;
    return dp_tags_of_labels(arena, second.labels, second.sureness, count, tags);
}

static uint64_t padded(uint64_t size) {
    return (size + 63) & ~UINT64_C(63);
}

depeche_status dp_tagger_model_open(dp_str bytes, dp_tagger_model *model, depeche_error *error) {
    uint64_t sizes[2] = {0, 0};
    bool sound = bytes.len >= MODEL_HEADER && memcmp(bytes.at, "DPT1", 4) == 0;
    if (sound) memcpy(sizes, bytes.at + 8, sizeof sizes);
    sound = sound && sizes[0] <= bytes.len && sizes[1] <= bytes.len &&
            MODEL_HEADER + padded(sizes[0]) + padded(sizes[1]) == bytes.len;
    if (!sound) {
        return dp_error_set(error, DEPECHE_ERROR_PACK_FORMAT, "the tagger's model in the language pack is damaged");
    }
    uint32_t fingerprint;
    memcpy(&fingerprint, bytes.at + 4, sizeof fingerprint);
    if (fingerprint != dp_templates_fingerprint()) {
        return dp_error_set(
            error, DEPECHE_ERROR_PACK_VERSION,
            "the tagger's model in the language pack was trained by another version; build the pack again");
    }
    dp_str first = {bytes.at + MODEL_HEADER, (size_t)sizes[0]};
    dp_str second = {first.at + padded(sizes[0]), (size_t)sizes[1]};
    depeche_status status = dp_crf_open(first, &model->first, error);
    model->has_second = second.len > 0;
    if (!status && model->has_second) status = dp_crf_open(second, &model->second, error);
    if (status) return status;
    bool labels_agree = model->first.weights.labels == DP_LABEL_COUNT &&
                        (!model->has_second || model->second.weights.labels == DP_LABEL_COUNT);
    if (!labels_agree) {
        return dp_error_set(error, DEPECHE_ERROR_PACK_FORMAT, "the tagger's model is one of other labels");
    }
    return DEPECHE_OK;
}
