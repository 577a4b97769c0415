#include "entities/offices.h"

/* The columns of the table "offices". */
enum { COLUMN_NAMES = 1, COLUMN_FROM, COLUMN_TO, COLUMN_RANK };

/* A civil day as one number that sorts: 20181016. */
typedef int64_t sortable;

static sortable sortable_of(int64_t day) {
    dp_civil civil = dp_calendar_civil(day);
    return civil.year * 10000 + civil.month * 100 + civil.day;
}

/* Reads "2018-10-16", "2018-10" or "2018"; the parts that are not said are all `missing`. */
static sortable read_date(dp_str date, sortable missing) {
    enum { PARTS = 3, YEAR_MAX = 9999 };
    sortable parts[PARTS] = {0, missing, missing};
    size_t part = 0;
    for (size_t i = 0; i < date.len; i++) {
        if (date.at[i] == '-' && part + 1 < PARTS) {
            parts[++part] = 0;
        } else if (date.at[i] >= '0' && date.at[i] <= '9') {
            if (parts[part] < YEAR_MAX) parts[part] = parts[part] * 10 + (date.at[i] - '0');
        }
    }
    return parts[0] * 10000 + parts[1] * 100 + parts[2];
}

/* A term without an end goes on; one whose end is known by its month or year only lasts to the end of that. */
static dp_tenure tenure_on(sortable day, dp_str from, dp_str to) {
    if (day < read_date(from, 0)) return DP_TENURE_FUTURE;
    return to.len > 0 && day > read_date(to, 99) ? DP_TENURE_PAST : DP_TENURE_PRESENT;
}

uint32_t dp_offices_of(const depeche_pack *pack, int table, dp_str person, int64_t day,
                       dp_office offices[DP_OFFICES_MAX]) {
    uint32_t rows[DP_OFFICES_MAX];
    sortable on = sortable_of(day);
    size_t count = dp_pack_table_find(pack, table, person, rows, DP_OFFICES_MAX);
    for (size_t i = 0; i < count; i++) {
        dp_str from = dp_pack_table_field(pack, table, rows[i], COLUMN_FROM);
        dp_str to = dp_pack_table_field(pack, table, rows[i], COLUMN_TO);
        dp_str rank = dp_pack_table_field(pack, table, rows[i], COLUMN_RANK);
        offices[i] = (dp_office){.names = dp_pack_table_field(pack, table, rows[i], COLUMN_NAMES),
                                 .tenure = tenure_on(on, from, to),
                                 .of_state = dp_str_equal(rank, DP_STR("state"))};
    }
    return (uint32_t)count;
}
