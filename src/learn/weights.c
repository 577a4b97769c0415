#include "learn/weights.h"

#include "learn/weights_format.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#endif

/* Features that are looked up together, so that their cache misses overlap. */
enum { BATCH = 128 };

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
    bool sound = header.labels > 0 && header.labels <= DP_LABELS_MAX && header.stride == dp_stride_of(header.labels) &&
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

/* Eight numbers of a row, which add up with saturation. */
#if defined(__SSE2__)
typedef __m128i eight;

static inline eight load(const int16_t *at) {
    return _mm_loadu_si128((const __m128i *)(const void *)at);
}

static inline void store(eight sum, int16_t *at) {
    _mm_storeu_si128((__m128i *)(void *)at, sum);
}

static inline eight add(eight a, eight b) {
    return _mm_adds_epi16(a, b);
}
#elif defined(__ARM_NEON)
typedef int16x8_t eight;

static inline eight load(const int16_t *at) {
    return vld1q_s16(at);
}

static inline void store(eight sum, int16_t *at) {
    vst1q_s16(at, sum);
}

static inline eight add(eight a, eight b) {
    return vqaddq_s16(a, b);
}
#else
typedef struct eight {
    int16_t at[8];
} eight;

static inline eight load(const int16_t *at) {
    eight loaded;
    memcpy(&loaded, at, sizeof loaded);
    return loaded;
}

static inline void store(eight sum, int16_t *at) {
    memcpy(at, &sum, sizeof sum);
}

static inline eight add(eight a, eight b) {
    for (int k = 0; k < 8; k++) {
        int sum = a.at[k] + b.at[k];
        a.at[k] = (int16_t)(sum > INT16_MAX ? INT16_MAX : sum < INT16_MIN ? INT16_MIN : sum);
    }
    return a;
}
#endif

/* Adds rows of `stride` numbers (a multiple of eight) to the sums, as many eights at a time as most rows have. */
static void add_rows(const int16_t *const *rows, uint32_t count, uint32_t stride, int16_t *sums) {
    uint32_t i = 0;
    for (; i + 24 <= stride; i += 24) {
        eight first = load(sums + i), second = load(sums + i + 8), third = load(sums + i + 16);
        for (uint32_t r = 0; r < count; r++) {
            first = add(first, load(rows[r] + i));
            second = add(second, load(rows[r] + i + 8));
            third = add(third, load(rows[r] + i + 16));
        }
        store(first, sums + i);
        store(second, sums + i + 8);
        store(third, sums + i + 16);
    }
    for (; i < stride; i += 8) {
        eight sum = load(sums + i);
        for (uint32_t r = 0; r < count; r++) sum = add(sum, load(rows[r] + i));
        store(sum, sums + i);
    }
}

/* ------------------------------------------------------------------------------------------------ summing */

/* Some consecutive features, of one position or several, and the rows that can be theirs. */
typedef struct batch {
    uint32_t first, end;
    const int16_t *rows[BATCH];
} batch;

/* The batch from `first` up to `end` at most. Its rows are sent for: both ends of each, which may lie in two cache
 * lines. */
static void open_batch(const dp_weights *weights, const uint64_t *features, uint32_t first, uint32_t end,
                       batch *opened) {
    opened->first = first;
    opened->end = end - first > BATCH ? first + BATCH : end;
    for (uint32_t i = first; i < opened->end; i++) {
        const int16_t *row = row_of(weights, features[i]);
        __builtin_prefetch(row);
        __builtin_prefetch(row + weights->pitch - 1);
        opened->rows[i - first] = row;
    }
}

/* Adds those rows that are their features' to the sums of a position; the array of rows is used up. */
static void add_part(const dp_weights *weights, const uint64_t *features, uint32_t count, const int16_t **rows,
                     int16_t *sums) {
    uint32_t found = 0;
    for (uint32_t i = 0; i < count; i++) {
        const int16_t *row = rows[i];
        rows[found] = row;
        found += is_of(weights, row, features[i]);
    }
    add_rows(rows, found, weights->stride, sums);
}

void dp_weights_sum_positions(const dp_weights *weights, const uint64_t *features, uint32_t start, const uint32_t *ends,
                              uint32_t count, int16_t *sums) {
    batch batches[2];
    uint32_t position = 0, turn = 0, last = count ? ends[count - 1] : start;
    open_batch(weights, features, start, last, &batches[turn]);
    for (uint32_t at = start; at < last; turn = !turn) {
        batch *here = &batches[turn];
        /* The rows of the next batch come in while those of this one are added. */
        open_batch(weights, features, here->end, last, &batches[!turn]);
        while (at < here->end) {
            while (ends[position] == at) position++;
            uint32_t end = ends[position] < here->end ? ends[position] : here->end;
            add_part(weights, features + at, end - at, here->rows + (at - here->first),
                     sums + (size_t)position * weights->stride);
            at = end;
        }
    }
}

void dp_weights_sum(const dp_weights *weights, const uint64_t *features, uint32_t count, int16_t *sums) {
    dp_weights_sum_positions(weights, features, 0, &count, 1, sums);
}
