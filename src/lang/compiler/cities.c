#include "lang/compiler/cities.h"

#include "base/error.h"
#include "lang/compiler/index.h"
#include "lang/fold.h"

typedef struct dp_cities {
    dp_arena *arena;
    dp_array(dp_pack_city) cities;
    dp_array(dp_str) names; /* parallel to cities */
    dp_index index;
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
    /* The most populous first. */
    uint64_t rank = (uint64_t)(UINT32_MAX - city->population) << 32 | city->geonames;
    return dp_index_add(&cities->index, dp_str_hash(whole), rank, number) ? out_of_memory(error) : DEPECHE_OK;
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
    if (dp_writer_borrow(writer, "cities.info", bytes)) return -1;
    return dp_index_write(&cities->index, writer, "cities.slots", "cities.order");
}

depeche_status dp_cities_write(dp_source *source, dp_writer *writer, depeche_error *error) {
    dp_cities cities = {.arena = writer->arena, .index = {.arena = writer->arena}};
    for (dp_str line; source && dp_source_next(source, &line);) {
        depeche_status status = read_line(&cities, source, line, error);
        if (status) return status;
    }
    return write_cities(&cities, writer) ? out_of_memory(error) : DEPECHE_OK;
}
