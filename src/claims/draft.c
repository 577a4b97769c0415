#include "claims/draft.h"

#include "base/array.h"
#include "claims/post.h"

enum {
    CUES_IN_SENTENCE = 32, /* cues of one sentence that are followed up: no written sentence has so many */
};

/* A cue less likely than this is not followed up. */
static const float cue_threshold = 0.15f;

static int weigh_cue(const dp_scene *scene, const dp_logistic *model, dp_features *features, dp_cue *cue) {
    dp_features_clear(features);
    if (dp_cue_features(scene, cue, features)) return -1;
    cue->probability = dp_logistic_probability_at(model, features, 0);
    return 0;
}

static int find_arguments(const dp_scene *scene, const dp_cue *cue, const dp_crf *model, dp_features *features,
                          dp_arguments *arguments) {
    dp_units units;
    uint8_t labels[DP_UNITS_MAX];
    float share;
    dp_units_cut(scene, cue, &units);
    dp_features_clear(features);
    if (dp_argument_features(scene, cue, &units, features)) return -1;
    if (dp_argument_decode(scene, cue, &units, model, features, labels, &share)) return -1;
    dp_arguments_read(scene, cue, &units, labels, arguments);
    arguments->share = share;
    return 0;
}

/* Whether the source is a date, which says nothing: the labeller found no speaker. */
static bool is_date(const dp_scene *scene, dp_range source) {
    if (source.first >= source.end || scene->marks[source.end - 1].tag != DP_TAG_DATE) return false;
    bool article = dp_scene_is(scene, source.first, DP_MARK_ARTICLE);
    return scene->marks[source.first + (article && source.end - source.first > 1)].tag == DP_TAG_DATE;
}

/* Whether a cue is part of the signature of an embedded message. */
static bool is_signature(const dp_coverage *coverage, const dp_cue *cue) {
    return coverage->tokens[cue->head] & (DP_COVERED_CUE | DP_COVERED_SOURCE);
}

int dp_reports_draft(const dp_scene *scene, const dp_logistic *cue_model, const dp_crf *argument_model,
                     dp_coverage *coverage, dp_cues *cues, dp_features *features, dp_reports *drafts) {
    if (dp_posts_find(scene, coverage, drafts)) return -1;
    uint32_t sentence = UINT32_MAX, followed = 0;
    for (uint32_t c = 0; c < cues->count; c++) {
        dp_cue *cue = &cues->at[c];
        uint32_t here = scene->text->tokens[cue->head].sentence;
        if (here != sentence) followed = 0;
        sentence = here;
        if (followed >= CUES_IN_SENTENCE || is_signature(coverage, cue)) continue;
        if (weigh_cue(scene, cue_model, features, cue)) return -1;
        if (cue->probability < cue_threshold) continue;
        followed++;
        dp_report report = {.cue = cue, .speaker = DEPECHE_NONE, .speaker_name = {"", 0}};
        if (find_arguments(scene, cue, argument_model, features, &report.arguments)) return -1;
        if (!report.arguments.content_count || is_date(scene, report.arguments.source)) continue;
        report.probability = cue->probability * report.arguments.share;
        if (!dp_array_push(scene->arena, drafts, report)) return -1;
    }
    dp_reports_cut(scene, drafts);
    return 0;
}
