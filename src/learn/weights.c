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

/* Adds a row of `stride` numbers (a multiple of eight) to the sums, with saturation. */
static inline void add_row(int16_t *sums, const int16_t *row, uint32_t stride) {
    for (uint32_t i = 0; i < stride; i += 8) {
#if defined(__SSE2__)
        __m128i *sum = (__m128i *)(void *)(sums + i);
        const __m128i *addend = (const __m128i *)(const void *)(row + i);
        _mm_storeu_si128(sum, _mm_adds_epi16(_mm_loadu_si128(sum), _mm_loadu_si128(addend)));
#elif defined(__ARM_NEON)
        vst1q_s16(sums + i, vqaddq_s16(vld1q_s16(sums + i), vld1q_s16(row + i)));
#else
        for (uint32_t k = i; k < i + 8; k++) {
            int sum = sums[k] + row[k];
            sums[k] = (int16_t)(sum > INT16_MAX ? INT16_MAX : sum < INT16_MIN ? INT16_MIN : sum);
        }
#endif
    }
}

static inline void add_rows(const int16_t *const *rows, uint32_t count, uint32_t stride, int16_t *sums) {
    for (uint32_t i = 0; i < count; i++) add_row(sums, rows[i], stride);
}

#if defined(__SSE2__)
/* Rows of 24, which the tagger has: the sums stay in registers. */
static void add_rows_of_24(const int16_t *const *rows, uint32_t count, int16_t *sums) {
    __m128i *at = (__m128i *)(void *)sums;
    __m128i a = _mm_loadu_si128(at), b = _mm_loadu_si128(at + 1), c = _mm_loadu_si128(at + 2);
    for (uint32_t i = 0; i < count; i++) {
        const __m128i *row = (const __m128i *)(const void *)rows[i];
        a = _mm_adds_epi16(a, _mm_loadu_si128(row));
        b = _mm_adds_epi16(b, _mm_loadu_si128(row + 1));
        c = _mm_adds_epi16(c, _mm_loadu_si128(row + 2));
    }
    _mm_storeu_si128(at, a);
    _mm_storeu_si128(at + 1, b);
    _mm_storeu_si128(at + 2, c);
}
#endif

void dp_weights_sum(const dp_weights *weights, const uint64_t *features, uint32_t count, int16_t *sums) {
    const int16_t *rows[BATCH];
    while (count) {
        uint32_t batch = count < BATCH ? count : BATCH, found = 0;
        for (uint32_t i = 0; i < batch; i++) {
            __builtin_prefetch(&weights->buckets[dp_bucket_of(features[i], weights->bucket_mask)]);
        }
        for (uint32_t i = 0; i < batch; i++) {
            const int16_t *row = find_row(weights, features[i]);
            if (!row) continue;
            __builtin_prefetch(row);
            rows[found++] = row;
        }
#if defined(__SSE2__)
        if (weights->stride == 24) {
            add_rows_of_24(rows, found, sums);
        } else {
            add_rows(rows, found, weights->stride, sums);
        }
#else
        add_rows(rows, found, weights->stride, sums);
#endif
        features += batch;
        count -= batch;
    }
}
