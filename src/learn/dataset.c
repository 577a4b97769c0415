#include "learn/dataset.h"

#include <stdlib.h>

#include "base/memory.h"

typedef struct known_feature {
    uint64_t hash;
    uint32_t count; /* 0 = free */
    uint32_t id;
} known_feature;

struct dp_dataset {
    dp_example *examples;
    size_t example_count, example_room;
    uint8_t *labels;
    size_t position_count, label_room;
    uint64_t *ends;
    size_t end_room;
    uint32_t *ids; /* places in `known` until finished, then feature ids */
    size_t id_count, id_room;
    known_feature *known; /* in order of first sight */
    size_t known_count, known_room;
    uint32_t *table; /* open addressing: place in `known` + 1 */
    size_t table_size;
    int16_t *sums;
    size_t sum_count, sum_room;
    uint64_t *hashes; /* by id, once finished */
    uint32_t features;
};

dp_dataset *dp_dataset_new(void) {
    return dp_calloc(1, sizeof(dp_dataset));
}

void dp_dataset_close(dp_dataset *dataset) {
    if (!dataset) return;
    dp_free(dataset->examples);
    dp_free(dataset->labels);
    dp_free(dataset->ends);
    dp_free(dataset->ids);
    dp_free(dataset->known);
    dp_free(dataset->table);
    dp_free(dataset->sums);
    dp_free(dataset->hashes);
    dp_free(dataset);
}

/* Room for `more` further elements of `size` bytes in a block that holds `count`. */
static bool grow(void **block, size_t count, size_t more, size_t *room, size_t size) {
    if (*room - count >= more) return true;
    size_t want = *room ? *room : 1024;
    while (want - count < more) {
        if (want > SIZE_MAX / 4 / size) return false;
        want *= 2;
    }
    void *grown = dp_realloc(*block, want * size);
    if (!grown) return false;
    *block = grown;
    *room = want;
    return true;
}

static bool grow_table(dp_dataset *dataset) {
    size_t size = dataset->table_size ? dataset->table_size * 2 : 1 << 16;
    uint32_t *table = dp_calloc(size, sizeof *table);
    if (!table) return false;
    for (size_t i = 0; i < dataset->known_count; i++) {
        size_t slot = (size_t)dataset->known[i].hash & (size - 1);
        while (table[slot]) slot = (slot + 1) & (size - 1);
        table[slot] = (uint32_t)i + 1;
    }
    dp_free(dataset->table);
    dataset->table = table;
    dataset->table_size = size;
    return true;
}

/* The place of a feature in `known`, counted once more. */
static int count_feature(dp_dataset *dataset, uint64_t hash, uint32_t *place) {
    if (dataset->known_count * 2 >= dataset->table_size && !grow_table(dataset)) return -1;
    size_t slot = (size_t)hash & (dataset->table_size - 1);
    while (dataset->table[slot] && dataset->known[dataset->table[slot] - 1].hash != hash) {
        slot = (slot + 1) & (dataset->table_size - 1);
    }
    if (!dataset->table[slot]) {
        if (dataset->known_count >= UINT32_MAX - 1) return -1;
        if (!grow((void **)&dataset->known, dataset->known_count, 1, &dataset->known_room, sizeof *dataset->known)) {
            return -1;
        }
        dataset->known[dataset->known_count++] = (known_feature){.hash = hash};
        dataset->table[slot] = (uint32_t)dataset->known_count;
    }
    *place = dataset->table[slot] - 1;
    dataset->known[*place].count++;
    return 0;
}

static int add_position(dp_dataset *dataset, const uint64_t *hashes, uint32_t count, uint8_t label) {
    if (!grow((void **)&dataset->labels, dataset->position_count, 1, &dataset->label_room, sizeof *dataset->labels) ||
        !grow((void **)&dataset->ends, dataset->position_count, 1, &dataset->end_room, sizeof *dataset->ends) ||
        !grow((void **)&dataset->ids, dataset->id_count, count, &dataset->id_room, sizeof *dataset->ids)) {
        return -1;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (count_feature(dataset, hashes[i], &dataset->ids[dataset->id_count + i])) return -1;
    }
    dataset->id_count += count;
    dataset->labels[dataset->position_count] = label;
    dataset->ends[dataset->position_count++] = dataset->id_count;
    return 0;
}

int dp_dataset_add(dp_dataset *dataset, const dp_features *features, uint32_t first, uint32_t end,
                   const uint8_t *labels, uint32_t group) {
    if (first >= end) return 0;
    if (features->failed || dataset->position_count > UINT32_MAX - (end - first)) return -1;
    if (!grow((void **)&dataset->examples, dataset->example_count, 1, &dataset->example_room,
              sizeof *dataset->examples)) {
        return -1;
    }
    dp_example example = {(uint32_t)dataset->position_count, end - first, group};
    for (uint32_t position = first; position < end; position++) {
        uint32_t count;
        const uint64_t *hashes = dp_features_at(features, position, &count);
        if (add_position(dataset, hashes, count, labels[position - first])) return -1;
    }
    dataset->examples[dataset->example_count++] = example;
    return 0;
}

int dp_dataset_add_with_sums(dp_dataset *dataset, const dp_features *features, uint32_t first, uint32_t end,
                             const uint8_t *labels, uint32_t group, const int16_t *sums, uint32_t stride) {
    if (first >= end) return 0;
    size_t count = (size_t)(end - first) * stride;
    if (!grow((void **)&dataset->sums, dataset->sum_count, count, &dataset->sum_room, sizeof *dataset->sums)) return -1;
    memcpy(dataset->sums + dataset->sum_count, sums, count * sizeof *sums);
    dataset->sum_count += count;
    return dp_dataset_add(dataset, features, first, end, labels, group);
}

static int compare_features(const void *a, const void *b) {
    const known_feature *x = *(const known_feature *const *)a, *y = *(const known_feature *const *)b;
    if (x->count != y->count) return x->count < y->count ? 1 : -1;
    return (x->hash > y->hash) - (x->hash < y->hash);
}

int dp_dataset_finish(dp_dataset *dataset, uint32_t min_count) {
    known_feature **order = dp_calloc(dataset->known_count, sizeof *order);
    dataset->hashes = dp_calloc(dataset->known_count, sizeof *dataset->hashes);
    if (!order || !dataset->hashes) {
        dp_free(order);
        return -1;
    }
    for (size_t i = 0; i < dataset->known_count; i++) order[i] = &dataset->known[i];
    qsort(order, dataset->known_count, sizeof *order, compare_features);
    for (size_t i = 0; i < dataset->known_count; i++) {
        bool rare = order[i]->count < min_count;
        order[i]->id = rare ? DP_FEATURE_RARE : (uint32_t)i;
        if (rare) continue;
        dataset->hashes[i] = order[i]->hash;
        dataset->features = (uint32_t)i + 1;
    }
    for (size_t i = 0; i < dataset->id_count; i++) dataset->ids[i] = dataset->known[dataset->ids[i]].id;
    dp_free(order);
    dp_free(dataset->known);
    dp_free(dataset->table);
    dataset->known = NULL;
    dataset->table = NULL;
    return 0;
}

dp_examples dp_dataset_examples(const dp_dataset *dataset) {
    return (dp_examples){
        .at = dataset->examples,
        .count = (uint32_t)dataset->example_count,
        .labels = dataset->labels,
        .ends = dataset->ends,
        .ids = dataset->ids,
        .hashes = dataset->hashes,
        .features = dataset->features,
        .sums = dataset->sums,
    };
}
