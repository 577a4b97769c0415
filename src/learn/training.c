#include "learn/training.h"

#include "base/memory.h"

enum { FOLDS = 5 };

uint32_t dp_training_positions(const dp_examples *examples) {
    if (!examples->count) return 0;
    const dp_example *last = &examples->at[examples->count - 1];
    return last->first + last->length;
}

/* The features of the positions from one up to another. */
static uint64_t width_of(const dp_examples *examples, uint32_t first, uint32_t end) {
    return examples->ends[end - 1] - (first ? examples->ends[first - 1] : 0);
}

static uint64_t find_widest(const dp_training *training) {
    uint64_t widest = 1;
    for (uint32_t e = 0; e < training->examples->count; e++) {
        const dp_example *example = &training->examples->at[e];
        uint32_t end = example->first + example->length, step = training->whole ? example->length : 1;
        for (uint32_t p = example->first; p < end; p += step) {
            uint64_t width = width_of(training->examples, p, p + step);
            widest = width > widest ? width : widest;
        }
    }
    return widest;
}

static int open_training(dp_training *training) {
    uint32_t decisions = training->whole ? training->examples->count : dp_training_positions(training->examples);
    training->order = dp_calloc((size_t)decisions + 1, sizeof *training->order);
    training->ids = dp_calloc((size_t)find_widest(training), sizeof *training->ids);
    if (!training->order || !training->ids) return -1;
    return dp_learner_init(&training->learner, training->examples, training->labels, &training->options,
                           &training->state);
}

void dp_training_close(dp_training *training) {
    dp_learner_close(&training->learner);
    dp_free(training->order);
    dp_free(training->ids);
}

static uint32_t list_decisions(dp_training *training) {
    uint32_t count = 0;
    for (uint32_t e = 0; e < training->examples->count; e++) {
        const dp_example *example = &training->examples->at[e];
        if (dp_is_held_out(example, &training->options)) continue;
        if (training->whole) training->order[count++] = e;
        for (uint32_t t = 0; !training->whole && t < example->length; t++) {
            training->order[count++] = example->first + t;
        }
    }
    return count;
}

int dp_training_run(dp_training *training) {
    const dp_train_options *options = &training->options;
    training->state = options->seed;
    if (open_training(training)) return -1;
    uint32_t count = list_decisions(training);
    for (uint32_t pass = 0; pass < options->epochs * options->runs; pass++) {
        double loss = 0;
        uint32_t epoch = pass % options->epochs;
        if (epoch == 0 && pass > 0) dp_learner_restart(&training->learner, &training->state);
        dp_learner_shuffle(training->order, count, &training->state);
        for (uint32_t i = 0; i < count; i++) loss += training->visit(training, training->order[i]);
        if (epoch >= options->epochs / 2) dp_learner_keep(&training->learner);
        if (options->progress) options->progress(options->context, pass, count ? loss / (double)count : 0);
    }
    dp_learner_finish(&training->learner);
    return 0;
}

void dp_training_score_held_out(const dp_training *training, float *scores) {
    for (uint32_t e = 0; e < training->examples->count; e++) {
        const dp_example *example = &training->examples->at[e];
        if (!dp_is_held_out(example, &training->options)) continue;
        for (uint32_t p = example->first; p < example->first + example->length; p++) {
            uint64_t none = 0;
            uint32_t count = dp_learner_select(training->examples, p, 0.0f, &none, training->ids);
            dp_learner_score_mean(&training->learner, training->ids, count, scores + (size_t)p * training->stride);
        }
    }
}

int dp_training_score_by_folds(const dp_training *training, float *scores) {
    for (uint32_t fold = 0; fold < FOLDS; fold++) {
        dp_training part = *training; /* with a learner of its own */
        part.learner = (dp_learner){0};
        part.order = part.ids = NULL;
        part.options.folds = FOLDS;
        part.options.fold = fold;
        part.options.runs = 1; /* the scale hardly hangs upon the order */
        part.options.progress = NULL;
        int result = dp_training_run(&part);
        if (!result) dp_training_score_held_out(&part, scores);
        dp_training_close(&part);
        if (result) return -1;
    }
    return 0;
}
