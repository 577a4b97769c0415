#include "values/lexis.h"

static const char *const NAMES[DP_LEXIS_SET_COUNT] = {
    [DP_SET_NUMBER_STARTS] = "values.number_starts",
    [DP_SET_TIME_STARTS] = "values.time_starts",
    [DP_SET_TIME_SURE] = "values.time_sure",
    [DP_SET_WEEKDAYS] = "weekdays",
    [DP_SET_MONTHS] = "values.months",
    [DP_SET_MONTH_WORDS] = "values.month_words",
    [DP_SET_ORDINALS] = "ordinals",
    [DP_SET_AND] = "values.and",
    [DP_SET_TO] = "values.to",
    [DP_SET_OF] = "values.of",
    [DP_SET_DEFINITE] = "determiners.definite",
    [DP_SET_DEMONSTRATIVE] = "determiners.demonstrative",
    [DP_SET_HOURS] = "values.hours",
    [DP_SET_MINUTES] = "values.minutes",
    [DP_SET_HALF] = "values.half",
    [DP_SET_MINUS] = "values.minus",
    [DP_SET_MINUS_NOT] = "values.minus_not",
    [DP_SET_PERCENT] = "values.percent",
    [DP_SET_EDGE_START] = "values.edge_start",
    [DP_SET_EDGE_MIDDLE] = "values.edge_middle",
    [DP_SET_EDGE_END] = "values.edge_end",
    [DP_SET_DAY_PIECES] = "values.day_pieces",
    [DP_SET_DAY_PIECES_LATE] = "values.day_pieces_late",
    [DP_SET_CLOCK_BEFORE] = "values.clock_before",
    [DP_SET_YEAR_BEFORE] = "values.year_before",
    [DP_SET_LENGTH_BEFORE] = "values.length_before",
    [DP_SET_HABIT_BEFORE] = "values.habit_before",
    [DP_SET_EACH] = "values.each",
    [DP_SET_RATE_AFTER] = "values.rate_after",
    [DP_SET_EVENT_DAYS] = "values.event_days",
    [DP_SET_NO_DATES] = "values.no_dates",
    [DP_SET_YEAR_WORDS] = "values.year_words",
    [DP_SET_DECADES] = "values.decades",
    [DP_SET_CENTURIES] = "values.centuries",
    [DP_SET_BEFORE_ERA] = "values.before_era",
    [DP_SET_OF_ERA] = "values.of_era",
    [DP_SET_FIRST_DAY] = "values.first_day",
    [DP_SET_BETWEEN] = "values.between",
    [DP_SET_ADJECTIVES] = "adjectives.before_noun",
    [DP_SET_NOT_COUNTED] = "values.not_counted",
    [DP_SET_BADGES] = "groups.badges",
    [DP_SET_OTHER_SENSE] = "values.other_sense",
    [DP_SET_LABELS] = "values.labels",
    [DP_SET_LAST] = "values.last",
    [DP_SET_NEXT] = "values.next",
    [DP_SET_ABOUT] = "values.about",
    [DP_SET_MORE_AFTER] = "values.more_after",
    [DP_SET_LESS_AFTER] = "values.less_after",
    [DP_SET_ABOUT_AFTER] = "values.about_after",
    [DP_SET_MORE] = "values.more",
    [DP_SET_LESS] = "values.less",
    [DP_SET_AGO] = "values.ago",
    [DP_SET_ONE] = "values.one",
    [DP_SET_AGO_UNITS] = "values.ago_units",
    [DP_SET_AGO_NOT] = "values.ago_not",
    [DP_SET_POSSESSIVE] = "determiners.possessive",
    [DP_SET_FEW] = "values.few",
    [DP_SET_DAY_PART_BEFORE] = "values.day_part_before",
    [DP_SET_GOING] = "values.going",
    [DP_SET_PLANNED] = "values.planned",
    [DP_SET_HAVE] = "auxiliaries.have",
    [DP_SET_BE] = "auxiliaries.be",
};

void dp_lexis_open(dp_lexis *lexis, const depeche_pack *pack, const dp_text *text) {
    lexis->pack = pack;
    lexis->text = text;
    for (unsigned i = 0; i < DP_LEXIS_SET_COUNT; i++) lexis->sets[i] = dp_pack_set(pack, NAMES[i]);
    lexis->kinds = (dp_lexis_kinds){
        .weekday = dp_pack_kind_find(pack, DP_LIST_TIME, "weekday"),
        .month = dp_pack_kind_find(pack, DP_LIST_TIME, "month"),
        .season = dp_pack_kind_find(pack, DP_LIST_TIME, "season"),
        .day_part = dp_pack_kind_find(pack, DP_LIST_TIME, "day_part"),
        .relative_day = dp_pack_kind_find(pack, DP_LIST_TIME, "relative_day"),
        .relative_span = dp_pack_kind_find(pack, DP_LIST_TIME, "relative_span"),
        .feast = dp_pack_kind_find(pack, DP_LIST_TIME, "feast"),
        .era = dp_pack_kind_find(pack, DP_LIST_TIME, "era"),
        .clock = dp_pack_kind_find(pack, DP_LIST_TIME, "clock"),
        .currency = dp_pack_kind_find(pack, DP_LIST_UNIT, "currency"),
        .time = dp_pack_kind_find(pack, DP_LIST_UNIT, "time"),
        .temperature = dp_pack_kind_find(pack, DP_LIST_UNIT, "temperature"),
        .counted_person = dp_pack_kind_find(pack, DP_LIST_UNIT, "counted_person"),
        .counted_thing = dp_pack_kind_find(pack, DP_LIST_UNIT, "counted_thing"),
    };
}

bool dp_lexis_has(const dp_lexis *lexis, dp_lexis_set set, uint32_t token, uint32_t limit) {
    return token < limit && dp_pack_in_set(lexis->pack, lexis->sets[set], &lexis->text->tokens[token]);
}

uint32_t dp_lexis_match(const dp_lexis *lexis, dp_lexis_set set, uint32_t token, uint32_t limit) {
    if (token >= limit) return 0;
    uint32_t length = dp_pack_set_match(lexis->pack, lexis->sets[set], lexis->text, token);
    return length <= limit - token ? length : 0;
}

uint32_t dp_lexis_match_before(const dp_lexis *lexis, dp_lexis_set set, uint32_t token, uint32_t first) {
    uint32_t reach = token - first < DP_LEXIS_BACK ? token - first : DP_LEXIS_BACK;
    for (uint32_t length = reach; length > 0; length--) {
        if (dp_pack_set_match(lexis->pack, lexis->sets[set], lexis->text, token - length) == length) return length;
    }
    return 0;
}

bool dp_lexis_integer(const dp_lexis *lexis, uint32_t token, uint32_t limit, uint32_t *value) {
    enum { FIGURES_MAX = 9 };
    if (token >= limit || lexis->text->tokens[token].kind != DP_TOKEN_NUMBER) return false;
    dp_str lower = lexis->text->tokens[token].lower;
    if (lower.len == 0 || lower.len > FIGURES_MAX) return false;
    *value = 0;
    for (size_t i = 0; i < lower.len; i++) {
        if (lower.at[i] < '0' || lower.at[i] > '9') return false;
        *value = *value * 10 + (uint32_t)(lower.at[i] - '0');
    }
    return true;
}

bool dp_lexis_tight(const dp_lexis *lexis, uint32_t token) {
    return !(lexis->text->tokens[token].flags & DP_TOKEN_SPACE_BEFORE);
}

bool dp_lexis_is(const dp_lexis *lexis, uint32_t token, uint32_t limit, char sign) {
    if (token >= limit) return false;
    dp_str lower = lexis->text->tokens[token].lower;
    return lower.len == 1 && lower.at[0] == sign;
}
