/*
 * currency.h - which currency a name or symbol stands for, by the countries that the article names.
 */
#ifndef DP_CURRENCY_H
#define DP_CURRENCY_H

#include "values/lexis.h"
#include "values/values.h"

enum { DP_COUNTRIES_MAX = 64 };

/* The countries that an article names, as far as asked for. */
typedef struct dp_currencies {
    const dp_tags *tags;
    int countries_table, currencies_table;
    bool counted;
    uint32_t count;
    struct {
        char code[2]; /* ISO 3166 alpha-2 */
        uint32_t mentions;
    } at[DP_COUNTRIES_MAX];
} dp_currencies;

/* The tags must outlive it. */
void dp_currencies_open(dp_currencies *currencies, const dp_lexis *lexis, const dp_tags *tags);

/* The ISO 4217 code of a currency of the unit lexicon, named by `tokens`; its name in the singular when
 * the countries do not tell. *scale is what
 * the amount is multiplied by: 0.01 for hundredth parts. */
dp_str dp_currency_code(dp_currencies *currencies, const dp_lexis *lexis, uint32_t entry, dp_range tokens,
                        double *scale);

#endif
