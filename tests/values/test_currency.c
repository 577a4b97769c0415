#include "unit.h"

#include <string.h>

#include "values/reading.h"

typedef struct setting_case {
    const char *place, *amount, *code;
} setting_case;

/* The currency of "PLACE: AMOUNT.", the place tagged as such. */
static void assert_code(const setting_case *c) {
    char bytes[128];
    dp_arena arena;
    dp_arena_init(&arena);
    size_t place = strlen(c->place), amount = strlen(c->amount);
    assert_true(place + amount + 3 < sizeof bytes);
    memcpy(bytes, c->place, place);
    memcpy(bytes + place, " : ", 3);
    memcpy(bytes + place + 3, c->amount, amount);
    dp_text text;
    dp_values values;
    assert_int_equal(reading_cut(&arena, (dp_str){bytes, place + amount + 3}, &text), 0);
    uint32_t end = 0;
    while (end < text.token_count && text.tokens[end].byte_end <= place) end++;
    dp_tagged location = {.tokens = {0, end}, .tag = DP_TAG_LOC, .confidence = 1.0F};
    dp_tags tags = {.at = &location, .count = 1};
    assert_int_equal(dp_values_find(reading_pack(), &arena, &text, &tags, (dp_day){0}, &values), 0);
    assert_int_equal(values.count, 1);
    assert_int_equal(values.at[0].tag, DP_TAG_MONEY);
    assert_int_equal(values.at[0].unit.len, strlen(c->code));
    assert_memory_equal(values.at[0].unit.at, c->code, values.at[0].unit.len);
    dp_arena_close(&arena);
}

static void test_shared_names_mean_the_currency_of_the_country(void **state) {
    (void)state;
    static const setting_case cases[] = {
        {"Suisse", "20 francs", "CHF"},
        {"Genève", "20 francs", "CHF"},
        {"France", "20 francs", "FRF"},
        {"Algérie", "200 dinars", "DZD"},
        {"Tunisie", "200 dinars", "TND"},
        {"Canada", "20 dollars", "CAD"},
        {"Canada", "20 $", "CAD"},
        {"États-Unis", "20 dollars", "USD"},
        {"Allemagne", "20 dollars", "USD"},
        {"Sénégal", "2 000 francs CFA", "XOF"},
        {"Cameroun", "2 000 francs CFA", "XAF"},
        {"Suisse", "20 euros", "EUR"},
        {"Canada", "20 dollars américains", "USD"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) assert_code(&cases[i]);
}

static void test_without_a_country_the_name_stays(void **state) {
    (void)state;
    assert_values("Il coûte 200 dinars.", "MONEY[200 dinars]=200 dinar");
    assert_values("Il coûte 20 dollars.", "MONEY[20 dollars]=20 USD");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shared_names_mean_the_currency_of_the_country),
        cmocka_unit_test(test_without_a_country_the_name_stays),
    };
    return cmocka_run_group_tests_name("values: currency", tests, reading_open, reading_close);
}
