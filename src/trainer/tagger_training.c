#include "trainer/tagger_training.h"

#include <stdio.h>

#include "base/memory.h"
#include "tagger/doubts.h"
#include "tagger/label.h"
#include "trainer/figures.h"
#include "trainer/tasks.h"

enum { JACKKNIFE_MAX = 10, MODEL_ALIGNMENT = 64 };

dp_tagger_options dp_tagger_defaults(void) {
    dp_tagger_options options = {
        .first = dp_train_defaults(),
        .second = dp_train_defaults(),
        .min_count = 2,
        .jackknife = 3,
        .families = DP_FAMILIES_ALL,
        .threads = 2,
    };
    options.second.seed = 2;
    options.first.prune = options.second.prune = 0.04f; /* a third fewer rows than 0.02, faster, and no worse */
    return options;
}

typedef struct tagger_training {
    const dp_documents *documents;
    const bool *use;
    const dp_tagger_options *options;
    dp_label_rules rules;
    dp_dataset *dataset;
    dp_model models[JACKKNIFE_MAX + 1]; /* of the first pass: one a fold, then the whole */
    dp_arena arena;
    dp_labelling *labellings; /* by document: the first pass's */
} tagger_training;

static bool is_used(const tagger_training *training, uint32_t number) {
    return !training->use || training->use[number];
}

/* The view of a document as a pass sees it. */
static dp_view view_of(const tagger_training *training, uint32_t number, bool second) {
    dp_view view = training->documents->at[number].view;
    if (second) {
        view.labels = training->labellings[number].labels;
        view.sureness = training->labellings[number].sureness;
    }
    return view;
}

/* Adds a piece of a document, with the first pass's scores for the second. */
static int add_piece(tagger_training *training, uint32_t number, dp_pass pass, dp_range piece,
                     const dp_features *features) {
    const uint8_t *labels = training->documents->at[number].labels + piece.first;
    uint32_t length = piece.end - piece.first;
    if (pass == DP_PASS_FIRST) return dp_dataset_add(training->dataset, features, 0, length, labels, number);
    const int16_t *sums = training->labellings[number].sums + (size_t)piece.first * DP_LABEL_STRIDE;
    return dp_dataset_add_with_sums(training->dataset, features, 0, length, labels, number, sums, DP_LABEL_STRIDE);
}

static int add_document(tagger_training *training, const dp_templates *templates, dp_arena *arena, uint32_t number,
                        dp_pass pass) {
    const dp_text *text = &training->documents->at[number].text;
    dp_view view = view_of(training, number, pass == DP_PASS_SECOND);
    dp_token_facts *facts = dp_facts_new(arena);
    if (!facts) return -1;
    dp_features features;
    dp_features_init(&features, arena);
    for (uint32_t t = 0; t < text->token_count;) {
        dp_range piece = dp_piece_at(text, t);
        dp_features_clear(&features);
        if (dp_piece_features(&view, pass, templates, piece, facts, &features)) return -1;
        if (add_piece(training, number, pass, piece, &features)) return -1;
        t = piece.end;
    }
    return 0;
}

static int build_dataset(tagger_training *training, dp_pass pass) {
    dp_templates templates;
    dp_pass_templates(pass, training->options->families, &templates);
    dp_dataset_close(training->dataset);
    training->dataset = dp_dataset_new();
    if (!training->dataset) return -1;
    dp_arena arena;
    dp_arena_init(&arena);
    int result = 0;
    for (uint32_t i = 0; !result && i < training->documents->count; i++) {
        if (is_used(training, i)) result = add_document(training, &templates, &arena, i, pass);
        dp_arena_reset(&arena);
    }
    dp_arena_close(&arena);
    return result ? result : dp_dataset_finish(training->dataset, training->options->min_count);
}

/* Labels the documents of a fold (all when there are no folds) with a first-pass model. */
static int label_documents(tagger_training *training, uint32_t fold, const dp_model *model) {
    dp_crf crf;
    if (dp_crf_open(dp_model_bytes(model), &crf, NULL)) return -1;
    dp_arena arena;
    dp_arena_init(&arena);
    int result = 0;
    for (uint32_t i = fold; !result && i < training->documents->count; i += training->options->jackknife) {
        if (!is_used(training, i)) continue;
        dp_view view = view_of(training, i, false);
        dp_labelling *labelling = &training->labellings[i];
        result = dp_pass_run(&view, DP_PASS_FIRST, &crf, training->options->families, &arena, labelling);
        dp_arena_reset(&arena);
        if (!result) dp_evidence_vote(view.text, labelling->labels, &training->documents->at[i].view.evidence);
    }
    dp_arena_close(&arena);
    return result;
}

/* Task 0 trains the whole first pass, the others one fold each. */
static int train_first(void *context, uint32_t number) {
    tagger_training *training = context;
    dp_train_options options = training->options->first;
    if (number) {
        options.folds = training->options->jackknife;
        options.fold = number - 1;
    }
    dp_model *model = &training->models[number];
    if (dp_crf_train(training->dataset, &training->rules, &options, model)) return -1;
    return number ? label_documents(training, number - 1, model) : 0;
}

static int allocate(tagger_training *training) {
    uint32_t count = training->documents->count;
    training->labellings = dp_arena_calloc(&training->arena, count, sizeof *training->labellings);
    if (!training->labellings) return -1;
    for (uint32_t i = 0; i < count; i++) {
        dp_document *document = &training->documents->at[i];
        dp_evidence_forget(&document->view.evidence);
        if (dp_labelling_new(&training->arena, document->text.token_count, &training->labellings[i])) return -1;
    }
    return 0;
}

static void release(tagger_training *training) {
    dp_arena_close(&training->arena);
    dp_dataset_close(training->dataset);
    for (uint32_t i = 0; i <= JACKKNIFE_MAX; i++) dp_model_close(&training->models[i]);
}

static size_t padded(size_t size) {
    return (size + MODEL_ALIGNMENT - 1) / MODEL_ALIGNMENT * MODEL_ALIGNMENT;
}

/* Puts the two passes into one model; see passes.h. */
static int join(const dp_model *first, const dp_model *second, dp_model *model) {
    uint64_t sizes[2] = {first->size, second->size};
    size_t size = MODEL_ALIGNMENT + padded(first->size) + padded(second->size);
    unsigned char *bytes = dp_calloc(size, 1);
    if (!bytes) return -1;
    memcpy(bytes, "DPT1", 4);
    uint32_t fingerprint = dp_templates_fingerprint();
    memcpy(bytes + 4, &fingerprint, sizeof fingerprint);
    memcpy(bytes + 8, sizes, sizeof sizes);
    memcpy(bytes + MODEL_ALIGNMENT, first->bytes, first->size);
    if (second->size) memcpy(bytes + MODEL_ALIGNMENT + padded(first->size), second->bytes, second->size);
    *model = (dp_model){bytes, size};
    return 0;
}

static void tell(const tagger_training *training, const char *what) {
    if (!training->options->progress) return;
    dp_examples examples = dp_dataset_examples(training->dataset);
    fprintf(stderr, "%s: %u sequences, %u features\n", what, examples.count, examples.features);
}

static void tell_epoch(void *context, uint32_t epoch, double loss) {
    (void)context;
    fprintf(stderr, "  epoch %2u: loss %.5f a token\n", epoch + 1, loss);
}

/* Writes what the first pass found in documents that it did not see, as production would give it. */
static int write_jackknifed(tagger_training *training) {
    dp_arena arena;
    dp_arena_init(&arena);
    int result = 0;
    for (uint32_t i = 0; !result && i < training->documents->count; i++) {
        if (!is_used(training, i)) continue;
        const dp_document *document = &training->documents->at[i];
        const dp_labelling *labelling = &training->labellings[i];
        dp_tags tags;
        result = dp_tags_of_labels(&arena, labelling->labels, labelling->sureness, document->text.token_count, &tags);
        if (result) break;
        dp_doubts_drop(&tags);
        result = dp_figures_write_system(&arena, document, &tags, training->options->jackknifed);
        dp_arena_reset(&arena);
    }
    dp_arena_close(&arena);
    return result;
}

static int train_both(tagger_training *training, dp_model *model) {
    if (allocate(training) || build_dataset(training, DP_PASS_FIRST)) return -1;
    tell(training, "first pass");
    if (dp_tasks_run(train_first, training, training->options->jackknife + 1, training->options->threads)) return -1;
    dp_model second = {0};
    if (training->options->jackknife && training->options->jackknifed && write_jackknifed(training)) return -1;
    if (!training->options->jackknife) return join(&training->models[0], &second, model);
    if (build_dataset(training, DP_PASS_SECOND)) return -1;
    tell(training, "second pass");
    dp_train_options options = training->options->second;
    if (training->options->progress) options.progress = tell_epoch;
    int result = dp_crf_train(training->dataset, &training->rules, &options, &second);
    if (!result) result = join(&training->models[0], &second, model);
    dp_model_close(&second);
    return result;
}

int dp_tagger_train(const dp_documents *documents, const bool *use, const dp_tagger_options *options, dp_model *model) {
    tagger_training *training = dp_calloc(1, sizeof *training);
    if (!training) return -1;
    training->documents = documents;
    training->use = use;
    training->options = options;
    dp_arena_init(&training->arena);
    training->rules = dp_label_bio_rules();
    int result = train_both(training, model);
    release(training);
    dp_free(training);
    return result;
}
