#include "lang/compiler/cities.h"

#include <stdlib.h>

#include "base/error.h"
#include "lang/fold.h"

typedef struct dp_city_name {
    uint64_t hash; /* of the folded name */
    uint32_t population, geonames, city;
} dp_city_name;

typedef struct dp_cities {
    dp_arena *arena;
    dp_array(dp_pack_city) cities;
    dp_array(dp_str) names; /* parallel to cities */
    dp_array(dp_city_name) index;
} dp_cities;

static depeche_status out_of_memory(depeche_error *error) {
    return dp_error_set(error, DEPECHE_ERROR_MEMORY, "out of memory");
}

/* A decimal number of degrees, from -limit to limit: sign, digits, point, digits. */
static depeche_status read_degrees(const dp_source *source, dp_str field, double limit, float *degrees,
                                   depeche_error *error) {
    double value = 0, scale = 0;
    size_t start = field.len && field.at[0] == '-', digits = 0;
    bool good = field.len < 24;
    for (size_t i = start; good && i < field.len; i++) {
        if (field.at[i] == '.' && scale == 0 && digits) {
            scale = 1;
            continue;
        }
        good = field.at[i] >= '0' && field.at[i] <= '9';
        value = value * 10 + (field.at[i] - '0');
        scale *= 10;
        digits++;
    }
    if (scale > 1) value /= scale;
    if (!good || !digits || value > limit) {
        return dp_source_fail(source, error, "'%.*s' is not a number of degrees up to %g",
                              (int)(field.len < 40 ? field.len : 40), field.at, limit);
    }
    *degrees = (float)(start ? -value : value);
    return DEPECHE_OK;
}

static depeche_status add_name(dp_cities *cities, const dp_source *source, dp_str name, depeche_error *error) {
    char folded[DP_FOLD_MAX];
    dp_str whole = {folded, dp_fold(name, folded)};
    if (!whole.len) return dp_source_fail(source, error, "a name is empty or longer than %d bytes", (int)DP_FOLD_MAX);
    uint32_t number = cities->cities.count - 1;
    const dp_pack_city *city = &cities->cities.at[number];
    dp_city_name entry = {dp_str_hash(whole), city->population, city->geonames, number};
    return dp_array_push(cities->arena, &cities->index, entry) ? DEPECHE_OK : out_of_memory(error);
}

static depeche_status read_line(dp_cities *cities, const dp_source *source, dp_str line, depeche_error *error) {
    dp_str fields[7];
    dp_pack_city city = {0};
    depeche_status status = dp_source_fields(source, line, fields, 7, error);
    if (status || (status = dp_source_number(source, fields[0], UINT32_MAX, &city.geonames, error)) ||
        (status = read_degrees(source, fields[4], 90, &city.latitude, error)) ||
        (status = read_degrees(source, fields[5], 180, &city.longitude, error)) ||
        (status = dp_source_number(source, fields[6], UINT32_MAX, &city.population, error))) {
        return status;
    }
    dp_str country = fields[3];
    if (country.len != 2 || country.at[0] < 'A' || country.at[0] > 'Z' || country.at[1] < 'A' || country.at[1] > 'Z') {
        return dp_source_fail(source, error, "'%.*s' is not a country code", (int)(country.len < 40 ? country.len : 40),
                              country.at);
    }
    memcpy(city.country, country.at, 2);
    if (!dp_array_push(cities->arena, &cities->cities, city) ||
        !dp_array_push(cities->arena, &cities->names, fields[1])) {
        return out_of_memory(error);
    }
    status = add_name(cities, source, fields[1], error);
    for (dp_str rest = fields[2], name; !status && dp_source_value(&rest, &name);) {
        status = add_name(cities, source, name, error);
    }
    return status;
}

/* By name, then the most populous first. */
static int compare_names(const void *left, const void *right) {
    const dp_city_name *a = left, *b = right;
    if (a->hash != b->hash) return a->hash < b->hash ? -1 : 1;
    if (a->population != b->population) return a->population > b->population ? -1 : 1;
    if (a->geonames != b->geonames) return a->geonames < b->geonames ? -1 : 1;
    return (a->city > b->city) - (a->city < b->city);
}

static int write_index(dp_cities *cities, dp_writer *writer) {
    uint32_t count = cities->index.count, slots_count = dp_writer_slots(count), kept = 0;
    if (count) qsort(cities->index.at, count, sizeof *cities->index.at, compare_names);
    uint32_t *order = dp_arena_calloc(cities->arena, count, sizeof *order);
    dp_pack_city_slot *slots = dp_writer_add(writer, "cities.slots", slots_count, sizeof *slots);
    if (!order || !slots) return -1;
    for (uint32_t i = 0; i < count;) {
        dp_pack_city_slot slot = {.hash = cities->index.at[i].hash, .first = kept};
        for (uint32_t first = i; i < count && cities->index.at[i].hash == slot.hash; i++) {
            /* A city with one name in two spellings of one folded form is named once. */
            bool again = i > first && cities->index.at[i].city == cities->index.at[i - 1].city;
            if (!again) order[kept++] = cities->index.at[i].city;
        }
        slot.count = kept - slot.first;
        uint32_t at = (uint32_t)slot.hash & (slots_count - 1);
        while (slots[at].count) at = (at + 1) & (slots_count - 1);
        slots[at] = slot;
    }
    return dp_writer_borrow(writer, "cities.order", (dp_str){(const char *)order, kept * sizeof *order});
}

static int write_cities(dp_cities *cities, dp_writer *writer) {
    uint64_t size = 0;
    for (uint32_t i = 0; i < cities->names.count; i++) size += cities->names.at[i].len;
    if (size > UINT32_MAX) return -1;
    char *text = dp_writer_add(writer, "cities.text", (size_t)size, 1);
    if (!text) return -1;
    uint32_t offset = 0;
    for (uint32_t i = 0; i < cities->names.count; i++) {
        dp_str name = cities->names.at[i];
        cities->cities.at[i].name = (dp_pack_slice){offset, (uint32_t)name.len};
        memcpy(text + offset, name.at, name.len);
        offset += (uint32_t)name.len;
    }
    dp_str bytes = {(const char *)cities->cities.at, cities->cities.count * sizeof *cities->cities.at};
    return dp_writer_borrow(writer, "cities.info", bytes) || write_index(cities, writer) ? -1 : 0;
}

depeche_status dp_cities_write(dp_source *source, dp_writer *writer, depeche_error *error) {
    dp_cities cities = {.arena = writer->arena};
    for (dp_str line; source && dp_source_next(source, &line);) {
        depeche_status status = read_line(&cities, source, line, error);
        if (status) return status;
    }
    return write_cities(&cities, writer) ? out_of_memory(error) : DEPECHE_OK;
}
