#include "trainer/claims_train.h"

#include "base/memory.h"
#include "base/timestamp.h"
#include "claims/draft.h"
#include "claims/speaker.h"
#include "claims/worth.h"
#include "trainer/claims_gold.h"
#include "trainer/claims_graft.h"

/* The models, by number. */
enum { MODEL_CUE = 0, MODEL_ARGUMENT, MODEL_LOOSE, MODEL_SPEAKER, MODEL_WORTH, MODEL_REPORT };

enum { GRAFT_STEP = 2 }; /* every so many sentences of the narrator are grafted */

static const char *const names[DP_CLAIMS_MODELS] = {"model.claims.cue",   "model.claims.argument",
                                                    "model.claims.loose", "model.claims.speakers",
                                                    "model.claims.worth", "model.claims.report"};

struct dp_claims_trainer {
    const depeche_pack *pack;
    dp_dataset *examples[DP_CLAIMS_MODELS];
    dp_grafts *grafts;
    uint32_t documents;
    struct {
        dp_model cue, argument;
    } folds[DP_CLAIMS_FOLDS];
};

/* One document while it is learned from. */
typedef struct dp_lesson {
    dp_claims_trainer *trainer;
    const dp_gold *gold;
    dp_gold_text text;
    dp_scene scene;
    dp_entities entities;
    dp_coverage coverage;
    dp_reports reports; /* the gold claims; cues are given where a candidate stands for them */
    dp_cues cues;
    dp_features features;
    uint32_t group; /* examples of a group are held out together */
} dp_lesson;

const char *dp_claims_model_name(unsigned model) {
    return names[model];
}

dp_claims_trainer *dp_claims_trainer_new(const depeche_pack *pack) {
    dp_claims_trainer *trainer = dp_calloc(1, sizeof *trainer);
    if (!trainer) return NULL;
    trainer->pack = pack;
    trainer->grafts = dp_grafts_new();
    if (!trainer->grafts) {
        dp_claims_trainer_close(trainer);
        return NULL;
    }
    for (unsigned i = 0; i < DP_CLAIMS_MODELS; i++) {
        trainer->examples[i] = dp_dataset_new();
        if (!trainer->examples[i]) {
            dp_claims_trainer_close(trainer);
            return NULL;
        }
    }
    return trainer;
}

void dp_claims_trainer_close(dp_claims_trainer *trainer) {
    if (!trainer) return;
    for (unsigned i = 0; i < DP_CLAIMS_MODELS; i++) {
        if (trainer->examples[i]) dp_dataset_close(trainer->examples[i]);
    }
    for (unsigned i = 0; i < DP_CLAIMS_FOLDS; i++) {
        dp_model_close(&trainer->folds[i].cue);
        dp_model_close(&trainer->folds[i].argument);
    }
    dp_grafts_close(trainer->grafts);
    dp_free(trainer);
}

/* Cuts the text of a lesson and finds its cue candidates, and which gold claim each stands for (*claim_of). Returns 0
 * or -1 (memory). */
static int open_lesson(dp_lesson *lesson, dp_arena *scratch, uint32_t **claim_of) {
    const depeche_pack *pack = lesson->trainer->pack;
    dp_gold_text *text = &lesson->text;
    if (dp_gold_text_build(pack, scratch, lesson->gold, text)) return -1;
    if (dp_scene_build(pack, scratch, &text->text, &text->quotations, &text->tags, &lesson->scene)) return -1;
    dp_features_init(&lesson->features, scratch);
    if (dp_cues_find(&lesson->scene, &lesson->cues)) return -1;
    *claim_of = dp_arena_alloc(scratch, (lesson->cues.count + 1) * sizeof **claim_of);
    return *claim_of ? dp_gold_match_cues(&lesson->scene, lesson->gold, &lesson->cues, *claim_of) : -1;
}

static int add_example(dp_lesson *lesson, unsigned model, const uint8_t *labels) {
    return dp_dataset_add(lesson->trainer->examples[model], &lesson->features, 0, lesson->features.positions, labels,
                          lesson->group);
}

/* ----------------------------------------------------------------------------------------- cued claims */

static int learn_cue(dp_lesson *lesson, const dp_cue *cue, uint32_t claim) {
    uint8_t label = claim != DEPECHE_NONE;
    dp_features_clear(&lesson->features);
    if (dp_cue_features(&lesson->scene, cue, &lesson->features)) return -1;
    return add_example(lesson, MODEL_CUE, &label);
}

static int learn_arguments(dp_lesson *lesson, const dp_cue *cue, const dp_gold_claim *claim) {
    dp_units units;
    uint8_t labels[DP_UNITS_MAX];
    dp_units_cut(&lesson->scene, cue, &units);
    dp_gold_label_units(&lesson->text.text, claim, &units, labels);
    dp_features_clear(&lesson->features);
    if (dp_argument_features(&lesson->scene, cue, &units, &lesson->features)) return -1;
    return add_example(lesson, MODEL_ARGUMENT, labels);
}

static int learn_cued(dp_lesson *lesson, uint32_t *claim_of) {
    for (uint32_t c = 0; c < lesson->cues.count; c++) {
        if (claim_of[c] == DP_CUE_SHARED) continue;
        if (learn_cue(lesson, &lesson->cues.at[c], claim_of[c])) return -1;
        if (claim_of[c] == DEPECHE_NONE) continue;
        if (learn_arguments(lesson, &lesson->cues.at[c], &lesson->gold->claims[claim_of[c]])) return -1;
    }
    return 0;
}

/* ---------------------------------------------------------------------------------------- loose claims */

/* Fills the reports from the gold claims, and the coverage from those that have a cue. */
static int build_reports(dp_lesson *lesson, const uint32_t *claim_of) {
    const dp_gold *gold = lesson->gold;
    lesson->reports.at = dp_arena_calloc(lesson->scene.arena, gold->claim_count + 1, sizeof *lesson->reports.at);
    if (!lesson->reports.at || dp_coverage_init(&lesson->scene, &lesson->coverage)) return -1;
    for (uint32_t g = 0; g < gold->claim_count; g++) {
        const dp_gold_claim *claim = &gold->claims[g];
        dp_report *report = &lesson->reports.at[lesson->reports.count++];
        report->speaker = DEPECHE_NONE;
        if (claim->has_source) report->arguments.source = dp_gold_tokens(&lesson->text.text, claim->source);
        for (uint32_t i = 0; i < claim->content_count && i < DP_PIECES_MAX; i++) {
            dp_range piece = dp_gold_tokens(&lesson->text.text, claim->contents[i]);
            report->arguments.contents[report->arguments.content_count++] = piece;
            if (claim->cue_count) dp_coverage_add(&lesson->scene, &lesson->coverage, piece, DP_COVERED_CONTENT);
        }
        for (uint32_t i = 0; i < claim->cue_count; i++) {
            dp_range cue = dp_gold_tokens(&lesson->text.text, claim->cues[i]);
            dp_coverage_add(&lesson->scene, &lesson->coverage, cue, DP_COVERED_CUE);
        }
    }
    for (uint32_t c = 0; c < lesson->cues.count; c++) {
        if (claim_of[c] < gold->claim_count) lesson->reports.at[claim_of[c]].cue = &lesson->cues.at[c];
    }
    return 0;
}

/* Whether a gold claim without a cue has this as its content, by more than half. */
static bool is_gold_loose(const dp_lesson *lesson, const dp_loose *loose) {
    for (uint32_t g = 0; g < lesson->gold->claim_count; g++) {
        const dp_report *report = &lesson->reports.at[g];
        if (lesson->gold->claims[g].cue_count || !report->arguments.content_count) continue;
        dp_range piece = report->arguments.contents[0];
        uint32_t first = piece.first > loose->tokens.first ? piece.first : loose->tokens.first;
        uint32_t end = piece.end < loose->tokens.end ? piece.end : loose->tokens.end;
        uint32_t shared = first < end ? end - first : 0;
        uint32_t all = piece.end - piece.first + loose->tokens.end - loose->tokens.first - shared;
        if (2 * shared > all) return true;
    }
    return false;
}

static int learn_loose(dp_lesson *lesson) {
    dp_looses looses;
    if (dp_looses_find(&lesson->scene, &lesson->coverage, &looses)) return -1;
    for (uint32_t i = 0; i < looses.count; i++) {
        uint8_t label = is_gold_loose(lesson, &looses.at[i]);
        dp_features_clear(&lesson->features);
        if (dp_loose_features(&lesson->scene, &lesson->coverage, &looses.at[i], &lesson->features)) return -1;
        if (add_example(lesson, MODEL_LOOSE, &label)) return -1;
        if (label) dp_coverage_add(&lesson->scene, &lesson->coverage, looses.at[i].tokens, DP_COVERED_CONTENT);
    }
    return 0;
}

/* -------------------------------------------------------------------------------------------- speakers */

static bool same_name(dp_str a, dp_str b) {
    return a.len == b.len ? dp_str_equal(a, b) : a.len > b.len ? dp_str_ends(a, b) : dp_str_ends(b, a);
}

/* The entity with the name that who= gives; DEPECHE_NONE when the text has none. */
static uint32_t entity_named(const dp_entities *entities, dp_str who) {
    uint32_t found = DEPECHE_NONE;
    for (uint32_t e = 0; e < entities->count && who.len; e++) {
        const dp_entity *entity = &entities->at[e];
        if (dp_str_equal(entity->name, who)) return e;
        bool same = same_name(entity->name, who);
        for (uint32_t i = 0; i < entity->alias_count && !same; i++) same = dp_str_equal(entity->aliases[i], who);
        if (same && found == DEPECHE_NONE) found = e;
    }
    return found;
}

/* The right candidate is to be chosen, or nobody where it is not among them. */
static int learn_choice(dp_lesson *lesson, dp_speakers *speakers, const dp_report *report, uint32_t right) {
    uint8_t labels[DP_SPEAKERS_MAX + 1] = {0};
    bool known = false;
    dp_speakers_compare(speakers, report);
    for (uint32_t i = 0; i < speakers->recent_count; i++) {
        labels[i] = speakers->recent[i] == right;
        if (labels[i]) known = true;
    }
    labels[speakers->recent_count] = !known;
    dp_features_clear(&lesson->features);
    if (dp_speaker_features(speakers, report, &lesson->features)) return -1;
    return add_example(lesson, MODEL_SPEAKER, labels);
}

/* Whether the claim at a token does not become known to those behind it: the analysis misses about one in five, and
 * who speaks must not hang upon the last claim alone. */
static bool is_passed_over(const dp_gold *gold, uint32_t place) {
    enum { ONE_IN = 5 };
    return dp_hash_mix(gold->claim_count, place) % ONE_IN == 0;
}

/* The coverage of all contents as annotated, with a cue or without. Returns 0 or -1 (memory). */
static int cover_contents(const dp_lesson *lesson, dp_coverage *coverage) {
    if (dp_coverage_init(&lesson->scene, coverage)) return -1;
    for (uint32_t i = 0; i < lesson->reports.count; i++) {
        const dp_arguments *arguments = &lesson->reports.at[i].arguments;
        for (uint32_t p = 0; p < arguments->content_count; p++) {
            dp_coverage_add(&lesson->scene, coverage, arguments->contents[p], DP_COVERED_CONTENT);
        }
    }
    return 0;
}

/* Where a claim names nobody itself, whom to choose. */
static int learn_speakers(dp_lesson *lesson) {
    dp_speakers speakers;
    dp_coverage contents;
    if (cover_contents(lesson, &contents)) return -1;
    if (dp_speakers_init(&lesson->scene, &lesson->entities, &contents, &speakers)) return -1;
    uint32_t *order = dp_arena_alloc(lesson->scene.arena, (lesson->reports.count + 1) * sizeof *order);
    if (!order) return -1;
    for (uint32_t i = 0; i < lesson->reports.count; i++) {
        uint32_t at = i;
        for (; at > 0 && dp_report_place(&lesson->reports.at[order[at - 1]]) > dp_report_place(&lesson->reports.at[i]);
             at--) {
            order[at] = order[at - 1];
        }
        order[at] = i;
    }
    for (uint32_t n = 0; n < lesson->reports.count; n++) {
        const dp_report *report = &lesson->reports.at[order[n]];
        dp_str who = lesson->gold->claims[order[n]].who, name = {"", 0};
        uint32_t place = dp_speaker_place(report), speaker = DEPECHE_NONE;
        dp_range source = report->arguments.source;
        if (source.first < source.end) speaker = dp_speaker_named(&lesson->scene, &lesson->entities, source, &name);
        bool member = speaker != DEPECHE_NONE && dp_speaker_is_member(&lesson->scene, source);
        dp_speakers_advance(&speakers, dp_speaker_horizon(report));
        uint32_t owner = member ? speaker : DEPECHE_NONE;
        if (who.len) speaker = entity_named(&lesson->entities, who);
        if (speaker == owner) speaker = DEPECHE_NONE; /* whom somebody belongs to is no candidate */
        bool open = (!name.len || member) && dp_speaker_is_open(&lesson->scene, &lesson->entities, source);
        if (open && learn_choice(lesson, &speakers, report, speaker)) return -1;
        if (!is_passed_over(lesson->gold, place)) dp_speakers_note(&speakers, place, speaker);
    }
    return 0;
}

/* ---------------------------------------------------------------------------------------- check-worthiness */

static int learn_worth(dp_lesson *lesson) {
    const dp_text *text = &lesson->text.text;
    uint32_t next = 0;
    for (uint32_t s = 0; s < text->sentence_count; s++) {
        dp_range tokens = text->sentences[s].tokens;
        if (tokens.first >= tokens.end) continue;
        uint32_t end = text->tokens[tokens.end - 1].byte_end;
        uint8_t label = 0;
        for (; next < lesson->gold->check_worthy_count && lesson->gold->check_worthy[next].byte_start < end; next++) {
            label = 1;
        }
        if (dp_worth_is_bare(&lesson->scene, tokens)) continue;
        dp_features_clear(&lesson->features);
        if (dp_worth_features(&lesson->scene, &lesson->coverage, tokens, &lesson->features)) return -1;
        if (add_example(lesson, MODEL_WORTH, &label)) return -1;
    }
    return 0;
}

/* ------------------------------------------------------------------------------------------------- training */

int dp_claims_trainer_add(dp_claims_trainer *trainer, dp_arena *scratch, const dp_gold *gold) {
    dp_lesson lesson = {.trainer = trainer, .gold = gold, .group = trainer->documents};
    uint32_t *claim_of;
    if (open_lesson(&lesson, scratch, &claim_of)) return -1;
    dp_day published = {.known = false};
    published.known = dp_timestamp_day(gold->date, &published.days);
    if (dp_entities_find(trainer->pack, scratch, &lesson.text.text, &lesson.text.tags, published, &lesson.entities)) {
        return -1;
    }
    if (dp_grafts_collect(trainer->grafts, &lesson.scene, gold, lesson.group)) return -1;
    if (learn_cued(&lesson, claim_of) || build_reports(&lesson, claim_of) || learn_loose(&lesson)) return -1;
    if (learn_speakers(&lesson) || learn_worth(&lesson)) return -1;
    trainer->documents++;
    return 0;
}

/* Learns the arguments of a grafted sentence. */
static int learn_graft(dp_claims_trainer *trainer, dp_arena *scratch, const dp_gold *gold, uint32_t document) {
    dp_lesson lesson = {.trainer = trainer, .gold = gold, .group = document};
    uint32_t *claim_of;
    if (open_lesson(&lesson, scratch, &claim_of)) return -1;
    for (uint32_t c = 0; c < lesson.cues.count; c++) {
        if (claim_of[c] == 0 && learn_arguments(&lesson, &lesson.cues.at[c], &gold->claims[0])) return -1;
    }
    return 0;
}

static int learn_grafts(dp_claims_trainer *trainer) {
    dp_arena scratch;
    dp_arena_init(&scratch);
    int status = 0;
    for (uint32_t i = 0; i < dp_grafts_count(trainer->grafts) && !status; i += GRAFT_STEP) {
        dp_gold gold;
        dp_arena_reset(&scratch);
        status = dp_grafts_make(trainer->grafts, &scratch, i, &gold);
        if (!status) status = learn_graft(trainer, &scratch, &gold, dp_grafts_document(trainer->grafts, i));
        if (status > 0) status = 0;
    }
    dp_arena_close(&scratch);
    return status;
}

/* --------------------------------------------------------------------------------------------------- reports */

/* Whether a draft and a gold claim share half of the words that either has. */
static bool is_right(const dp_report *draft, const dp_report *right) {
    return dp_reports_overlap(draft, right) >= 0.5f;
}

static bool has_cue_of(const dp_lesson *lesson, const dp_report *draft, const dp_gold_claim *claim) {
    for (uint32_t i = 0; i < claim->cue_count; i++) {
        dp_range cue = dp_gold_tokens(&lesson->text.text, claim->cues[i]);
        if (draft->cue->tokens.first < cue.end && cue.first < draft->cue->tokens.end) return true;
    }
    return false;
}

/* The draft that stands for a gold claim: of those with its words one with its cue, and the likeliest; DEPECHE_NONE
 * when there is none. */
static uint32_t draft_of(const dp_lesson *lesson, const dp_reports *drafts, uint32_t claim) {
    uint32_t best = DEPECHE_NONE;
    float most = 0.0f;
    for (uint32_t i = 0; i < drafts->count; i++) {
        const dp_report *draft = &drafts->at[i];
        if (dp_report_is_post(draft) || !is_right(draft, &lesson->reports.at[claim])) continue;
        float worth = draft->probability + has_cue_of(lesson, draft, &lesson->gold->claims[claim]);
        if (best != DEPECHE_NONE && worth <= most) continue;
        best = i;
        most = worth;
    }
    return best;
}

static int learn_drafts(dp_lesson *lesson, const dp_reports *drafts) {
    uint8_t *labels = dp_arena_calloc(lesson->scene.arena, drafts->count + 1, 1);
    if (!labels) return -1;
    for (uint32_t g = 0; g < lesson->gold->claim_count; g++) {
        uint32_t draft = draft_of(lesson, drafts, g);
        if (draft != DEPECHE_NONE) labels[draft] = 1;
    }
    for (uint32_t i = 0; i < drafts->count; i++) {
        if (dp_report_is_post(&drafts->at[i])) continue;
        dp_features_clear(&lesson->features);
        if (dp_report_features(&lesson->scene, drafts, i, &lesson->features)) return -1;
        if (add_example(lesson, MODEL_REPORT, &labels[i])) return -1;
    }
    return 0;
}

int dp_claims_trainer_add_reports(dp_claims_trainer *trainer, dp_arena *scratch, const dp_gold *gold, uint32_t number) {
    dp_lesson lesson = {.trainer = trainer, .gold = gold, .group = number};
    dp_logistic cue;
    dp_crf argument;
    const uint32_t fold = number % DP_CLAIMS_FOLDS;
    if (dp_logistic_open(dp_model_bytes(&trainer->folds[fold].cue), &cue, NULL)) return -1;
    if (dp_crf_open(dp_model_bytes(&trainer->folds[fold].argument), &argument, NULL)) return -1;
    uint32_t *claim_of;
    if (open_lesson(&lesson, scratch, &claim_of)) return -1;
    if (build_reports(&lesson, claim_of)) return -1;
    dp_reports drafts = {0};
    if (dp_coverage_init(&lesson.scene, &lesson.coverage)) return -1;
    if (dp_reports_draft(&lesson.scene, &cue, &argument, &lesson.coverage, &lesson.cues, &lesson.features, &drafts)) {
        return -1;
    }
    return learn_drafts(&lesson, &drafts);
}

/* ------------------------------------------------------------------------------------------------- training */

static const struct {
    uint32_t epochs, runs, units, min_count;
    float l2, rate, dropout;
} settings[DP_CLAIMS_MODELS] = {
    [MODEL_CUE] = {10, 3, 0, 2, 4e-5f, 0.1f, 0.5f},    [MODEL_ARGUMENT] = {20, 1, 0, 6, 2e-5f, 0.1f, 0.5f},
    [MODEL_LOOSE] = {12, 4, 0, 2, 1e-4f, 0.1f, 0.5f},  [MODEL_SPEAKER] = {10, 16, 0, 2, 1e-5f, 0.1f, 0.5f},
    [MODEL_WORTH] = {10, 3, 16, 3, 1e-3f, 0.1f, 0.3f}, [MODEL_REPORT] = {10, 3, 0, 5, 4e-3f, 0.1f, 0.3f},
};

static dp_train_options options_of(unsigned number) {
    dp_train_options options = dp_train_defaults();
    options.epochs = settings[number].epochs;
    options.l2 = settings[number].l2;
    options.rate = settings[number].rate;
    options.dropout = settings[number].dropout;
    options.runs = settings[number].runs;
    options.units = settings[number].units;
    return options;
}

int dp_claims_trainer_finish(dp_claims_trainer *trainer) {
    if (learn_grafts(trainer)) return -1;
    for (unsigned i = 0; i < DP_CLAIMS_MODELS; i++) {
        if (i == MODEL_REPORT) continue;
        if (dp_dataset_finish(trainer->examples[i], settings[i].min_count)) return -1;
    }
    return 0;
}

int dp_claims_trainer_train_fold(dp_claims_trainer *trainer, uint32_t fold) {
    dp_train_options cue = options_of(MODEL_CUE), argument = options_of(MODEL_ARGUMENT);
    cue.folds = argument.folds = DP_CLAIMS_FOLDS;
    cue.fold = argument.fold = fold;
    dp_label_rules rules;
    dp_argument_rules(&rules);
    if (dp_logistic_train(trainer->examples[MODEL_CUE], 2, &cue, &trainer->folds[fold].cue)) return -1;
    return dp_crf_train(trainer->examples[MODEL_ARGUMENT], &rules, &argument, &trainer->folds[fold].argument);
}

int dp_claims_trainer_train(dp_claims_trainer *trainer, unsigned number, dp_model *model) {
    dp_train_options options = options_of(number);
    dp_dataset *examples = trainer->examples[number];
    if (number == MODEL_REPORT && dp_dataset_finish(examples, settings[number].min_count)) return -1;
    if (number == MODEL_SPEAKER) return dp_choice_train(examples, &options, model);
    if (number != MODEL_ARGUMENT) return dp_logistic_train(examples, 2, &options, model);
    dp_label_rules rules;
    dp_argument_rules(&rules);
    return dp_crf_train(examples, &rules, &options, model);
}
