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
    if ((uintptr_t)bytes.at % 16 || memcmp(header.magic, "DPW1", 4) || memcmp(header.kind, kind, 4)) {
        return dp_error_set(error, DEPECHE_ERROR_PACK_FORMAT, "a model of the language pack is not of kind %.4s", kind);
    }
    uint64_t rows_size = dp_weights_rows_size(header.rows, header.stride);
    uint64_t size = sizeof header + (uint64_t)header.bucket_count * sizeof(dp_bucket) + rows_size + header.extra_size;
    bool sound = header.labels > 0 && header.labels <= DP_LABELS_MAX && header.stride == ((header.labels + 7) & ~7u) &&
                 header.bucket_count > 0 && (header.bucket_count & (header.bucket_count - 1)) == 0 && size == bytes.len;
    if (!sound) {
        return dp_error_set(error, DEPECHE_ERROR_PACK_FORMAT, "a model of the language pack is damaged");
    }
    const char *buckets = bytes.at + sizeof header;
    const char *rows = buckets + (size_t)header.bucket_count * sizeof(dp_bucket);
    *weights = (dp_weights){
        .labels = header.labels,
        .stride = header.stride,
        .bucket_mask = header.bucket_count - 1,
        .rows = header.rows,
        .buckets = (const dp_bucket *)(const void *)buckets,
        .at = (const int16_t *)(const void *)rows,
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

/* The slot of a fingerprint in a bucket, or -1. */
static inline int find_slot(const dp_bucket *bucket, uint32_t fingerprint) {
#if defined(__SSE2__)
    const __m128i *lines = (const __m128i *)(const void *)bucket;
    __m128i wanted = _mm_set1_epi32((int)fingerprint);
    __m128i low = _mm_packs_epi32(_mm_cmpeq_epi32(_mm_loadu_si128(lines), wanted),
                                  _mm_cmpeq_epi32(_mm_loadu_si128(lines + 1), wanted));
    __m128i high = _mm_packs_epi32(_mm_cmpeq_epi32(_mm_loadu_si128(lines + 2), wanted),
                                   _mm_cmpeq_epi32(_mm_loadu_si128(lines + 3), wanted));
    /* The first number of the line is no fingerprint. */
    unsigned found = (unsigned)_mm_movemask_epi8(_mm_packs_epi16(low, high)) >> 1;
    return found ? __builtin_ctz(found) : -1;
#else
    for (int slot = 0; slot < DP_BUCKET_SLOTS; slot++) {
        if (bucket->fingerprints[slot] == fingerprint) return slot;
    }
    return -1;
#endif
}

static inline const int16_t *find_row(const dp_weights *weights, uint64_t feature) {
    uint32_t fingerprint = dp_fingerprint_of(feature);
    uint32_t number = dp_bucket_of(feature, weights->bucket_mask);
    for (uint32_t tried = 0; tried <= weights->bucket_mask; tried++) {
        const dp_bucket *bucket = &weights->buckets[number];
        int slot = find_slot(bucket, fingerprint);
        if (slot >= 0) {
            uint64_t row = (uint64_t)bucket->base + (uint64_t)slot;
            return row < weights->rows ? weights->at + row * weights->stride : NULL;
        }
        if (bucket->fingerprints[DP_BUCKET_SLOTS - 1] == 0) return NULL;
        number = (number + 1) & weights->bucket_mask;
    }
    return NULL;
}

const int16_t *dp_weights_find(const dp_weights *weights, uint64_t feature) {
    return find_row(weights, feature);
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

/* Some features of one position. */
typedef struct batch {
    const uint64_t *features;
    uint32_t count;
    int16_t *sums;
} batch;

/* Walks the positions in batches that end with their position. */
typedef struct batches {
    const dp_weights *weights;
    const uint64_t *features;
    const uint32_t *ends; /* where the features of each position end */
    uint32_t at, position, count;
    int16_t *sums;
} batches;

/* The next batch, its buckets on their way; false at the end. */
static bool next_batch(batches *b, batch *next) {
    while (b->position < b->count && b->at == b->ends[b->position]) b->position++;
    if (b->position == b->count) return false;
    uint32_t left = b->ends[b->position] - b->at;
    *next =
        (batch){b->features + b->at, left < BATCH ? left : BATCH, b->sums + (size_t)b->position * b->weights->stride};
    b->at += next->count;
    for (uint32_t i = 0; i < next->count; i++) {
        __builtin_prefetch(&b->weights->buckets[dp_bucket_of(next->features[i], b->weights->bucket_mask)]);
    }
    return true;
}

/* Looks up the rows of a batch and sends for both ends of each, which may lie in two cache lines; gives how many. */
static uint32_t find_rows(const dp_weights *weights, const batch *looked_up, const int16_t *rows[BATCH]) {
    uint32_t found = 0;
    for (uint32_t i = 0; i < looked_up->count; i++) {
        const int16_t *row = find_row(weights, looked_up->features[i]);
        if (!row) continue;
        __builtin_prefetch(row);
        __builtin_prefetch(row + weights->stride - 1);
        rows[found++] = row;
    }
    return found;
}

void dp_weights_sum_positions(const dp_weights *weights, const uint64_t *features, uint32_t start, const uint32_t *ends,
                              uint32_t count, int16_t *sums) {
    batches all = {weights, features, ends, start, 0, count, sums};
    const int16_t *rows[2][BATCH];
    uint32_t found = 0, turn = 0;
    batch here, next;
    int16_t *sums_before = sums;
    bool more = next_batch(&all, &here);
    while (more) {
        /* Three batches are under way: buckets of the next come in while rows of this one are looked up, and those
         * come in while the rows of the one before are added. */
        more = next_batch(&all, &next);
        uint32_t found_here = find_rows(weights, &here, rows[turn]);
        add_rows(rows[!turn], found, weights->stride, sums_before);
        found = found_here;
        sums_before = here.sums;
        turn = !turn;
        here = next;
    }
    add_rows(rows[!turn], found, weights->stride, sums_before);
}

void dp_weights_sum(const dp_weights *weights, const uint64_t *features, uint32_t count, int16_t *sums) {
    dp_weights_sum_positions(weights, features, 0, &count, 1, sums);
}
