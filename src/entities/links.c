#include "entities/links.h"

#include <math.h>
#include <stdio.h>

enum { CITIES_MAX = 16, COUNTRIES_MAX = 64, HITS_MAX = 16, CODE_LENGTH = 2 };

/* The countries that a text names or whose cities it names, each with how often. */
typedef struct company {
    char codes[COUNTRIES_MAX][CODE_LENGTH];
    uint32_t mentions[COUNTRIES_MAX];
    uint32_t count;
} company;

static void company_add(company *countries, const char *code, uint32_t mentions) {
    for (uint32_t i = 0; i < countries->count; i++) {
        if (memcmp(countries->codes[i], code, CODE_LENGTH) == 0) {
            countries->mentions[i] += mentions;
            return;
        }
    }
    if (countries->count == COUNTRIES_MAX) return;
    memcpy(countries->codes[countries->count], code, CODE_LENGTH);
    countries->mentions[countries->count++] = mentions;
}

static uint32_t company_mentions(const company *countries, const char *code) {
    for (uint32_t i = 0; i < countries->count; i++) {
        if (memcmp(countries->codes[i], code, CODE_LENGTH) == 0) return countries->mentions[i];
    }
    return 0;
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

/* Whether the lexicon of places lists the country for the name: "Washington" as a city of US. */
static bool lexicon_says(const depeche_pack *pack, dp_str name, const char *code) {
    dp_hit hits[HITS_MAX];
    size_t count = dp_pack_lookup(pack, name, hits, HITS_MAX);
    for (size_t i = 0; i < count; i++) {
        if (hits[i].list != DP_LIST_PLACE) continue;
        dp_str codes = dp_pack_field(pack, DP_LIST_PLACE, hits[i].entry, 2);
        for (size_t at = 0; at + CODE_LENGTH <= codes.len; at += CODE_LENGTH + 1) {
            if (memcmp(codes.at + at, code, CODE_LENGTH) == 0) return true;
        }
    }
    return false;
}

static bool contains(dp_str string, dp_str part) {
    for (size_t at = 0; at + part.len <= string.len; at++) {
        if (memcmp(string.at + at, part.at, part.len) == 0) return true;
    }
    return false;
}

/* Whether the lexicon of places knows the name, but as nothing that people live in: a street, a continent, a river. */
static bool is_no_city(const depeche_pack *pack, dp_str name) {
    dp_hit hits[HITS_MAX];
    size_t count = dp_pack_lookup(pack, name, hits, HITS_MAX);
    bool known = false;
    for (size_t i = 0; i < count; i++) {
        if (hits[i].list != DP_LIST_PLACE) continue;
        dp_str kinds = dp_pack_field(pack, DP_LIST_PLACE, hits[i].entry, 1);
        if (contains(kinds, DP_STR("city")) || contains(kinds, DP_STR("town"))) return false;
        known = true;
    }
    return known;
}

static int add_link(dp_arena *arena, dp_entity *entity, depeche_link link) {
    entity->links = dp_arena_alloc(arena, sizeof *entity->links);
    if (!entity->links) return -1;
    entity->links[0] = link;
    entity->link_count = 1;
    return 0;
}

/* How likely the name means this city. The weights say: a country named in the text counts like a population fifteen
 * times larger, the lexicon's word like a hundred times. */
static double city_score(const depeche_pack *pack, dp_str name, const dp_city *city, const company *countries) {
    double score = log10((double)city->population + 1.0);
    if (company_mentions(countries, city->country) > 0) score += 1.2;
    if (lexicon_says(pack, name, city->country)) score += 2.0;
    return score;
}

static int link_city(const depeche_pack *pack, dp_arena *arena, const company *countries, dp_entity *entity) {
    dp_city cities[CITIES_MAX];
    size_t count = dp_pack_cities(pack, entity->name, cities, CITIES_MAX);
    if (count == 0 || is_no_city(pack, entity->name)) return 0;
    size_t best = 0;
    double best_score = -1.0;
    for (size_t i = 0; i < count; i++) {
        double score = city_score(pack, entity->name, &cities[i], countries);
        if (score > best_score) {
            best_score = score;
            best = i;
        }
    }
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

int dp_links_add(const depeche_pack *pack, dp_arena *arena, dp_entities *entities) {
    uint16_t country_kind = dp_pack_kind_find(pack, DP_LIST_PLACE, "country");
    company countries = {0};
    for (uint32_t i = 0; i < entities->count; i++) {
        dp_entity *entity = &entities->at[i];
        if (entity->type != DEPECHE_LOCATION) continue;
        dp_str code = country_code(pack, entity->name, country_kind);
        if (code.len == 0) continue;
        company_add(&countries, code.at, entity->mention_count);
        if (add_link(arena, entity, (depeche_link){.kind = DEPECHE_LINK_ISO3166, .id = code, .label = entity->name})) {
            return -1;
        }
    }
    for (uint32_t i = 0; i < entities->count; i++) {
        dp_entity *entity = &entities->at[i];
        if (entity->type == DEPECHE_LOCATION && entity->link_count == 0 && link_city(pack, arena, &countries, entity)) {
            return -1;
        }
    }
    return 0;
}
