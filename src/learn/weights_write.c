#include "learn/weights_write.h"

#include <stdlib.h>

#include "base/memory.h"
#include "learn/weights_format.h"

enum { BUCKET_FILL = 10 /* entries in a bucket on average, at most */ };

typedef struct entry {
    uint64_t hash;
    uint32_t feature;
} entry;

static int compare_numbers(uint64_t a, uint64_t b) {
    return (a > b) - (a < b);
}

static int compare_entries(const void *a, const void *b) {
    const entry *x = a, *y = b;
    int order = compare_numbers(x->hash, y->hash);
    return order ? order : compare_numbers(x->feature, y->feature);
}

static bool is_worth_keeping(const dp_weights_source *source, uint32_t feature) {
    const float *row = source->rows + (size_t)feature * source->stride;
    for (uint32_t k = 0; k < source->labels; k++) {
        if (row[k] >= source->prune || row[k] <= -source->prune) return true;
    }
    return false;
}

static uint32_t collect(const dp_weights_source *source, entry *entries) {
    uint32_t count = 0;
    for (uint32_t f = 0; f < source->features; f++) {
        if (is_worth_keeping(source, f)) entries[count++] = (entry){source->hashes[f], f};
    }
    return count;
}

static uint32_t bucket_count_for(uint32_t entries) {
    uint32_t buckets = 1;
    while ((uint64_t)buckets * BUCKET_FILL < entries) buckets *= 2;
    return buckets;
}

/* Puts an entry into the first bucket with room; false when its fingerprint is there already. */
static bool place(dp_bucket *buckets, uint32_t *filled, uint32_t mask, uint64_t hash, uint32_t *bucket) {
    uint32_t fingerprint = dp_fingerprint_of(hash);
    for (uint32_t number = dp_bucket_of(hash, mask);; number = (number + 1) & mask) {
        for (uint32_t slot = 0; slot < filled[number]; slot++) {
            if (buckets[number].fingerprints[slot] == fingerprint) return false;
        }
        if (filled[number] < DP_BUCKET_SLOTS) {
            buckets[number].fingerprints[filled[number]++] = fingerprint;
            *bucket = number;
            return true;
        }
    }
}

static int16_t to_fixed(float weight) {
    float scaled = weight * DP_WEIGHT_ONE;
    if (scaled > INT16_MAX / 4) scaled = INT16_MAX / 4;
    if (scaled < -(INT16_MAX / 4)) scaled = -(INT16_MAX / 4);
    return (int16_t)(scaled >= 0 ? scaled + 0.5f : scaled - 0.5f);
}

static void write_row(const dp_weights_source *source, uint32_t feature, int16_t *row) {
    const float *weights = source->rows + (size_t)feature * source->stride;
    for (uint32_t k = 0; k < source->labels; k++) row[k] = to_fixed(weights[k]);
}

/* Fills buckets and then rows: two passes, as a row's place is known only when all buckets before it are full. */
static void fill(const dp_weights_source *source, const entry *entries, uint32_t count, uint32_t *filled,
                 uint32_t *homes, dp_weights_header *header, unsigned char *bytes) {
    dp_bucket *buckets = (dp_bucket *)(void *)(bytes + sizeof *header);
    uint32_t mask = header->bucket_count - 1, base = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (!place(buckets, filled, mask, entries[i].hash, &homes[i])) homes[i] = UINT32_MAX;
    }
    for (uint32_t number = 0; number < header->bucket_count; number++) {
        buckets[number].base = base;
        base += filled[number];
        filled[number] = 0;
    }
    int16_t *rows = (int16_t *)(void *)(buckets + header->bucket_count);
    for (uint32_t i = 0; i < count; i++) {
        if (homes[i] == UINT32_MAX) continue;
        uint32_t row = buckets[homes[i]].base + filled[homes[i]]++;
        write_row(source, entries[i].feature, rows + (size_t)row * header->stride);
    }
    header->rows = base;
}

static int write_model(const dp_weights_source *source, const entry *entries, uint32_t count, dp_weights_header *header,
                       dp_model *model) {
    uint64_t before_rows = sizeof *header + (uint64_t)header->bucket_count * sizeof(dp_bucket);
    uint64_t most = before_rows + dp_weights_rows_size(count, header->stride) + source->extra.len;
    uint32_t *filled = dp_calloc(header->bucket_count, sizeof *filled);
    uint32_t *homes = dp_calloc(count, sizeof *homes);
    unsigned char *bytes = most <= SIZE_MAX / 2 ? dp_calloc((size_t)most, 1) : NULL;
    int result = -1;
    if (filled && homes && bytes) {
        fill(source, entries, count, filled, homes, header, bytes);
        size_t end_of_rows = (size_t)(before_rows + dp_weights_rows_size(header->rows, header->stride));
        if (source->extra.len) memcpy(bytes + end_of_rows, source->extra.at, source->extra.len);
        memcpy(bytes, header, sizeof *header);
        *model = (dp_model){bytes, end_of_rows + source->extra.len};
        bytes = NULL;
        result = 0;
    }
    dp_free(filled);
    dp_free(homes);
    dp_free(bytes);
    return result;
}

int dp_weights_write(const dp_weights_source *source, const char kind[4], dp_model *model) {
    entry *entries = dp_calloc(source->features, sizeof *entries);
    if (!entries) return -1;
    uint32_t count = collect(source, entries);
    qsort(entries, count, sizeof *entries, compare_entries);
    dp_weights_header header = {
        .magic = {'D', 'P', 'W', '1'},
        .kind = {kind[0], kind[1], kind[2], kind[3]},
        .labels = source->labels,
        .stride = source->stride,
        .bucket_count = bucket_count_for(count),
        .extra_size = (uint32_t)source->extra.len,
    };
    int result = write_model(source, entries, count, &header, model);
    dp_free(entries);
    return result;
}

void dp_model_close(dp_model *model) {
    dp_free(model->bytes);
    *model = (dp_model){0};
}
