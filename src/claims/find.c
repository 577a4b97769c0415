/* The claim stage from end to end. */
#include "base/array.h"
#include "claims/claims.h"
#include "claims/draft.h"
#include "claims/ellipsis.h"
#include "claims/models.h"
#include "claims/sense.h"
#include "claims/speaker.h"
#include "claims/worth.h"
#include "text/phrase.h"

/* A draft is kept where it is weighed as likelier than the first, or was likelier than the second before. */
static const float report_threshold = 0.4f, sure_threshold = 0.8f;

static const float loose_threshold = 0.35f, worth_threshold = 0.5f;

typedef struct dp_finder {
    dp_scene scene;
    dp_claim_models models;
    const dp_claims_input *input;
    dp_cues cues;
    dp_reports reports;
    dp_coverage coverage;
    dp_features features; /* scratch */
} dp_finder;

/* --------------------------------------------------------------------------------------------- with a cue */

static void cover(dp_finder *finder, const dp_report *report) {
    for (uint32_t i = 0; i < report->arguments.content_count; i++) {
        dp_coverage_add(&finder->scene, &finder->coverage, report->arguments.contents[i], DP_COVERED_CONTENT);
    }
    dp_coverage_add(&finder->scene, &finder->coverage, report->arguments.source, DP_COVERED_SOURCE);
    if (report->cue) dp_coverage_add(&finder->scene, &finder->coverage, report->cue->tokens, DP_COVERED_CUE);
}

/* Whether a draft is kept; sets its probability to what it weighs. Embedded messages are not weighed. Returns 1 or 0,
 * or -1 (memory). */
static int weigh(dp_finder *finder, const dp_reports *drafts, uint32_t number, float *probability) {
    *probability = drafts->at[number].probability;
    if (dp_report_is_post(&drafts->at[number])) return 1;
    bool sure = *probability >= sure_threshold;
    dp_features_clear(&finder->features);
    if (dp_report_features(&finder->scene, drafts, number, &finder->features)) return -1;
    *probability = dp_logistic_probability_at(&finder->models.report.model, &finder->features, 0);
    return sure || *probability >= report_threshold;
}

static int weigh_drafts(dp_finder *finder, const dp_reports *drafts) {
    for (uint32_t i = 0; i < drafts->count; i++) {
        dp_report report = drafts->at[i];
        int kept = weigh(finder, drafts, i, &report.probability);
        if (kept < 0) return -1;
        if (!kept) continue;
        if (!dp_array_push(finder->scene.arena, &finder->reports, report)) return -1;
    }
    return 0;
}

static int find_reported(dp_finder *finder) {
    if (!finder->models.cue.present || !finder->models.argument.present || !finder->models.report.present) return 0;
    if (dp_cues_find(&finder->scene, &finder->cues)) return -1;
    dp_reports drafts = {0};
    if (dp_reports_draft(&finder->scene, &finder->models.cue.model, &finder->models.argument.model, &finder->coverage,
                         &finder->cues, &finder->features, &drafts)) {
        return -1;
    }
    if (weigh_drafts(finder, &drafts)) return -1;
    if (dp_ellipses_add(&finder->scene, &finder->reports)) return -1;
    if (dp_reports_sort(finder->scene.arena, &finder->reports)) return -1;
    /* Once more, by what they weigh, and the shares that were added. */
    dp_reports_cut(&finder->scene, &finder->reports);
    dp_reports_drop_doubles(&finder->reports);
    dp_reports_share_sources(&finder->scene, &finder->reports);
    for (uint32_t i = 0; i < finder->reports.count; i++) {
        if (!finder->reports.at[i].dropped) cover(finder, &finder->reports.at[i]);
    }
    return 0;
}

/* ------------------------------------------------------------------------------------------ without a cue */

static int find_loose(dp_finder *finder) {
    if (!finder->models.loose.present) return 0;
    dp_looses looses;
    if (dp_looses_find(&finder->scene, &finder->coverage, &looses)) return -1;
    for (uint32_t i = 0; i < looses.count; i++) {
        dp_features_clear(&finder->features);
        if (dp_loose_features(&finder->scene, &finder->coverage, &looses.at[i], &finder->features)) return -1;
        float probability = dp_logistic_probability_at(&finder->models.loose.model, &finder->features, 0);
        if (probability < loose_threshold) continue;
        dp_report report = {.speaker = DEPECHE_NONE, .speaker_name = {"", 0}};
        report.arguments.contents[0] = looses.at[i].tokens;
        report.arguments.content_count = 1;
        report.probability = probability;
        if (!dp_array_push(finder->scene.arena, &finder->reports, report)) return -1;
        /* What follows may go on from it. */
        cover(finder, &report);
    }
    return dp_reports_sort(finder->scene.arena, &finder->reports);
}

/* ----------------------------------------------------------------------------------------------- the claims */

static int worth_of(dp_finder *finder, dp_range tokens, float *worth, dp_factors *factors) {
    const dp_scene *scene = &finder->scene;
    *worth = 0.0f;
    *factors = (dp_factors){0};
    if (!finder->models.worth.present || tokens.first >= tokens.end || dp_worth_is_bare(scene, tokens)) return 0;
    const dp_logistic *model = &finder->models.worth.model;
    dp_features_clear(&finder->features);
    if (dp_worth_features(scene, &finder->coverage, tokens, &finder->features)) return -1;
    *worth = dp_worth_score(model, &finder->features);
    if (!finder->input->explain) return 0;
    return dp_worth_explain(scene, &finder->coverage, tokens, model, &finder->features, factors);
}

static int copy_ranges(dp_arena *arena, const dp_range *from, uint32_t count, dp_range **to) {
    *to = dp_arena_alloc(arena, (count ? count : 1) * sizeof **to);
    if (!*to) return -1;
    if (count) memcpy(*to, from, count * sizeof **to);
    return 0;
}

/* The cue's tokens, without a subject that stands inside it ("a-t-il ajouté"). */
static uint32_t cue_ranges(const dp_cue *cue, dp_range ranges[2]) {
    if (cue->inverted == DEPECHE_NONE || cue->inverted < cue->tokens.first || cue->inverted >= cue->tokens.end) {
        ranges[0] = cue->tokens;
        return 1;
    }
    ranges[0] = (dp_range){cue->tokens.first, cue->inverted};
    ranges[1] = (dp_range){cue->inverted + 1, cue->tokens.end};
    return 2;
}

/* Who says it together with the speaker. */
static int find_joint(dp_finder *finder, const dp_report *report, dp_claim *claim) {
    uint32_t joint[DP_JOINT_MAX];
    claim->joint_count =
        dp_speaker_joint(&finder->scene, finder->input->entities, report->arguments.source, report->speaker, joint);
    if (!claim->joint_count) return 0;
    claim->joint = dp_arena_alloc(finder->scene.arena, claim->joint_count * sizeof *claim->joint);
    if (!claim->joint) return -1;
    memcpy(claim->joint, joint, claim->joint_count * sizeof *claim->joint);
    return 0;
}

static int make_claim(dp_finder *finder, const dp_report *report, dp_claim *claim) {
    dp_arena *arena = finder->scene.arena;
    const dp_scene *scene = &finder->scene;
    dp_range cues[2];
    claim->cue_count = report->cue ? cue_ranges(report->cue, cues) : 0;
    claim->content_count = report->arguments.content_count;
    if (copy_ranges(arena, report->arguments.contents, claim->content_count, &claim->contents)) return -1;
    if (copy_ranges(arena, cues, claim->cue_count, &claim->cues)) return -1;
    claim->kind = dp_sense_kind(scene, report);
    claim->source = report->arguments.source;
    claim->cue_lemma = dp_sense_cue_lemma(scene, report);
    claim->cue_class = dp_sense_cue_class(scene, report);
    claim->cue_negated = report->cue && report->cue->negated;
    claim->speaker = report->speaker;
    if (find_joint(finder, report, claim)) return -1;
    if (dp_phrase(arena, report->speaker_name, &claim->speaker_name)) return -1;
    claim->polarity = dp_sense_polarity(scene, report);
    claim->certainty = dp_sense_certainty(scene, report);
    claim->said_at = dp_sense_said_at(scene, finder->input->values, report);
    dp_range whole = {dp_report_place(report), dp_report_last(report).end};
    return worth_of(finder, whole, &claim->check_worthiness, &claim->factors);
}

/* A sentence of the narrator, none of which is inside a claim. */
static bool is_statement(const dp_finder *finder, dp_range sentence) {
    if (sentence.first >= sentence.end || sentence.end - sentence.first > DP_WORTH_SEEN) return false;
    for (uint32_t t = sentence.first; t < sentence.end; t++) {
        if (finder->coverage.tokens[t] & (DP_COVERED_CONTENT | DP_COVERED_CUE)) return false;
    }
    return true;
}

/* Makes a claim of a sentence, without the dash after a dateline or before an item of a list. */
static int make_statement(dp_finder *finder, dp_range sentence, float worth, const dp_factors *factors,
                          dp_claim *claim) {
    while (sentence.first + 1 < sentence.end && dp_scene_is(&finder->scene, sentence.first, DP_MARK_DASH)) {
        sentence.first++;
    }
    dp_report report = {.speaker = DEPECHE_NONE, .arguments = {.contents = {sentence}, .content_count = 1}};
    *claim = (dp_claim){.kind = DEPECHE_CLAIM_STATEMENT,
                        .content_count = 1,
                        .cue_lemma = {"", 0},
                        .cue_class = {"", 0},
                        .speaker = DEPECHE_NONE,
                        .speaker_name = finder->input->narrator,
                        .reported_by = DEPECHE_NONE,
                        .said_at = DEPECHE_NONE,
                        .certainty = dp_sense_certainty(&finder->scene, &report),
                        .check_worthiness = worth,
                        .factors = factors ? *factors : (dp_factors){0}};
    if (copy_ranges(finder->scene.arena, &sentence, 1, &claim->contents)) return -1;
    return copy_ranges(finder->scene.arena, &sentence, 0, &claim->cues);
}

/* Claims of reports and statements, merged in the order of the text; `number` maps reports to claims. */
static int write_claims(dp_finder *finder, dp_claims *claims) {
    dp_arena *arena = finder->scene.arena;
    const dp_text *text = finder->scene.text;
    const dp_reports *reports = &finder->reports;
    uint32_t *enclosing = dp_arena_alloc(arena, (reports->count + 1) * sizeof *enclosing);
    uint32_t *number = dp_arena_alloc(arena, (reports->count + 1) * sizeof *number);
    dp_array(dp_claim) list = {0};
    if (!enclosing || !number) return -1;
    dp_reports_nest(reports, enclosing);
    uint32_t next = 0;
    for (uint32_t s = 0; s <= text->sentence_count; s++) {
        bool last = s == text->sentence_count;
        dp_range sentence = last ? (dp_range){text->token_count, text->token_count} : text->sentences[s].tokens;
        for (; next < reports->count && (last || dp_report_place(&reports->at[next]) < sentence.end); next++) {
            dp_claim claim = {0};
            number[next] = list.count;
            if (reports->at[next].dropped) continue;
            if (make_claim(finder, &reports->at[next], &claim) || !dp_array_push(arena, &list, claim)) return -1;
        }
        if (last || claims->sentence_worthiness[s] < worth_threshold || !is_statement(finder, sentence)) continue;
        dp_claim claim;
        const dp_factors *factors = claims->sentence_factors ? &claims->sentence_factors[s] : NULL;
        if (make_statement(finder, sentence, claims->sentence_worthiness[s], factors, &claim)) return -1;
        if (!dp_array_push(arena, &list, claim)) return -1;
    }
    for (uint32_t i = 0; i < reports->count; i++) {
        if (reports->at[i].dropped) continue;
        list.at[number[i]].reported_by = enclosing[i] == DEPECHE_NONE ? DEPECHE_NONE : number[enclosing[i]];
    }
    claims->at = list.at;
    claims->count = list.count;
    return 0;
}

static int weigh_sentences(dp_finder *finder, dp_claims *claims) {
    const dp_text *text = finder->scene.text;
    size_t count = text->sentence_count ? text->sentence_count : 1;
    claims->sentence_worthiness = dp_arena_calloc(finder->scene.arena, count, sizeof(float));
    if (!claims->sentence_worthiness) return -1;
    if (finder->input->explain) {
        claims->sentence_factors = dp_arena_calloc(finder->scene.arena, count, sizeof *claims->sentence_factors);
        if (!claims->sentence_factors) return -1;
    }
    for (uint32_t s = 0; s < text->sentence_count; s++) {
        dp_factors factors;
        if (worth_of(finder, text->sentences[s].tokens, &claims->sentence_worthiness[s], &factors)) return -1;
        if (claims->sentence_factors) claims->sentence_factors[s] = factors;
    }
    return 0;
}

int dp_claims_find(const depeche_pack *pack, dp_arena *arena, const dp_claims_input *input, dp_claims *claims) {
    *claims = (dp_claims){0};
    dp_finder finder = {.input = input};
    if (dp_scene_build(pack, arena, input->text, input->quotations, input->tags, &finder.scene)) return -1;
    if (dp_coverage_init(&finder.scene, &finder.coverage)) return -1;
    dp_claim_models_open(pack, &finder.models);
    dp_features_init(&finder.features, arena);
    if (find_reported(&finder) || find_loose(&finder)) return -1;
    const dp_choice *model = finder.models.speaker.present ? &finder.models.speaker.model : NULL;
    if (dp_speakers_find(&finder.scene, input->entities, &finder.coverage, model, &finder.reports)) return -1;
    if (weigh_sentences(&finder, claims)) return -1;
    return write_claims(&finder, claims);
}
