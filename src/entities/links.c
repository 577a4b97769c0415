#include "entities/links.h"

#include <math.h>
#include <stdio.h>

enum { CITIES_MAX = 16, COUNTRIES_MAX = 64, HITS_MAX = 16, REGIONS_MAX = 8, CODE_LENGTH = 2 };
enum { REGION_CODE = 0, REGION_COUNTRY, REGION_NAME }; /* columns of the table of regions */

/* The countries that a text speaks of. */
typedef struct company {
    char codes[COUNTRIES_MAX][CODE_LENGTH];
    uint32_t count;
} company;

static bool company_has(const company *countries, const char *code) {
    for (uint32_t i = 0; i < countries->count; i++) {
        if (memcmp(countries->codes[i], code, CODE_LENGTH) == 0) return true;
    }
    return false;
}

static void company_add(company *countries, const char *code) {
    if (countries->count == COUNTRIES_MAX || company_has(countries, code)) return;
    memcpy(countries->codes[countries->count++], code, CODE_LENGTH);
}

/* The country code when the lexicon of places knows the name as a country and as nothing else. */
static dp_str country_code(const depeche_pack *pack, dp_str name, uint16_t country_kind) {
    dp_hit hits[HITS_MAX];
    size_t count = dp_pack_lookup(pack, name, hits, HITS_MAX);
    for (size_t i = 0; i < count; i++) {
        if (hits[i].list != DP_LIST_PLACE || hits[i].kind != country_kind) continue;
        dp_str code = dp_pack_field(pack, DP_LIST_PLACE, hits[i].entry, 2);
        if (code.len == CODE_LENGTH) return code;
    }
    return (dp_str){0};
}

/* Whether a column of values separated by | has the value. */
static bool has_value(dp_str column, dp_str wanted) {
    dp_str value;
    while (dp_pack_next_value(&column, &value)) {
        if (dp_str_equal(value, wanted)) return true;
    }
    return false;
}

/* Whether every value of a column is one of the given ones. */
static bool has_only(dp_str column, const dp_str *values, size_t count) {
    dp_str value;
    while (dp_pack_next_value(&column, &value)) {
        size_t i = 0;
        while (i < count && !dp_str_equal(values[i], value)) i++;
        if (i == count) return false;
    }
    return true;
}

/* What the lexicon of places knows of a name. */
typedef struct place {
    bool known;
    bool region; /* as a part of a country, and as nothing else */
    bool city;   /* as a city or town */
    bool seat;   /* as something that mostly has the name of its chief town, or is a town by other counts */
    dp_str countries[HITS_MAX]; /* the countries of each entry */
    size_t count;
} place;

static place place_of(const depeche_pack *pack, dp_str name) {
    const dp_str towns[] = {DP_STR("city"), DP_STR("town")};
    const dp_str seats[] = {DP_STR("district"), DP_STR("governorate"), DP_STR("neighbourhood"), DP_STR("province"),
                            DP_STR("wilaya")};
    const dp_str parts[] = {DP_STR("region"),   DP_STR("department"), DP_STR("canton"),      DP_STR("province"),
                            DP_STR("state"),    DP_STR("territory"),  DP_STR("governorate"), DP_STR("wilaya"),
                            DP_STR("district"), DP_STR("island"),     DP_STR("country")};
    place found = {.region = true};
    dp_hit hits[HITS_MAX];
    size_t count = dp_pack_lookup(pack, name, hits, HITS_MAX);
    for (size_t i = 0; i < count; i++) {
        if (hits[i].list != DP_LIST_PLACE) continue;
        dp_str kinds = dp_pack_field(pack, DP_LIST_PLACE, hits[i].entry, 1);
        found.region = found.region && has_only(kinds, parts, sizeof parts / sizeof *parts);
        for (size_t k = 0; k < sizeof towns / sizeof *towns; k++) found.city |= has_value(kinds, towns[k]);
        for (size_t k = 0; k < sizeof seats / sizeof *seats; k++) found.seat |= has_value(kinds, seats[k]);
        found.known = true;
        found.countries[found.count++] = dp_pack_field(pack, DP_LIST_PLACE, hits[i].entry, 2);
    }
    return found;
}

static bool place_is_in(const place *known, const char *code) {
    for (size_t i = 0; i < known->count; i++) {
        if (has_value(known->countries[i], (dp_str){code, CODE_LENGTH})) return true;
    }
    return false;
}

/* Adds the country that an entity tells of: a people's, or the only one that has a place of that name. */
static void add_country_of(const depeche_pack *pack, const dp_entity *entity, company *countries) {
    dp_str code = {0};
    if (entity->type == DEPECHE_LOCATION) {
        place known = place_of(pack, entity->name);
        if (known.count > 0) code = known.countries[0];
        for (size_t i = 1; i < known.count; i++) {
            if (!dp_str_equal(known.countries[i], code)) return;
        }
    } else if (entity->type == DEPECHE_GROUP) {
        dp_hit hits[HITS_MAX];
        size_t count = dp_pack_lookup(pack, entity->name, hits, HITS_MAX);
        for (size_t i = 0; i < count && code.len == 0; i++) {
            if (hits[i].list == DP_LIST_DEMONYM) code = dp_pack_field(pack, DP_LIST_DEMONYM, hits[i].entry, 1);
        }
    }
    if (code.len == CODE_LENGTH) company_add(countries, code.at);
}

static int add_link(dp_arena *arena, dp_entity *entity, depeche_link link) {
    entity->links = dp_arena_alloc(arena, sizeof *entity->links);
    if (!entity->links) return -1;
    entity->links[0] = link;
    entity->link_count = 1;
    return 0;
}

/* How likely the name means this city. The weights say: a country that the text speaks of counts like a population
 * fifteen times larger, the lexicon's word like a hundred times. */
static double city_score(const dp_city *city, const place *known, const company *countries) {
    double score = log10((double)city->population + 1.0);
    if (company_has(countries, city->country)) score += 1.2;
    if (place_is_in(known, city->country)) score += 2.0;
    return score;
}

/* Links the likeliest city of that name. A name that the lexicon knows as a street, a river or a region is left alone;
 * that of a province can only be a city in the same country. */
static int link_city(const depeche_pack *pack, dp_arena *arena, const company *countries, dp_entity *entity) {
    dp_city cities[CITIES_MAX];
    size_t count = dp_pack_cities(pack, entity->name, cities, CITIES_MAX), best = count;
    if (count == 0) return 0;
    place known = place_of(pack, entity->name);
    double best_score = -1.0;
    for (size_t i = 0; i < count; i++) {
        if (known.known && !known.city && !(known.seat && place_is_in(&known, cities[i].country))) continue;
        double score = city_score(&cities[i], &known, countries);
        if (score > best_score) {
            best_score = score;
            best = i;
        }
    }
    if (best == count) return 0;
    char digits[16];
    int length = snprintf(digits, sizeof digits, "%u", cities[best].geonames);
    char *id = dp_arena_alloc(arena, (size_t)length);
    if (!id) return -1;
    memcpy(id, digits, (size_t)length);
    return add_link(arena, entity,
                    (depeche_link){.kind = DEPECHE_LINK_GEONAMES,
                                   .id = {id, (size_t)length},
                                   .label = cities[best].name,
                                   .has_coordinates = true,
                                   .latitude = (double)cities[best].latitude,
                                   .longitude = (double)cities[best].longitude});
}

/* The row of the table of regions that a name stands for: the only one, or the only one of a country that the text
 * speaks of. False when there is none. */
static bool find_region(const depeche_pack *pack, int table, dp_str name, const company *countries, uint32_t *row) {
    uint32_t rows[REGIONS_MAX];
    size_t count = dp_pack_table_find(pack, table, name, rows, REGIONS_MAX), fit = 0;
    for (size_t i = 0; i < count; i++) {
        dp_str country = dp_pack_table_field(pack, table, rows[i], REGION_COUNTRY);
        if (country.len != CODE_LENGTH || (count > 1 && !company_has(countries, country.at))) continue;
        *row = rows[i];
        fit++;
    }
    return fit == 1;
}

/* Whether a name that a part of a country mostly has from its chief town is that of a city there too. */
static bool is_seat(const depeche_pack *pack, dp_str name, const place *known) {
    dp_city cities[CITIES_MAX];
    size_t count = known->seat ? dp_pack_cities(pack, name, cities, CITIES_MAX) : 0;
    for (size_t i = 0; i < count; i++) {
        if (place_is_in(known, cities[i].country)) return true;
    }
    return false;
}

/* Links a part of a country, and the nations of a kingdom (Écosse) instead of the kingdom. A name that is a city's, a
 * river's or a mountain's too is left alone. Returns 0 or -1 (memory). */
static int link_region(const depeche_pack *pack, dp_arena *arena, const company *countries, dp_entity *entity) {
    int table = dp_pack_table(pack, "regions");
    uint32_t row;
    place known = place_of(pack, entity->name);
    if (!known.known || !known.region || is_seat(pack, entity->name, &known)) return 0;
    if (!find_region(pack, table, entity->name, countries, &row)) return 0;
    dp_str code = dp_pack_table_field(pack, table, row, REGION_CODE);
    bool in_country = code.len > CODE_LENGTH && entity->link_count > 0 && entity->links[0].id.len == CODE_LENGTH &&
                      memcmp(entity->links[0].id.at, code.at, CODE_LENGTH) == 0;
    if (entity->link_count > 0 && !in_country) return 0;
    dp_str name = dp_pack_table_field(pack, table, row, REGION_NAME);
    return add_link(arena, entity, (depeche_link){.kind = DEPECHE_LINK_ISO3166, .id = code, .label = name});
}

int dp_links_add(const depeche_pack *pack, dp_arena *arena, dp_entities *entities) {
    uint16_t country_kind = dp_pack_kind_find(pack, DP_LIST_PLACE, "country");
    company countries = {0};
    for (uint32_t i = 0; i < entities->count; i++) {
        dp_entity *entity = &entities->at[i];
        add_country_of(pack, entity, &countries);
        if (entity->type != DEPECHE_LOCATION) continue;
        dp_str code = country_code(pack, entity->name, country_kind);
        if (code.len == 0) continue;
        company_add(&countries, code.at);
        if (add_link(arena, entity, (depeche_link){.kind = DEPECHE_LINK_ISO3166, .id = code, .label = entity->name})) {
            return -1;
        }
    }
    for (uint32_t i = 0; i < entities->count; i++) {
        dp_entity *entity = &entities->at[i];
        if (entity->type != DEPECHE_LOCATION) continue;
        if (link_region(pack, arena, &countries, entity)) return -1;
        if (entity->link_count == 0 && link_city(pack, arena, &countries, entity)) return -1;
    }
    return 0;
}
