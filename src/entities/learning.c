#include "entities/learning.h"

#include "entities/kinds.h"
#include "entities/offices.h"

enum {
    KNOWN_PER_NAME = 4, /* descriptions expected of each name */
    HITS_MAX = 32,
    ROWS_MAX = 4,
};

int dp_learning_open(dp_learning *learning, uint32_t names) {
    learning->sets = dp_description_sets_of(learning->pack);
    learning->offices = dp_pack_table(learning->pack, "offices");
    learning->periphrases = dp_pack_table(learning->pack, "periphrases");
    return dp_known_open(learning->arena, names * KNOWN_PER_NAME, &learning->known);
}

static int note(dp_learning *learning, uint32_t entity, const dp_description *description, dp_basis basis) {
    return dp_known_add(learning->arena, &learning->known, description, entity, basis);
}

int dp_learning_add(dp_learning *learning, uint32_t entity, const dp_description *description, dp_basis basis) {
    dp_role_names names;
    learning->entities->at[entity].described = true;
    if (note(learning, entity, description, basis)) return -1;
    dp_description_names(learning->pack, &learning->sets, description, &names);
    for (uint32_t i = 0; i < names.count; i++) {
        dp_basis of_name = i < names.same ? basis : DP_BASIS_INFERENCE;
        if (note(learning, entity, &names.at[i], of_name)) return -1;
    }
    return 0;
}

/* The offices of one person as they stand on the day of publication. */
typedef struct tenures {
    dp_office at[DP_OFFICES_MAX];
    uint32_t count;
} tenures;

/* Notes the names of an office. */
static int learn_office(dp_learning *learning, uint32_t entity, dp_str names, dp_basis basis) {
    dp_str name;
    dp_description description;
    while (dp_pack_next_value(&names, &name)) {
        bool read = dp_description_of_string(learning->pack, &learning->sets, name, &description);
        if (read && dp_learning_add(learning, entity, &description, basis)) return -1;
    }
    return 0;
}

/* What somebody held on that day is known as well as what the lexicon of public figures says. What somebody held before
 * follows from it, unless an office of state has come since: the president is the minister no longer. What is to come
 * is not known yet. */
static int learn_offices(dp_learning *learning, uint32_t entity, const tenures *offices) {
    dp_entity *person = &learning->entities->at[entity];
    for (uint32_t i = 0; i < offices->count; i++) {
        person->in_office |= offices->at[i].of_state && offices->at[i].tenure == DP_TENURE_PRESENT;
    }
    for (uint32_t i = 0; i < offices->count; i++) {
        dp_tenure tenure = offices->at[i].tenure;
        if (tenure == DP_TENURE_FUTURE || (tenure == DP_TENURE_PAST && person->in_office)) continue;
        dp_basis basis = tenure == DP_TENURE_PRESENT ? DP_BASIS_LEXICON : DP_BASIS_INFERENCE;
        if (learn_office(learning, entity, offices->at[i].names, basis)) return -1;
    }
    return 0;
}

/* Whether the table of offices has a person in offices of a role's noun, but in none on that day that can be the role.
 */
static bool is_out_of_office(dp_learning *learning, const dp_description *role, const tenures *offices) {
    bool any = false;
    for (uint32_t i = 0; i < offices->count; i++) {
        dp_str names = offices->at[i].names, name;
        dp_description office;
        while (dp_pack_next_value(&names, &name)) {
            if (!dp_description_of_string(learning->pack, &learning->sets, name, &office)) continue;
            if (!dp_description_is_alike(role, &office)) continue;
            any = true;
            bool same = dp_description_fits(role, &office) || dp_description_fits(&office, role);
            if (same && offices->at[i].tenure == DP_TENURE_PRESENT) return false;
        }
    }
    return any;
}

/* What the lexicon of public figures says of a person's role, now and once: "now" is when the lexicon was written,
 * which the table of offices corrects. */
static int learn_role(dp_learning *learning, uint32_t entity, dp_str role, const tenures *offices) {
    dp_description description;
    bool known = dp_description_of_string(learning->pack, &learning->sets, role, &description);
    if (known && !is_out_of_office(learning, &description, offices) &&
        dp_learning_add(learning, entity, &description, DP_BASIS_LEXICON)) {
        return -1;
    }
    known = dp_description_of_former(learning->pack, &learning->sets, role, &description);
    return known ? dp_learning_add(learning, entity, &description, DP_BASIS_INFERENCE) : 0;
}

static int learn_person(dp_learning *learning, const dp_form *form, uint32_t entity, dp_day published) {
    tenures offices = {.count = 0};
    bool listed = form->lexicon_entry != DEPECHE_NONE;
    dp_str name = listed ? dp_pack_field(learning->pack, DP_LIST_PERSON, form->lexicon_entry, 0) : form->folded;
    if (published.known) {
        offices.count = dp_offices_of(learning->pack, learning->offices, name, published.days, offices.at);
    }
    if (learn_offices(learning, entity, &offices)) return -1;
    if (!listed) return 0;
    dp_str role = dp_pack_field(learning->pack, DP_LIST_PERSON, form->lexicon_entry, 3);
    return learn_role(learning, entity, role, &offices);
}

/* What else the press calls an organisation of a name: "le gendarme de la Bourse". */
static int learn_periphrases(dp_learning *learning, uint32_t entity, dp_str name) {
    uint32_t rows[ROWS_MAX];
    int table = learning->periphrases;
    size_t count = dp_pack_table_find(learning->pack, table, name, rows, ROWS_MAX);
    for (size_t i = 0; i < count; i++) {
        dp_str periphrases = dp_pack_table_field(learning->pack, table, rows[i], 1), periphrasis;
        while (dp_pack_next_value(&periphrases, &periphrasis)) {
            dp_description description;
            bool read = dp_description_of_string(learning->pack, &learning->sets, periphrasis, &description);
            if (read && note(learning, entity, &description, DP_BASIS_LEXICON)) return -1;
        }
    }
    return 0;
}

/* What an organisation is by its name and by the lexicons: "le parti" for Parti populaire, "le quotidien" for a
 * newspaper. Its periphrases are found by its name in the lexicon, whatever form of it stands in the text. */
static int learn_organization(dp_learning *learning, const dp_form *form, uint32_t entity) {
    dp_hit hits[HITS_MAX];
    size_t count = dp_pack_hits(learning->pack, learning->text, form->tokens.first, hits, HITS_MAX);
    dp_kinds kinds = dp_kinds_of_form(learning->pack, form, hits, count);
    for (uint32_t k = 0; k < kinds.count; k++) {
        if (note(learning, entity, &kinds.at[k], DP_BASIS_LEXICON)) return -1;
    }
    dp_description own;
    bool read = form->word_count > 1 && dp_description_read(learning->pack, &learning->sets, learning->text,
                                                            form->tokens.first, form->tokens.end, &own);
    if (read && !own.of_person && note(learning, entity, &own, DP_BASIS_TEXT)) return -1;
    for (size_t i = 0; i < count; i++) {
        if (!dp_kinds_is_organization(&hits[i], form)) continue;
        dp_str name = dp_pack_field(learning->pack, (dp_list)hits[i].list, hits[i].entry, 0);
        if (learn_periphrases(learning, entity, name)) return -1;
    }
    return 0;
}

int dp_learning_consult(dp_learning *learning, const dp_forms *forms, const dp_merged *merged, dp_day published) {
    for (uint32_t i = 0; i < forms->count; i++) {
        const dp_form *form = &forms->at[i];
        if (form->tag == DP_TAG_PER && learn_person(learning, form, merged->of_form[i], published)) return -1;
    }
    for (uint32_t i = 0; i < forms->count; i++) {
        const dp_form *form = &forms->at[i];
        if (form->tag == DP_TAG_ORG && learn_organization(learning, form, merged->of_form[i])) return -1;
    }
    return 0;
}
