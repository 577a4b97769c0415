#include "learn/weights.h"

#include "learn/weights_format.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#endif

/* Features that are looked up together, so that their cache misses overlap. */
enum { BATCH = 64 };

depeche_status dp_weights_open(dp_str bytes, const char kind[4], dp_weights *weights, depeche_error *error) {
    dp_weights_header header;
    if (bytes.len < sizeof header) {
        return dp_error_set(error, DEPECHE_ERROR_PACK_FORMAT, "a model of the language pack is cut short");
    }
    memcpy(&header, bytes.at, sizeof header);
    if ((uintptr_t)bytes.at % 16 || memcmp(header.magic, "DPW2", 4) || memcmp(header.kind, kind, 4)) {
        return dp_error_set(error, DEPECHE_ERROR_PACK_FORMAT, "a model of the language pack is not of kind %.4s", kind);
    }
    uint64_t displacements_size = dp_weights_displacements_size(header.displacements);
    uint64_t rows_size = dp_weights_rows_size(header.slots, header.labels);
    uint64_t size = sizeof header + displacements_size + rows_size + header.extra_size;
    bool sound = header.labels > 0 && header.labels <= DP_LABELS_MAX && header.stride == ((header.labels + 7) & ~7u) &&
                 header.displacements > 0 && (header.displacements & (header.displacements - 1)) == 0 &&
                 header.slots > 0 && size == bytes.len;
    if (!sound) {
        return dp_error_set(error, DEPECHE_ERROR_PACK_FORMAT, "a model of the language pack is damaged");
    }
    const char *displacements = bytes.at + sizeof header;
    const char *rows = displacements + (size_t)displacements_size;
    *weights = (dp_weights){
        .labels = header.labels,
        .stride = header.stride,
        .pitch = dp_weights_pitch(header.labels),
        .mask = header.displacements - 1,
        .slots = header.slots,
        .displacements = (const uint16_t *)(const void *)displacements,
        .rows = (const int16_t *)(const void *)rows,
        .extra = {rows + rows_size, header.extra_size},
    };
    return DEPECHE_OK;
}

bool dp_weights_are_within(const float *at, size_t count, float limit) {
    for (size_t i = 0; i < count; i++) {
        /* Written so that what is no number fails too. */
        if (!(at[i] >= -limit && at[i] <= limit)) return false;
    }
    return true;
}

/* The only row that can be the feature's. */
static inline const int16_t *row_of(const dp_weights *weights, uint64_t feature) {
    uint16_t displacement = weights->displacements[dp_displacement_of(feature, weights->mask)];
    return weights->rows + (size_t)dp_slot_of(feature, displacement, weights->slots) * weights->pitch;
}

static inline bool is_of(const dp_weights *weights, const int16_t *row, uint64_t feature) {
    return dp_weights_owner(row, weights->pitch) == (uint32_t)feature;
}

const int16_t *dp_weights_find(const dp_weights *weights, uint64_t feature) {
    const int16_t *row = row_of(weights, feature);
    return is_of(weights, row, feature) ? row : NULL;
}

/* Adds rows of `stride` numbers (a multiple of eight) to the sums, with saturation. */
static void add_rows(const int16_t *const *rows, uint32_t count, uint32_t stride, int16_t *sums) {
    for (uint32_t i = 0; i < stride; i += 8) {
#if defined(__SSE2__)
        __m128i *at = (__m128i *)(void *)(sums + i);
        __m128i sum = _mm_loadu_si128(at);
        for (uint32_t r = 0; r < count; r++) {
            sum = _mm_adds_epi16(sum, _mm_loadu_si128((const __m128i *)(const void *)(rows[r] + i)));
        }
        _mm_storeu_si128(at, sum);
#elif defined(__ARM_NEON)
        int16x8_t sum = vld1q_s16(sums + i);
        for (uint32_t r = 0; r < count; r++) sum = vqaddq_s16(sum, vld1q_s16(rows[r] + i));
        vst1q_s16(sums + i, sum);
#else
        for (uint32_t r = 0; r < count; r++) {
            for (uint32_t k = i; k < i + 8; k++) {
                int sum = sums[k] + rows[r][k];
                sums[k] = (int16_t)(sum > INT16_MAX ? INT16_MAX : sum < INT16_MIN ? INT16_MIN : sum);
            }
        }
#endif
    }
}

/* ------------------------------------------------------------------------------------------------ summing */

/* Some features of one position, and the rows that can be theirs. */
typedef struct batch {
    const uint64_t *features;
    uint32_t count;
    int16_t *sums;
    const int16_t *rows[BATCH];
} batch;

/* Walks the positions in batches that end with their position. */
typedef struct batches {
    const dp_weights *weights;
    const uint64_t *features;
    const uint32_t *ends; /* where the features of each position end */
    uint32_t at, position, count;
    int16_t *sums;
} batches;

/* The next batch, its rows on their way: both ends of each, which may lie in two cache lines. False at the end. */
static bool next_batch(batches *b, batch *next) {
    const dp_weights *weights = b->weights;
    while (b->position < b->count && b->at == b->ends[b->position]) b->position++;
    if (b->position == b->count) return false;
    uint32_t left = b->ends[b->position] - b->at;
    next->features = b->features + b->at;
    next->count = left < BATCH ? left : BATCH;
    next->sums = b->sums + (size_t)b->position * weights->stride;
    b->at += next->count;
    for (uint32_t i = 0; i < next->count; i++) {
        next->rows[i] = row_of(weights, next->features[i]);
        __builtin_prefetch(next->rows[i]);
        __builtin_prefetch(next->rows[i] + weights->pitch - 1);
    }
    return true;
}

/* Adds those rows of a batch that are its features'. */
static void add_batch(const dp_weights *weights, batch *added) {
    uint32_t found = 0;
    for (uint32_t i = 0; i < added->count; i++) {
        const int16_t *row = added->rows[i];
        added->rows[found] = row;
        found += is_of(weights, row, added->features[i]);
    }
    add_rows(added->rows, found, weights->stride, added->sums);
}

void dp_weights_sum_positions(const dp_weights *weights, const uint64_t *features, uint32_t start, const uint32_t *ends,
                              uint32_t count, int16_t *sums) {
    batches all = {weights, features, ends, start, 0, count, sums};
    batch two[2];
    uint32_t turn = 0;
    bool more = next_batch(&all, &two[turn]);
    while (more) {
        /* The rows of the next batch come in while those of this one are added. */
        more = next_batch(&all, &two[!turn]);
        add_batch(weights, &two[turn]);
        turn = !turn;
    }
}

void dp_weights_sum(const dp_weights *weights, const uint64_t *features, uint32_t count, int16_t *sums) {
    dp_weights_sum_positions(weights, features, 0, &count, 1, sums);
}
