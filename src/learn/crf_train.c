#include <math.h>

#include "base/memory.h"
#include "learn/learner.h"
#include "learn/numeric.h"
#include "learn/train.h"

/* The weights that belong to pairs of labels: [labels + 2][stride]; the row `labels` is the start, `labels + 1` the
 * end, as in dp_crf. */
enum { PAIR_ROWS_MAX = DP_LABELS_MAX + 2 };

typedef float pair_table[PAIR_ROWS_MAX * DP_LABELS_MAX];

typedef struct crf_trainer {
    const dp_examples *examples;
    const dp_train_options *options;
    uint32_t labels, stride;
    dp_learner learner;
    pair_table pairs, squares, mean; /* weights, sums of squared gradients, sum of the weights kept */
    pair_table allowed;              /* 1 or 0 */
    pair_table step, turned;         /* exp(pairs), the same [after][before] */
    pair_table gradient;             /* expected minus observed, of one sequence */
    uint32_t longest;                /* positions */
    uint64_t widest;                 /* features of a sequence */
    float *scores, *alpha, *beta;    /* [longest][stride] */
    uint32_t *ids, *counts;          /* features used in this visit, and how many at each position */
    uint32_t *order;
    uint64_t state;
} crf_trainer;

static void set_rules(crf_trainer *trainer, const dp_label_rules *rules) {
    uint32_t labels = trainer->labels, stride = trainer->stride;
    for (uint32_t k = 0; k < labels; k++) {
        trainer->allowed[labels * stride + k] = rules->start[k] ? 1.0f : 0.0f;
        trainer->allowed[(labels + 1) * stride + k] = rules->end[k] ? 1.0f : 0.0f;
        for (uint32_t j = 0; j < labels; j++) trainer->allowed[k * stride + j] = rules->follows[k][j] ? 1.0f : 0.0f;
    }
}

static void measure(crf_trainer *trainer) {
    const dp_examples *examples = trainer->examples;
    for (uint32_t e = 0; e < examples->count; e++) {
        const dp_example *example = &examples->at[e];
        uint64_t start = example->first ? examples->ends[example->first - 1] : 0;
        uint64_t width = examples->ends[example->first + example->length - 1] - start;
        if (example->length > trainer->longest) trainer->longest = example->length;
        if (width > trainer->widest) trainer->widest = width;
    }
}

static int open_trainer(crf_trainer *trainer) {
    if (dp_learner_init(&trainer->learner, trainer->examples, trainer->labels, trainer->options, &trainer->state)) {
        return -1;
    }
    measure(trainer);
    size_t cells = (size_t)trainer->longest * trainer->stride;
    trainer->scores = dp_calloc(cells, sizeof *trainer->scores);
    trainer->alpha = dp_calloc(cells, sizeof *trainer->alpha);
    trainer->beta = dp_calloc(cells, sizeof *trainer->beta);
    trainer->ids = dp_calloc((size_t)trainer->widest, sizeof *trainer->ids);
    trainer->counts = dp_calloc(trainer->longest, sizeof *trainer->counts);
    trainer->order = dp_calloc(trainer->examples->count, sizeof *trainer->order);
    bool complete =
        trainer->scores && trainer->alpha && trainer->beta && trainer->ids && trainer->counts && trainer->order;
    return complete ? 0 : -1;
}

static void close_trainer(crf_trainer *trainer) {
    dp_learner_close(&trainer->learner);
    dp_free(trainer->scores);
    dp_free(trainer->alpha);
    dp_free(trainer->beta);
    dp_free(trainer->ids);
    dp_free(trainer->counts);
    dp_free(trainer->order);
}

/* Emission scores of a sequence under the features that this visit uses, as exponentials scaled to a largest of 1.
 * Gives the sum of the scales' logarithms. */
static double score_sequence(crf_trainer *trainer, const dp_example *example) {
    uint32_t labels = trainer->labels, stride = trainer->stride;
    uint32_t *ids = trainer->ids;
    float dropout = trainer->options->dropout;
    double scales = 0;
    for (uint32_t t = 0; t < example->length; t++) {
        float *scores = trainer->scores + (size_t)t * stride;
        uint32_t count = dp_learner_select(trainer->examples, example->first + t, dropout, &trainer->state, ids);
        dp_learner_score(&trainer->learner, ids, count, scores);
        const int16_t *sums = trainer->examples->sums;
        if (sums) sums += (size_t)(example->first + t) * stride;
        for (uint32_t k = 0; sums && k < stride; k++) scores[k] += (float)sums[k] * (1.0f / DP_WEIGHT_ONE);
        float top = dp_largest(scores, labels);
        for (uint32_t k = 0; k < stride; k++) scores[k] = dp_exp(scores[k] - top);
        for (uint32_t k = labels; k < stride; k++) scores[k] = 0.0f;
        scales += log((double)scores[trainer->examples->labels[example->first + t]] + 1e-30);
        trainer->counts[t] = count;
        ids += count;
    }
    return scales;
}

static void exponentiate_pairs(crf_trainer *trainer) {
    uint32_t labels = trainer->labels, stride = trainer->stride;
    for (uint32_t i = 0; i < (labels + 2) * stride; i++) {
        trainer->step[i] = dp_exp(trainer->pairs[i]) * trainer->allowed[i];
    }
    for (uint32_t i = 0; i < labels; i++) {
        for (uint32_t j = 0; j < labels; j++) trainer->turned[j * stride + i] = trainer->step[i * stride + j];
    }
}

/* at = before * matrix, over rows of `stride`. */
static void multiply(const float *before, const float *matrix, uint32_t labels, uint32_t stride, float *at) {
    memset(at, 0, stride * sizeof *at);
    for (uint32_t i = 0; i < labels; i++) {
        const float *row = matrix + (size_t)i * stride;
        float factor = before[i];
        for (uint32_t j = 0; j < stride; j++) at[j] += factor * row[j];
    }
}

/* Scales to a sum of 1; gives the sum it had. */
static float normalise(float *at, uint32_t stride) {
    float sum = dp_sum(at, stride);
    float factor = sum > 0.0f ? 1.0f / sum : 0.0f;
    for (uint32_t k = 0; k < stride; k++) at[k] *= factor;
    return sum;
}

/* Forward and backward values; gives log Z (under the scaled emissions). */
static double sweep(crf_trainer *trainer, uint32_t length) {
    uint32_t labels = trainer->labels, stride = trainer->stride;
    double logz = 0;
    for (uint32_t t = 0; t < length; t++) {
        float *now = trainer->alpha + (size_t)t * stride;
        const float *scores = trainer->scores + (size_t)t * stride;
        if (t == 0) {
            memcpy(now, trainer->step + labels * stride, stride * sizeof *now);
        } else {
            multiply(now - stride, trainer->step, labels, stride, now);
        }
        for (uint32_t k = 0; k < stride; k++) now[k] *= scores[k];
        logz += log((double)normalise(now, stride) + 1e-30);
    }
    float product[DP_LABELS_MAX];
    memcpy(trainer->beta + (size_t)(length - 1) * stride, trainer->step + (labels + 1) * stride,
           stride * sizeof(float));
    for (uint32_t t = length - 1; t > 0; t--) {
        const float *after = trainer->beta + (size_t)t * stride, *scores = trainer->scores + (size_t)t * stride;
        for (uint32_t k = 0; k < stride; k++) product[k] = after[k] * scores[k];
        multiply(product, trainer->turned, labels, stride, trainer->beta + (size_t)(t - 1) * stride);
        normalise(trainer->beta + (size_t)(t - 1) * stride, stride);
    }
    const float *last = trainer->alpha + (size_t)(length - 1) * stride;
    double end = 0;
    for (uint32_t k = 0; k < labels; k++) end += (double)last[k] * (double)trainer->step[(labels + 1) * stride + k];
    return logz + log(end + 1e-30);
}

/* Adds the expected count of each pair of labels between positions t - 1 and t. */
static void expect_pairs(crf_trainer *trainer, uint32_t t) {
    uint32_t labels = trainer->labels, stride = trainer->stride;
    const float *before = trainer->alpha + (size_t)(t - 1) * stride;
    const float *scores = trainer->scores + (size_t)t * stride, *after = trainer->beta + (size_t)t * stride;
    float product[DP_LABELS_MAX], reached[DP_LABELS_MAX];
    for (uint32_t k = 0; k < stride; k++) product[k] = scores[k] * after[k];
    multiply(before, trainer->step, labels, stride, reached);
    for (uint32_t k = 0; k < stride; k++) reached[k] *= product[k];
    float sum = dp_sum(reached, stride), factor = sum > 0.0f ? 1.0f / sum : 0.0f;
    for (uint32_t i = 0; i < labels; i++) {
        float share = before[i] * factor;
        if (share < 1e-12f) continue;
        const float *row = trainer->step + i * stride;
        float *gradient = trainer->gradient + i * stride;
        for (uint32_t j = 0; j < stride; j++) gradient[j] += share * row[j] * product[j];
    }
}

/* Turns alpha into the posterior of each position, and collects the gradient of the pairs. Gives the log of the gold
 * path's pair weights. */
static double find_gradient(crf_trainer *trainer, const dp_example *example) {
    uint32_t labels = trainer->labels, stride = trainer->stride, length = example->length;
    const uint8_t *gold = trainer->examples->labels + example->first;
    memset(trainer->gradient, 0, sizeof trainer->gradient);
    for (uint32_t t = 1; t < length; t++) expect_pairs(trainer, t);
    double path = (double)trainer->pairs[labels * stride + gold[0]];
    for (uint32_t t = 0; t < length; t++) {
        float *now = trainer->alpha + (size_t)t * stride;
        const float *after = trainer->beta + (size_t)t * stride;
        for (uint32_t k = 0; k < stride; k++) now[k] *= after[k];
        normalise(now, stride);
        if (t) {
            trainer->gradient[gold[t - 1] * stride + gold[t]] -= 1.0f;
            path += (double)trainer->pairs[gold[t - 1] * stride + gold[t]];
        }
    }
    const float *opening = trainer->alpha, *last = trainer->alpha + (size_t)(length - 1) * stride;
    for (uint32_t k = 0; k < stride; k++) {
        trainer->gradient[labels * stride + k] += opening[k];
        trainer->gradient[(labels + 1) * stride + k] += last[k];
    }
    trainer->gradient[labels * stride + gold[0]] -= 1.0f;
    trainer->gradient[(labels + 1) * stride + gold[length - 1]] -= 1.0f;
    return path + (double)trainer->pairs[(labels + 1) * stride + gold[length - 1]];
}

/* Adds to the gradient of a position that of its own loss: of the emission scores alone, without the neighbours. */
static void add_local_gradient(const crf_trainer *trainer, uint32_t t, uint32_t gold, float *gradient) {
    uint32_t stride = trainer->stride;
    const float *scores = trainer->scores + (size_t)t * stride;
    float share = trainer->options->local, factor = share / dp_sum(scores, stride);
    for (uint32_t k = 0; k < stride; k++) gradient[k] += scores[k] * factor;
    gradient[gold] -= share;
}

static void update(crf_trainer *trainer, const dp_example *example) {
    uint32_t stride = trainer->stride;
    const uint8_t *gold = trainer->examples->labels + example->first;
    const uint32_t *ids = trainer->ids;
    for (uint32_t t = 0; t < example->length; t++) {
        float *gradient = trainer->alpha + (size_t)t * stride;
        gradient[gold[t]] -= 1.0f;
        if (trainer->options->local > 0.0f) add_local_gradient(trainer, t, gold[t], gradient);
        dp_learner_update(&trainer->learner, ids, trainer->counts[t], gradient);
        ids += trainer->counts[t];
    }
    float rate = trainer->options->rate;
    for (uint32_t i = 0; i < (trainer->labels + 2) * stride; i++) {
        float gradient = trainer->gradient[i];
        trainer->squares[i] += gradient * gradient;
        trainer->pairs[i] -= rate / sqrtf(trainer->squares[i] + 1e-4f) * gradient;
    }
}

/* One visit of a sequence; gives its loss. */
static double visit(crf_trainer *trainer, const dp_example *example) {
    double gold = score_sequence(trainer, example);
    exponentiate_pairs(trainer);
    double logz = sweep(trainer, example->length);
    gold += find_gradient(trainer, example);
    update(trainer, example);
    return logz - gold;
}

static void keep(crf_trainer *trainer) {
    dp_learner_keep(&trainer->learner);
    for (uint32_t i = 0; i < (trainer->labels + 2) * trainer->stride; i++) trainer->mean[i] += trainer->pairs[i];
}

static void learn(crf_trainer *trainer) {
    const dp_train_options *options = trainer->options;
    uint32_t count = 0;
    uint64_t positions = 0;
    for (uint32_t e = 0; e < trainer->examples->count; e++) {
        if (dp_is_held_out(&trainer->examples->at[e], options)) continue;
        positions += trainer->examples->at[e].length;
        trainer->order[count++] = e;
    }
    for (uint32_t epoch = 0; epoch < options->epochs; epoch++) {
        double loss = 0;
        dp_learner_shuffle(trainer->order, count, &trainer->state);
        for (uint32_t i = 0; i < count; i++) loss += visit(trainer, &trainer->examples->at[trainer->order[i]]);
        if (epoch >= options->epochs / 2) keep(trainer);
        if (options->progress) options->progress(options->context, epoch, positions ? loss / (double)positions : 0);
    }
}

static int write_model(crf_trainer *trainer, dp_model *model) {
    uint32_t cells = (trainer->labels + 2) * trainer->stride;
    float kept = (float)(trainer->learner.kept ? trainer->learner.kept : 1);
    for (uint32_t i = 0; i < cells; i++) {
        trainer->pairs[i] = trainer->allowed[i] > 0.0f ? trainer->mean[i] / kept : DP_FORBIDDEN;
    }
    float extra[2 * PAIR_ROWS_MAX * DP_LABELS_MAX];
    for (uint32_t i = 0; i < cells; i++) {
        extra[i] = trainer->pairs[i];
        extra[cells + i] = dp_exp(trainer->pairs[i]);
    }
    dp_learner_finish(&trainer->learner);
    return dp_learner_write(&trainer->learner, trainer->examples->hashes, trainer->options->prune, "crf ",
                            (dp_str){(const char *)extra, 2 * cells * sizeof *extra}, model);
}

int dp_crf_train(const dp_dataset *dataset, const dp_label_rules *rules, const dp_train_options *options,
                 dp_model *model) {
    dp_examples examples = dp_dataset_examples(dataset);
    crf_trainer *trainer = dp_calloc(1, sizeof *trainer);
    if (!trainer) return -1;
    trainer->examples = &examples;
    dp_train_options linear = *options;
    linear.units = 0;
    trainer->options = &linear;
    trainer->labels = rules->labels;
    trainer->stride = dp_stride_of(rules->labels);
    trainer->state = options->seed;
    set_rules(trainer, rules);
    int result = open_trainer(trainer);
    if (!result) {
        learn(trainer);
        result = write_model(trainer, model);
    }
    close_trainer(trainer);
    dp_free(trainer);
    return result;
}
