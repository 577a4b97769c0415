/* The gazetteer of a pack. */
#include "lang/fold.h"
#include "lang/pack_private.h"

static dp_city city_of(const depeche_pack *pack, uint32_t number) {
    const dp_pack_city *city = &pack->cities[number];
    return (dp_city){.geonames = city->geonames,
                     .latitude = city->latitude,
                     .longitude = city->longitude,
                     .population = city->population,
                     .country = {city->country[0], city->country[1]},
                     .name = {pack->city_text + city->name.offset, city->name.length}};
}

size_t dp_pack_cities(const depeche_pack *pack, dp_str name, dp_city *cities, size_t max) {
    char folded[DP_FOLD_MAX];
    size_t length = dp_fold(name, folded);
    if (!length) return 0;
    uint64_t hash = dp_str_hash((dp_str){folded, length});
    const dp_pack_name_slot *slot = dp_pack_name_find(pack->city_slots, pack->city_mask, hash);
    size_t count = slot ? (slot->count < max ? slot->count : max) : 0;
    for (size_t i = 0; i < count; i++) cities[i] = city_of(pack, pack->city_order[slot->first + i]);
    return count;
}
