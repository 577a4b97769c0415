#include "values/values.h"

#include "values/number.h"

enum { HITS_MAX = 24, TAIL_MAX = 8 };

static bool is_value(dp_tag tag) {
    return tag >= DP_TAG_DATE && tag <= DP_TAG_QTY;
}

static depeche_value_kind kind_of(dp_tag tag) {
    switch (tag) {
        case DP_TAG_DATE:
            return DEPECHE_VALUE_DATE;
        case DP_TAG_MONEY:
            return DEPECHE_VALUE_MONEY;
        case DP_TAG_PCT:
            return DEPECHE_VALUE_PERCENT;
        default:
            return DEPECHE_VALUE_QUANTITY;
    }
}

/* The ISO 4217 code of the currency that ends the value; empty when its name is shared by several. */
static dp_str currency_of(const depeche_pack *pack, const dp_text *text, dp_range tokens) {
    uint32_t first = tokens.end - tokens.first > TAIL_MAX ? tokens.end - TAIL_MAX : tokens.first;
    for (uint32_t t = first; t < tokens.end; t++) {
        dp_hit hits[HITS_MAX];
        size_t count = dp_pack_hits(pack, text, t, hits, HITS_MAX);
        for (size_t i = 0; i < count; i++) {
            if (hits[i].list != DP_LIST_UNIT || hits[i].length != tokens.end - t) continue;
            dp_str code = dp_pack_field(pack, DP_LIST_UNIT, hits[i].entry, 4);
            if (code.len == 3) return code;
        }
    }
    return (dp_str){"", 0};
}

static dp_value interpret(const depeche_pack *pack, const dp_text *text, const dp_tagged *tagged) {
    dp_value value = {
        .tokens = tagged->tokens, .kind = kind_of(tagged->tag), .tag = tagged->tag, .unit = {"", 0}, .iso = {"", 0}};
    dp_number number;
    if (value.kind == DEPECHE_VALUE_DATE ||
        !dp_number_read(pack, text, tagged->tokens.first, tagged->tokens.end, &number)) {
        return value;
    }
    value.has_number = number.known;
    value.number = number.known ? number.value : 0.0;
    if (number.form == DP_NUMBER_COLLECTIVE) value.approximation = DEPECHE_ABOUT;
    if (value.kind == DEPECHE_VALUE_MONEY) {
        value.unit = currency_of(pack, text, tagged->tokens);
    } else if (value.kind == DEPECHE_VALUE_QUANTITY) {
        value.unit = dp_text_range(text, (dp_range){number.tokens.end, tagged->tokens.end});
    }
    return value;
}

int dp_values_find(const depeche_pack *pack, dp_arena *arena, const dp_text *text, const dp_tags *tags,
                   dp_day published, dp_values *values) {
    (void)published;
    *values = (dp_values){0};
    values->at = dp_arena_alloc(arena, tags->count * sizeof *values->at);
    if (!values->at) return -1;
    for (uint32_t i = 0; i < tags->count; i++) {
        if (is_value(tags->at[i].tag)) values->at[values->count++] = interpret(pack, text, &tags->at[i]);
    }
    return 0;
}
