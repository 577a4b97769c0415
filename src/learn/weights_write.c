#include "learn/weights_write.h"

#include <stdlib.h>

#include "base/memory.h"
#include "learn/weights_format.h"

enum {
    GROUP = 4,       /* features that take the same displacement, on average, at most */
    SPARE = 16,      /* one slot in so many stays empty */
    ROUNDS_MAX = 16, /* attempts to place all features, each with twice as many displacements as the one before */
};

typedef struct entry {
    uint64_t hash;
    uint32_t feature, group;
} entry;

/* The entries that take the same displacement, which stand together. */
typedef struct group {
    uint32_t number, first, count;
} group;

/* The table as it is made. */
typedef struct table {
    entry *entries;
    uint32_t count, displacement_count, slots;
    group *groups;           /* [displacement_count] */
    uint16_t *displacements; /* [displacement_count] */
    uint32_t *owners;        /* [slots]: 1 + the entry whose row it is; 0 while there is none */
} table;

static int compare_numbers(uint64_t a, uint64_t b) {
    return (a > b) - (a < b);
}

static int compare_entries(const void *a, const void *b) {
    const entry *x = a, *y = b;
    int order = compare_numbers(x->group, y->group);
    return order ? order : compare_numbers(x->hash, y->hash);
}

/* Large groups first, as they find room while there is much. */
static int compare_groups(const void *a, const void *b) {
    const group *x = a, *y = b;
    int order = compare_numbers(y->count, x->count);
    return order ? order : compare_numbers(x->number, y->number);
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
        if (is_worth_keeping(source, f)) entries[count++] = (entry){.hash = source->hashes[f], .feature = f};
    }
    return count;
}

static void make_groups(table *t) {
    for (uint32_t i = 0; i < t->count; i++) {
        t->entries[i].group = dp_displacement_of(t->entries[i].hash, t->displacement_count - 1);
    }
    qsort(t->entries, t->count, sizeof *t->entries, compare_entries);
    uint32_t at = 0;
    for (uint32_t number = 0; number < t->displacement_count; number++) {
        group *made = &t->groups[number];
        *made = (group){.number = number, .first = at};
        while (at < t->count && t->entries[at].group == number) at++;
        made->count = at - made->first;
    }
    qsort(t->groups, t->displacement_count, sizeof *t->groups, compare_groups);
}

/* Gives the entries of a group the slots that a displacement leads to; false when one of those is taken. */
static bool place(table *t, const group *placed, uint16_t displacement) {
    const entry *entries = t->entries + placed->first;
    uint32_t done = 0;
    for (; done < placed->count; done++) {
        uint32_t slot = dp_slot_of(entries[done].hash, displacement, t->slots);
        if (t->owners[slot]) break;
        t->owners[slot] = placed->first + done + 1;
    }
    if (done == placed->count) return true;
    while (done-- > 0) t->owners[dp_slot_of(entries[done].hash, displacement, t->slots)] = 0;
    return false;
}

/* Finds displacements with which no two entries share a slot; false when a group has none. */
static bool place_all(table *t) {
    for (uint32_t i = 0; i < t->displacement_count; i++) {
        uint32_t displacement = 0;
        while (displacement <= UINT16_MAX && !place(t, &t->groups[i], (uint16_t)displacement)) displacement++;
        if (displacement > UINT16_MAX) return false;
        t->displacements[t->groups[i].number] = (uint16_t)displacement;
    }
    return true;
}

static void close_table(table *t) {
    dp_free(t->groups);
    dp_free(t->displacements);
    dp_free(t->owners);
}

static int open_table(entry *entries, uint32_t count, uint32_t displacements, table *t) {
    *t = (table){.entries = entries, .count = count, .displacement_count = displacements};
    t->slots = count + count / SPARE + 1;
    t->groups = dp_calloc(displacements, sizeof *t->groups);
    t->displacements = dp_calloc(displacements, sizeof *t->displacements);
    t->owners = dp_calloc(t->slots, sizeof *t->owners);
    if (t->groups && t->displacements && t->owners) return 0;
    close_table(t);
    return -1;
}

/* Makes the table of the entries. Returns 0 and *t, to close; or -1 when memory is out or no displacements are found.
 */
static int make_table(entry *entries, uint32_t count, table *t) {
    uint32_t displacements = 1;
    while ((uint64_t)displacements * GROUP < count) displacements *= 2;
    for (uint32_t round = 0; round < ROUNDS_MAX && displacements; round++, displacements *= 2) {
        if (open_table(entries, count, displacements, t)) return -1;
        make_groups(t);
        if (place_all(t)) return 0;
        close_table(t);
    }
    return -1;
}

static int16_t to_fixed(float weight) {
    float scaled = weight * DP_WEIGHT_ONE;
    if (scaled > INT16_MAX / 4) scaled = INT16_MAX / 4;
    if (scaled < -(INT16_MAX / 4)) scaled = -(INT16_MAX / 4);
    return (int16_t)(scaled >= 0 ? scaled + 0.5f : scaled - 0.5f);
}

static void write_row(const dp_weights_source *source, const entry *written, uint32_t pitch, int16_t *row) {
    const float *weights = source->rows + (size_t)written->feature * source->stride;
    for (uint32_t k = 0; k < source->labels; k++) row[k] = to_fixed(weights[k]);
    uint32_t owner = (uint32_t)written->hash;
    memcpy(row + pitch - 2, &owner, sizeof owner);
}

static int write_model(const dp_weights_source *source, const table *t, const char kind[4], dp_model *model) {
    dp_weights_header header = {
        .magic = {'D', 'P', 'W', '2'},
        .kind = {kind[0], kind[1], kind[2], kind[3]},
        .labels = source->labels,
        .stride = source->stride,
        .displacements = t->displacement_count,
        .slots = t->slots,
        .extra_size = (uint32_t)source->extra.len,
    };
    uint64_t rows_at = sizeof header + dp_weights_displacements_size(header.displacements);
    uint64_t extra_at = rows_at + dp_weights_rows_size(header.slots, header.labels);
    uint64_t size = extra_at + source->extra.len;
    unsigned char *bytes = size <= SIZE_MAX / 2 ? dp_calloc((size_t)size, 1) : NULL;
    if (!bytes) return -1;
    uint32_t pitch = dp_weights_pitch(header.labels);
    int16_t *rows = (int16_t *)(void *)(bytes + rows_at);
    memcpy(bytes, &header, sizeof header);
    memcpy(bytes + sizeof header, t->displacements, t->displacement_count * sizeof *t->displacements);
    for (uint32_t slot = 0; slot < t->slots; slot++) {
        if (t->owners[slot]) write_row(source, &t->entries[t->owners[slot] - 1], pitch, rows + (size_t)slot * pitch);
    }
    if (source->extra.len) memcpy(bytes + extra_at, source->extra.at, source->extra.len);
    *model = (dp_model){bytes, (size_t)size};
    return 0;
}

int dp_weights_write(const dp_weights_source *source, const char kind[4], dp_model *model) {
    entry *entries = dp_calloc(source->features, sizeof *entries);
    if (!entries) return -1;
    table t;
    int result = make_table(entries, collect(source, entries), &t);
    if (!result) {
        result = write_model(source, &t, kind, model);
        close_table(&t);
    }
    dp_free(entries);
    return result;
}

void dp_model_close(dp_model *model) {
    dp_free(model->bytes);
    *model = (dp_model){0};
}
