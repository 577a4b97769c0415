#include "french.h"

#include <stdio.h>

#include "base/memory.h"
#include "entities/description.h"

/* A text with its names marked, as "Le président {PER:Vladimir Poutine} a parlé." */
typedef struct marked {
    dp_arena arena;
    dp_text text;
    dp_tags tags;
    dp_entities entities;
} marked;

typedef struct mark {
    size_t start, end;
    dp_tag tag;
} mark;

static dp_tag tag_of(const char *at) {
    for (int tag = DP_TAG_PER; tag < DP_TAG_COUNT; tag++) {
        const char *name = dp_tag_name((dp_tag)tag);
        if (strncmp(at, name, strlen(name)) == 0 && at[strlen(name)] == ':') return (dp_tag)tag;
    }
    fail_msg("no tag at %s", at);
    return DP_TAG_NONE;
}

/* A text whose first `title` bytes (without marks) are the title. */
static void marked_open_titled(marked *m, const char *source, size_t title) {
    char *plain = NULL;
    mark marks[64];
    size_t count = 0, length = 0;
    memset(m, 0, sizeof *m);
    dp_arena_init(&m->arena);
    plain = dp_arena_alloc(&m->arena, strlen(source) + 1);
    assert_non_null(plain);
    for (const char *at = source; *at; at++) {
        if (*at == '{') {
            marks[count].tag = tag_of(at + 1);
            marks[count].start = length;
            at = strchr(at, ':');
        } else if (*at == '}') {
            marks[count++].end = length;
        } else {
            plain[length++] = *at;
        }
    }
    assert_int_equal(dp_text_cut(&m->arena, dp_pack_token_rules(french_pack), (dp_str){plain, length}, title, &m->text),
                     0);
    dp_pack_assign_words(french_pack, &m->text);
    m->tags.at = dp_arena_calloc(&m->arena, count + 1, sizeof *m->tags.at);
    for (size_t i = 0; i < count; i++) {
        dp_tagged tagged = {.tag = marks[i].tag, .confidence = 1.0F};
        uint32_t t = 0;
        while (m->text.tokens[t].byte_start != marks[i].start) assert_true(++t < m->text.token_count);
        tagged.tokens.first = t;
        while (m->text.tokens[t].byte_end != marks[i].end) assert_true(++t < m->text.token_count);
        tagged.tokens.end = t + 1;
        m->tags.at[m->tags.count++] = tagged;
    }
    assert_int_equal(dp_entities_find(french_pack, &m->arena, &m->text, &m->tags, (dp_day){0}, &m->entities), 0);
}

static void marked_open(marked *m, const char *source) {
    marked_open_titled(m, source, 0);
}

static void marked_close(marked *m) {
    dp_arena_close(&m->arena);
}

/* The entity of a name, which must exist. */
static const dp_entity *entity(const marked *m, const char *name) {
    for (uint32_t i = 0; i < m->entities.count; i++) {
        if (dp_str_equal(m->entities.at[i].name, (dp_str){name, strlen(name)})) return &m->entities.at[i];
    }
    for (uint32_t i = 0; i < m->entities.count; i++) {
        print_message("  entity: %.*s\n", (int)m->entities.at[i].name.len, m->entities.at[i].name.at);
    }
    fail_msg("no entity %s", name);
    return NULL;
}

static bool has(const dp_str *strings, uint32_t count, const char *wanted) {
    for (uint32_t i = 0; i < count; i++) {
        if (dp_str_equal(strings[i], (dp_str){wanted, strlen(wanted)})) return true;
        print_message("  found: %.*s\n", (int)strings[i].len, strings[i].at);
    }
    return false;
}

/* The tokens of the last occurrence of a phrase. */
static dp_range tokens_of(const marked *m, const char *phrase) {
    const char *at = NULL;
    size_t size = strlen(phrase);
    for (size_t i = 0; i + size <= m->text.bytes.len; i++) {
        if (memcmp(m->text.bytes.at + i, phrase, size) == 0) at = m->text.bytes.at + i;
    }
    assert_non_null(at);
    size_t start = (size_t)(at - m->text.bytes.at);
    dp_range range = {0, 0};
    for (uint32_t t = 0; t < m->text.token_count; t++) {
        if (m->text.tokens[t].byte_start == start) range.first = t;
        if (m->text.tokens[t].byte_end == start + size) range.end = t + 1;
    }
    assert_true(range.end > range.first);
    return range;
}

/* The last occurrence of a phrase resolves to the entity of that name; to none where `expected` is NULL. */
static void assert_resolves(const marked *m, const char *phrase, const char *expected) {
    uint32_t found = dp_entities_resolve(french_pack, &m->text, &m->entities, tokens_of(m, phrase));
    if (!expected) {
        assert_int_equal(found, DEPECHE_NONE);
        return;
    }
    if (found == DEPECHE_NONE) fail_msg("%s resolves to nothing", phrase);
    dp_str name = m->entities.at[found].name;
    char copy[128];
    snprintf(copy, sizeof copy, "%.*s", (int)name.len, name.at);
    assert_string_equal(copy, expected);
}

static void test_full_name_and_surname_are_one(void **state) {
    (void)state;
    marked m;
    marked_open(&m, "{PER:Poutine} a reçu {PER:Kim Jong Un}. {PER:Vladimir Poutine} a salué {PER:Kim}.");
    assert_int_equal(m.entities.count, 2);
    assert_int_equal(entity(&m, "Vladimir Poutine")->mention_count, 2);
    assert_int_equal(entity(&m, "Kim Jong Un")->mention_count, 2);
    assert_true(has(entity(&m, "Vladimir Poutine")->aliases, 1, "Poutine"));
    marked_close(&m);
}

static void test_names_and_roles_have_plain_spaces(void **state) {
    (void)state;
    marked m;
    marked_open(&m, "Le président français {PER:Emmanuel Macron} a parlé.");
    assert_true(has(entity(&m, "Emmanuel Macron")->roles, 1, "président français"));
    marked_close(&m);
}

static void test_initial_stands_for_the_given_name(void **state) {
    (void)state;
    marked m;
    marked_open(&m, "{PER:Wilner Desrosiers} est malade. {PER:W. Desrosiers} reviendra.");
    assert_int_equal(m.entities.count, 1);
    marked_close(&m);
}

static void test_homonyms_stay_apart(void **state) {
    (void)state;
    marked m;
    marked_open(&m,
                "{PER:Paul Dupont} et {PER:Marie Dupont} sont là. Mme {PER:Dupont} parle. M. {PER:Dupont} écoute. "
                "{PER:Washington} est né là, loin de {LOC:Washington}.");
    assert_int_equal(m.entities.count, 4);
    assert_int_equal(entity(&m, "Paul Dupont")->mention_count, 2);
    assert_int_equal(entity(&m, "Marie Dupont")->mention_count, 2);
    marked_close(&m);
}

static void test_title_of_the_other_sex_is_somebody_else(void **state) {
    (void)state;
    marked m;
    marked_open(&m,
                "{PER:Emmanuel Macron} est arrivé. Mme {PER:Macron} l'accompagne. {PER:Macron} parle. "
                "M. {PER:Macron} rit. Mme {PER:Macron} sourit.");
    assert_int_equal(m.entities.count, 2);
    assert_int_equal(entity(&m, "Emmanuel Macron")->gender, DP_GENDER_MASCULINE);
    assert_int_equal(entity(&m, "Macron")->gender, DP_GENDER_FEMININE);
    assert_int_equal(entity(&m, "Macron")->mention_count, 2);
    marked_close(&m);
    marked_open(&m, "{PER:Paul Dupont} et {PER:Pierre Dupont}. Mme {PER:Dupont} rit. M. {PER:Dupont} part.");
    assert_int_equal(m.entities.count, 3);
    assert_int_equal(entity(&m, "Dupont")->mention_count, 1);
    assert_int_equal(entity(&m, "Pierre Dupont")->mention_count, 2);
    marked_close(&m);
    marked_open(&m, "Mme {PER:Claude Martin} parle. Mme {PER:Martin} rit.");
    assert_int_equal(m.entities.count, 1);
    assert_int_equal(entity(&m, "Claude Martin")->gender, DP_GENDER_FEMININE);
    marked_close(&m);
}

static void test_abbreviation_in_brackets_joins_the_name_before_it(void **state) {
    (void)state;
    marked m;
    marked_open(&m,
                "L'{ORG:université de Genève} ({ORG:UNIGE}) ferme. Le {MISC:quatrième plan national maladies rares} "
                "({MISC:PNMR4}) reste. Le {ORG:Conseil de Valmer} ({ORG:RTS}) et {LOC:Sion} ({LOC:VS}) aussi.");
    assert_int_equal(m.entities.count, 6);
    assert_true(has(entity(&m, "université de Genève")->aliases, 1, "UNIGE"));
    assert_true(has(entity(&m, "quatrième plan national maladies rares")->aliases, 1, "PNMR4"));
    marked_close(&m);
}

static void test_names_are_shown_as_they_are_written_best(void **state) {
    (void)state;
    marked m;
    marked_open_titled(&m,
                       "{PER:ODILE FERRAND} À {LOC:PÉKIN}\n\n"
                       "{MISC:Boson de Higgs} découvert. {PER:Odile Ferrand} cherche le {MISC:boson de Higgs} à "
                       "{LOC:Pékin}. L'{ORG:ONU} et {ORG:ONU}.",
                       strlen("ODILE FERRAND À PÉKIN"));
    assert_int_equal(m.entities.count, 4);
    assert_int_equal(entity(&m, "Odile Ferrand")->mention_count, 2);
    assert_int_equal(entity(&m, "boson de Higgs")->mention_count, 2);
    assert_int_equal(entity(&m, "ONU")->mention_count, 2);
    assert_int_equal(entity(&m, "Pékin")->link_count, 1);
    marked_close(&m);
}

static void test_acronym_joins_its_long_name(void **state) {
    (void)state;
    marked m;
    marked_open(&m,
                "L'{ORG:Association des riverains de Valmer} (ARV) proteste. L'{ORG:ARV} écrit. "
                "Les {ORG:Nations unies} et l'{ORG:ONU} se taisent. {ORG:HP}, ou {ORG:Hewlett-Packard}. {ORG:HP}.");
    assert_int_equal(m.entities.count, 3);
    assert_int_equal(entity(&m, "Hewlett-Packard")->mention_count, 3);
    assert_int_equal(entity(&m, "Association des riverains de Valmer")->mention_count, 2);
    assert_int_equal(entity(&m, "Nations unies")->mention_count, 2);
    marked_close(&m);
}

static void test_roles_are_read_beside_the_name(void **state) {
    (void)state;
    marked m;
    marked_open(&m,
                "Le président russe {PER:Vladimir Poutine} a reçu {PER:Odile Ferrand}, maire de {LOC:Valmer}, lundi. "
                "L'agence de presse officielle {ORG:KCNA} l'a dit. "
                "Le préfet de la région, {PER:Jean Morel}, se tait.");
    const dp_entity *poutine = entity(&m, "Vladimir Poutine"), *ferrand = entity(&m, "Odile Ferrand");
    assert_true(has(poutine->roles, poutine->role_count, "président russe"));
    assert_true(has(ferrand->roles, ferrand->role_count, "maire de Valmer"));
    assert_int_equal(ferrand->gender, DP_GENDER_FEMININE);
    const dp_entity *morel = entity(&m, "Jean Morel");
    assert_true(has(morel->roles, morel->role_count, "préfet de la région"));
    const dp_entity *kcna = entity(&m, "KCNA");
    assert_true(has(kcna->roles, kcna->role_count, "agence de presse officielle"));
    marked_close(&m);
}

static void test_verb_before_a_name_is_no_role(void **state) {
    (void)state;
    marked m;
    marked_open(
        &m,
        "« C'est trop », juge {PER:Jean Morel}. « C'est peu », a également prévenu {PER:Odile Ferrand}. Le juge "
        "{PER:Paul Roche} se tait.");
    assert_int_equal(entity(&m, "Jean Morel")->role_count, 0);
    assert_int_equal(entity(&m, "Odile Ferrand")->role_count, 0);
    const dp_entity *roche = entity(&m, "Paul Roche");
    assert_true(has(roche->roles, roche->role_count, "juge"));
    marked_close(&m);
    marked_open(&m, "À la gare, président {PER:Luc Petit} a parlé. Juge {PER:Anne Roy} se tait.");
    assert_int_equal(entity(&m, "Luc Petit")->role_count, 1);
    assert_int_equal(entity(&m, "Anne Roy")->role_count, 1);
    marked_close(&m);
}

static void test_courtesy_titles_and_plurals_are_no_roles(void **state) {
    (void)state;
    marked m;
    marked_open(&m,
                "M. {PER:Jean Morel} et Mme {PER:Odile Ferrand} ont vu le docteur {PER:Paul Roche} et les syndicats "
                "{ORG:FGTB} et {ORG:CSC}. Le journaliste et commentateur sportif {PER:Thierry Roland} est là.");
    assert_int_equal(entity(&m, "Jean Morel")->role_count, 0);
    assert_int_equal(entity(&m, "Odile Ferrand")->role_count, 0);
    assert_int_equal(entity(&m, "Paul Roche")->role_count, 0);
    assert_int_equal(entity(&m, "FGTB")->role_count, 0);
    const dp_entity *roland = entity(&m, "Thierry Roland");
    assert_int_equal(roland->role_count, 2);
    assert_true(has(roland->roles, 2, "journaliste"));
    assert_true(has(roland->roles, 2, "commentateur sportif"));
    marked_close(&m);
}

static void test_role_stands_before_a_courtesy_title(void **state) {
    (void)state;
    marked m;
    marked_open(&m,
                "Le vice-doyen, le Pr {PER:Paul Roche}, parle. Le maire de {LOC:Valmer}, M. {PER:Jean Morel}, rit. "
                "Hier, le Dr {PER:Luc Petit} dort.");
    const dp_entity *roche = entity(&m, "Paul Roche"), *morel = entity(&m, "Jean Morel");
    assert_int_equal(roche->role_count, 1);
    assert_true(has(roche->roles, 1, "vice-doyen"));
    assert_int_equal(morel->role_count, 1);
    assert_true(has(morel->roles, 1, "maire de Valmer"));
    assert_int_equal(entity(&m, "Luc Petit")->role_count, 0);
    marked_close(&m);
}

static void test_description_becomes_a_mention_when_it_fits_one(void **state) {
    (void)state;
    marked m;
    marked_open(&m,
                "Le président russe {PER:Vladimir Poutine} a reçu {PER:Xi Jinping}, président chinois. "
                "Le président chinois a souri. Le président a parlé.");
    assert_int_equal(entity(&m, "Xi Jinping")->mention_count, 2);
    assert_int_equal(entity(&m, "Vladimir Poutine")->mention_count, 1);
    marked_close(&m);
}

static void test_descriptions_resolve(void **state) {
    (void)state;
    marked m;
    marked_open(&m,
                "{PER:Odile Ferrand}, maire de {LOC:Valmer}, a reçu le préfet {PER:Jean Morel}. "
                "L'agence officielle {ORG:KCNA} était là. "
                "« Non », a dit le préfet, a écrit l'agence officielle, selon le boucher.");
    assert_resolves(&m, "le préfet", "Jean Morel");
    assert_resolves(&m, "l'agence officielle", "KCNA");
    assert_resolves(&m, "le boucher", NULL);
    assert_resolves(&m, "le préfet Jean Morel", "Jean Morel");
    marked_close(&m);
}

static void test_offices_with_a_capital_and_an_article_are_roles(void **state) {
    (void)state;
    marked m;
    marked_open(&m,
                "Le préfet {PER:Jean Morel} a reçu {PER:Odile Ferrand}, ministre de la Justice, et {PER:Paul Roche}, "
                "conseil d'entreprises. « Non », a dit le Préfet, et la Ministre s'est tue, selon le Conseil.");
    assert_resolves(&m, "le Préfet", "Jean Morel");
    assert_resolves(&m, "la Ministre", "Odile Ferrand");
    assert_resolves(&m, "le Conseil", NULL);
    marked_close(&m);
}

static void test_roles_of_several_words_are_one_noun(void **state) {
    (void)state;
    marked m;
    marked_open(&m,
                "Le premier ministre {PER:Jean Morel} a reçu {PER:Paul Roche}, ministre de l'Intérieur. "
                "Le premier ministre a souri. Le nouveau ministre de l'Intérieur a parlé.");
    assert_int_equal(entity(&m, "Jean Morel")->mention_count, 2);
    assert_int_equal(entity(&m, "Paul Roche")->mention_count, 2);
    marked_close(&m);
    marked_open(&m, "{PER:Jean Morel} a parlé. Le premier ministre a souri.");
    assert_resolves(&m, "Le premier ministre", "Jean Morel"); /* nothing else is said of either */
    marked_close(&m);
}

static void test_public_figures_go_by_their_office(void **state) {
    (void)state;
    marked m;
    marked_open(&m,
                "{PER:Vladimir Poutine} a reçu {PER:Paul Roche}, président des Républicains. Le chef de l'État a "
                "parlé. {PER:Angela Merkel} écoutait, dit la chancelière.");
    assert_resolves(&m, "Le chef de l'État", "Vladimir Poutine");
    assert_resolves(&m, "la chancelière", "Angela Merkel");
    marked_close(&m);
    marked_open(&m, "{PER:Jean Morel} a reçu {PER:François Legault}, dit le premier ministre du Québec.");
    assert_resolves(&m, "le premier ministre du Québec", "François Legault"); /* the lexicon says he was it once */
    marked_close(&m);
}

static void test_a_role_has_wider_names(void **state) {
    (void)state;
    marked m;
    marked_open(&m,
                "{PER:Odile Ferrand}, politologue, et {PER:Jean Morel}, maire de {LOC:Valmer}, ont parlé. L'élu a ri, "
                "dit la chercheuse, selon l'édile de {LOC:Valmer}.");
    assert_resolves(&m, "L'élu", "Jean Morel");
    assert_resolves(&m, "la chercheuse", "Odile Ferrand");
    assert_resolves(&m, "l'édile de Valmer", "Jean Morel");
    marked_close(&m);
}

/* Expects how what is known of an entity fits the description `words`. */
static void assert_fits(const marked *m, const char *words, const char *name, dp_role_fit fit) {
    uint32_t candidate = (uint32_t)(entity(m, name) - m->entities.at);
    uint8_t found;
    dp_entities_compare_roles(french_pack, &m->text, &m->entities, tokens_of(m, words), &candidate, 1, &found);
    if (found != fit) fail_msg("%s: %d, not %d", words, (int)found, (int)fit);
}

static void test_roles_are_compared_with_a_description(void **state) {
    (void)state;
    marked m;
    marked_open(&m,
                "{PER:Odile Ferrand}, maire de {LOC:Valmer}, a reçu {PER:Vladimir Poutine} et {PER:Manuel Valls}. "
                "La maire rit, le maire de {LOC:Lunes} aussi, l'élue et la lune avec le président russe et le "
                "Premier ministre.");
    assert_fits(&m, "La maire", "Odile Ferrand", DP_ROLE_TOLD);
    assert_fits(&m, "le maire de Lunes", "Odile Ferrand", DP_ROLE_UNLIKE); /* another gender */
    assert_fits(&m, "l'élue", "Odile Ferrand", DP_ROLE_INFERRED);
    assert_fits(&m, "la lune", "Odile Ferrand", DP_ROLE_UNLIKE);
    assert_fits(&m, "le président russe", "Odile Ferrand", DP_ROLE_UNLIKE);
    assert_fits(&m, "le président russe", "Vladimir Poutine", DP_ROLE_LISTED);
    assert_fits(&m, "le Premier ministre", "Manuel Valls", DP_ROLE_INFERRED);
    marked_close(&m);
    marked_open(&m, "{PER:Jean Morel} attend. Le maire arrive.");
    assert_fits(&m, "Le maire", "Jean Morel", DP_ROLE_NONE);
    marked_close(&m);
    marked_open(&m, "{PER:Jean Morel}, président du club, attend. Le président du conseil écoute le chef de l'État.");
    assert_fits(&m, "Le président du conseil", "Jean Morel", DP_ROLE_OTHER);
    assert_fits(&m, "le chef de l'État", "Jean Morel", DP_ROLE_UNLIKE);
    marked_close(&m);
    marked_open(&m, "{PER:Jean Morel}, maire de {LOC:Valmer}, attend. Le maire de {LOC:Lunes} arrive.");
    assert_fits(&m, "Le maire de Lunes", "Jean Morel", DP_ROLE_OTHER);
    marked_close(&m);
}

static void test_only_the_people_s_president_is_head_of_state(void **state) {
    (void)state;
    static const struct {
        const char *text, *phrase, *name;
        dp_role_fit fit;
    } cases[] = {
        {"{PER:Paul Morel}, président de la Fédération allemande de football, est venu. Le chef de l'État a ri.",
         "Le chef de l'État", "Paul Morel", DP_ROLE_UNLIKE},
        {"{PER:Paul Morel}, président du club, est venu. Le chef de l'État a ri.", "Le chef de l'État", "Paul Morel",
         DP_ROLE_UNLIKE},
        {"{PER:Paul Morel}, commissaire européen, est venu. Le policier a ri.", "Le policier", "Paul Morel",
         DP_ROLE_UNLIKE},
        {"{PER:Paul Morel}, roi de la pop, est venu. Le souverain a ri.", "Le souverain", "Paul Morel", DP_ROLE_UNLIKE},
        {"{PER:Paul Morel}, premier secrétaire, est venu. Le premier ministre a ri.", "Le premier ministre",
         "Paul Morel", DP_ROLE_UNLIKE},
        {"Le premier ministre {PER:Paul Morel} est venu. Le futur premier ministre a ri.", "Le futur premier ministre",
         "Paul Morel", DP_ROLE_UNLIKE},
        {"Le président américain {PER:Paul Morel} est venu. Le président de la République a ri.",
         "Le président de la République", "Paul Morel", DP_ROLE_OTHER},
        {"Le président français {PER:Paul Morel} est venu. Le président de la République a ri.",
         "Le président de la République", "Paul Morel", DP_ROLE_TOLD},
        {"{PER:António Guterres} est venu. Le secrétaire général de l'ONU a ri.", "Le secrétaire général de l'ONU",
         "António Guterres", DP_ROLE_LISTED},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        marked m;
        marked_open(&m, cases[i].text);
        assert_fits(&m, cases[i].phrase, cases[i].name, cases[i].fit);
        marked_close(&m);
    }
}

/* Whether a form is the masculine singular of a role. */
static bool is_role(dp_str form) {
    dp_hit hits[DP_HITS_MAX];
    size_t count = dp_pack_lookup(french_pack, form, hits, DP_HITS_MAX);
    for (size_t i = 0; i < count; i++) {
        if (hits[i].list == DP_LIST_ROLE && hits[i].column == 0) return true;
    }
    return false;
}

static void test_names_of_roles_are_of_roles(void **state) {
    (void)state;
    dp_description_sets sets = dp_description_sets_of(french_pack);
    uint32_t rows = dp_pack_table_rows(french_pack, sets.role_names);
    assert_true(rows > 100);
    for (uint32_t row = 0; row < rows; row++) {
        dp_str role = dp_pack_table_field(french_pack, sets.role_names, row, 0), name;
        if (!is_role(role)) fail_msg("%.*s is no role", (int)role.len, role.at);
        uint32_t names = 0;
        for (unsigned column = DP_ROLE_NAMES_SAME; column <= DP_ROLE_NAMES_WIDER; column++) {
            dp_str others = dp_pack_table_field(french_pack, sets.role_names, row, column);
            for (; dp_pack_next_value(&others, &name); names++) {
                dp_description description;
                bool known = dp_description_of_string(french_pack, &sets, name, &description) && description.of_person;
                if (!known) fail_msg("%.*s describes nobody", (int)name.len, name.at);
            }
        }
        assert_in_range(names, 1, DP_ROLE_NAMES_MAX);
    }
}

static void test_given_name_alone_tells_the_gender(void **state) {
    (void)state;
    marked m;
    marked_open(&m, "{PER:Vincent} a vu {PER:Ida} et Mme {PER:Marc}.");
    assert_int_equal(entity(&m, "Vincent")->gender, DP_GENDER_MASCULINE);
    assert_int_equal(entity(&m, "Ida")->gender, DP_GENDER_FEMININE);
    assert_int_equal(entity(&m, "Marc")->gender, DP_GENDER_FEMININE); /* the title knows better */
    marked_close(&m);
}

static void test_descriptions_of_the_other_gender_mean_nobody(void **state) {
    (void)state;
    marked m;
    marked_open(&m, "Le sénateur {PER:Jean Morel} a vu {PER:Odile Ferrand}. La sénatrice a souri.");
    assert_resolves(&m, "La sénatrice", "Odile Ferrand");
    marked_close(&m);
    marked_open(&m, "Le ministre {PER:Jean Morel} a vu {PER:Odile Ferrand}. La ministre a souri, dit le ministre.");
    assert_resolves(&m, "La ministre", "Odile Ferrand");
    assert_resolves(&m, "le ministre", "Jean Morel");
    marked_close(&m);
}

static void test_common_nouns_resolve_to_organisations_of_their_kind(void **state) {
    (void)state;
    marked m;
    marked_open(
        &m,
        "{ORG:Le Figaro} a interrogé le {ORG:Parti populaire} et {ORG:Nestlé}. "
        "Le parti nie, le groupe se tait, assure le quotidien. Les voisins, la direction de l'école, la fanfare.");
    assert_resolves(&m, "le quotidien", "Le Figaro");
    assert_resolves(&m, "Le parti", "Parti populaire");
    assert_resolves(&m, "le groupe", "Nestlé");
    assert_resolves(&m, "la fanfare", NULL);
    marked_close(&m);
}

static void test_countries_and_cities_have_links(void **state) {
    (void)state;
    marked m;
    marked_open(&m, "La {LOC:Corée du Nord} et la {LOC:Russie}, à {LOC:Pékin}, puis rue de {LOC:Rivoli}.");
    const dp_entity *korea = entity(&m, "Corée du Nord"), *beijing = entity(&m, "Pékin");
    assert_int_equal(korea->link_count, 1);
    assert_int_equal(korea->links[0].kind, DEPECHE_LINK_ISO3166);
    assert_true(dp_str_equal(korea->links[0].id, DP_STR("KP")));
    assert_int_equal(beijing->link_count, 1);
    assert_int_equal(beijing->links[0].kind, DEPECHE_LINK_GEONAMES);
    assert_true(dp_str_equal(beijing->links[0].id, DP_STR("1816670")));
    assert_true(beijing->links[0].latitude > 39.0 && beijing->links[0].latitude < 41.0);
    marked_close(&m);
}

static void assert_link(const marked *m, const char *name, const char *id) {
    const dp_entity *found = entity(m, name);
    assert_int_equal(found->link_count, 1);
    char copy[32];
    snprintf(copy, sizeof copy, "%.*s", (int)found->links[0].id.len, found->links[0].id.at);
    assert_string_equal(copy, id);
}

static void test_homonymous_cities_go_where_the_text_is(void **state) {
    (void)state;
    marked m;
    marked_open(&m, "Un train de {LOC:Londres} à {LOC:Victoria}, puis {LOC:Saint-Denis}.");
    assert_link(&m, "Victoria", "6174041");
    marked_close(&m);
    marked_open(&m, "Aux {LOC:Seychelles}, {LOC:Victoria} fête. {LOC:Saint-Denis}, en {LOC:France}.");
    assert_link(&m, "Victoria", "241131");
    marked_close(&m);
    marked_open(&m, "Les {GRP:Seychellois} de {LOC:Victoria} fêtent.");
    assert_link(&m, "Victoria", "241131");
    marked_close(&m);
}

static void test_provinces_link_to_their_town_and_rivers_to_none(void **state) {
    (void)state;
    marked m;
    marked_open(&m, "{LOC:Alger}, {LOC:Oran}, {LOC:Jette}, {LOC:Colorado}, {LOC:Bourgogne}.");
    assert_link(&m, "Alger", "2507480");
    assert_link(&m, "Oran", "2485926");
    assert_int_equal(entity(&m, "Jette")->link_count, 1);
    assert_int_equal(entity(&m, "Colorado")->link_count, 0);
    assert_int_equal(entity(&m, "Bourgogne")->link_count, 0);
    marked_close(&m);
}

static void test_parts_of_countries_have_links(void **state) {
    (void)state;
    marked m;
    marked_open(&m, "{LOC:Ontario}, {LOC:Valais}, {LOC:Wallonie}, {LOC:Écosse}, {LOC:Haïti}, {LOC:Jura}.");
    assert_link(&m, "Ontario", "CA-ON");
    assert_link(&m, "Valais", "CH-VS");
    assert_link(&m, "Wallonie", "BE-WAL");
    assert_link(&m, "Écosse", "GB-SCT");
    assert_link(&m, "Haïti", "HT");
    assert_int_equal(entity(&m, "Jura")->link_count, 0);
    marked_close(&m);
}

static void test_added_mentions_settle_in_order(void **state) {
    (void)state;
    marked m;
    marked_open(&m, "{PER:Odile Ferrand} parle. Elle rit. {PER:Jean Morel} écoute.");
    uint32_t before = m.entities.mention_count;
    dp_mention pronoun = {.tokens = {m.text.sentences[1].tokens.first, m.text.sentences[1].tokens.first + 1},
                          .entity = 0,
                          .kind = DEPECHE_MENTION_PRONOUN};
    assert_int_equal(dp_entities_add_mention(&m.arena, &m.entities, pronoun), 0);
    assert_int_equal(dp_entities_add_mention(&m.arena, &m.entities, pronoun), 0);
    assert_int_equal(dp_entities_settle(&m.arena, &m.entities), 0);
    assert_int_equal(m.entities.mention_count, before + 1);
    assert_int_equal(m.entities.at[0].mention_count, 2);
    for (uint32_t i = 1; i < m.entities.mention_count; i++) {
        assert_true(m.entities.mentions[i - 1].tokens.first <= m.entities.mentions[i].tokens.first);
    }
    pronoun.entity = 99;
    assert_int_equal(dp_entities_add_mention(&m.arena, &m.entities, pronoun), -1);
    marked_close(&m);
}

static void test_of_several_mentions_of_one_range_the_first_entity_stays(void **state) {
    (void)state;
    marked a, b;
    marked *both[] = {&a, &b};
    for (uint32_t i = 0; i < 2; i++) {
        marked_open(both[i], "{PER:Odile Ferrand} et {PER:Anne Morel} parlent. Elle rit.");
        for (uint32_t n = 0; n < 2; n++) {
            dp_mention pronoun = {
                .tokens = tokens_of(both[i], "Elle"), .entity = n ^ i, .kind = DEPECHE_MENTION_PRONOUN};
            assert_int_equal(dp_entities_add_mention(&both[i]->arena, &both[i]->entities, pronoun), 0);
        }
        assert_int_equal(dp_entities_settle(&both[i]->arena, &both[i]->entities), 0);
        assert_int_equal(both[i]->entities.at[0].mention_count, 2);
        assert_int_equal(both[i]->entities.at[1].mention_count, 1);
        marked_close(both[i]);
    }
}

static void test_salience_is_highest_for_the_subject(void **state) {
    (void)state;
    marked m;
    marked_open(&m, "{PER:Odile Ferrand} parle. {PER:Ferrand} rit. {PER:Ferrand} chante. {PER:Jean Morel} écoute.");
    assert_true(entity(&m, "Odile Ferrand")->salience == 1.0F);
    assert_true(entity(&m, "Jean Morel")->salience < 1.0F);
    assert_true(entity(&m, "Jean Morel")->salience > 0.0F);
    marked_close(&m);
}

static void test_salience_falls_with_place_and_rises_with_the_title(void **state) {
    (void)state;
    marked m;
    marked_open_titled(&m,
                       "{LOC:Valmer} vote\n\n{PER:Odile Ferrand} parle. Rien. Rien. Rien. Rien. {PER:Jean Morel} rit.",
                       strlen("Valmer vote"));
    assert_true(entity(&m, "Valmer")->salience == 1.0F);
    assert_true(entity(&m, "Odile Ferrand")->salience < 1.0F);
    assert_true(entity(&m, "Jean Morel")->salience < entity(&m, "Odile Ferrand")->salience);
    marked_close(&m);
}

/* Finds the entities again as of a day of publication. */
static void publish(marked *m, int64_t year, int month, int day) {
    dp_day published = {.days = dp_calendar_days((dp_civil){year, month, day}), .known = true};
    assert_int_equal(dp_entities_find(french_pack, &m->arena, &m->text, &m->tags, published, &m->entities), 0);
}

static void test_office_is_whose_it_was_on_the_day(void **state) {
    (void)state;
    marked m;
    marked_open(&m, "{PER:Christophe Castaner} voit {PER:Laurent Nuñez}. Le ministre de l'Intérieur se tait.");
    publish(&m, 2018, 12, 4);
    assert_resolves(&m, "Le ministre de l'Intérieur", "Christophe Castaner");
    publish(&m, 2025, 12, 4);
    assert_resolves(&m, "Le ministre de l'Intérieur", "Laurent Nuñez");
    marked_close(&m);
}

static void test_organisation_is_known_by_what_else_it_is_called(void **state) {
    (void)state;
    marked m;
    marked_open(&m, "{ORG:Casino} baisse. L'{ORG:AMF} enquête. Le gendarme de la Bourse se tait.");
    assert_resolves(&m, "Le gendarme de la Bourse", "AMF");
    marked_close(&m);
    marked_open(&m, "{ORG:Casino} baisse. Le gendarme de la Bourse se tait.");
    for (uint32_t i = 0; i < m.entities.mention_count; i++) {
        assert_int_equal(m.entities.mentions[i].kind, DEPECHE_MENTION_NAME); /* the text names no such body */
    }
    marked_close(&m);
}

static void test_nothing_found_in_a_text_without_names(void **state) {
    (void)state;
    marked m;
    marked_open(&m, "");
    assert_int_equal(m.entities.count, 0);
    marked_close(&m);
    marked_open(&m, "Le président parle, le préfet écoute.");
    assert_int_equal(m.entities.count, 0);
    assert_int_equal(m.entities.mention_count, 0);
    marked_close(&m);
}

static void test_every_failed_allocation_is_reported(void **state) {
    (void)state;
    marked m;
    marked_open(&m, "Le président russe {PER:Vladimir Poutine} a parlé à {LOC:Pékin}. Le président russe a ri.");
    dp_arena scratch;
    dp_entities entities;
    dp_arena_init(&scratch);
    dp_memory_fail_at(1);
    assert_int_equal(dp_entities_find(french_pack, &scratch, &m.text, &m.tags, (dp_day){0}, &entities), -1);
    dp_memory_fail_at(0);
    assert_int_equal(dp_entities_find(french_pack, &scratch, &m.text, &m.tags, (dp_day){0}, &entities), 0);
    dp_arena_close(&scratch);
    marked_close(&m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_full_name_and_surname_are_one),
        cmocka_unit_test(test_names_and_roles_have_plain_spaces),
        cmocka_unit_test(test_initial_stands_for_the_given_name),
        cmocka_unit_test(test_homonyms_stay_apart),
        cmocka_unit_test(test_title_of_the_other_sex_is_somebody_else),
        cmocka_unit_test(test_abbreviation_in_brackets_joins_the_name_before_it),
        cmocka_unit_test(test_names_are_shown_as_they_are_written_best),
        cmocka_unit_test(test_acronym_joins_its_long_name),
        cmocka_unit_test(test_roles_are_read_beside_the_name),
        cmocka_unit_test(test_verb_before_a_name_is_no_role),
        cmocka_unit_test(test_courtesy_titles_and_plurals_are_no_roles),
        cmocka_unit_test(test_role_stands_before_a_courtesy_title),
        cmocka_unit_test(test_office_is_whose_it_was_on_the_day),
        cmocka_unit_test(test_organisation_is_known_by_what_else_it_is_called),
        cmocka_unit_test(test_description_becomes_a_mention_when_it_fits_one),
        cmocka_unit_test(test_descriptions_resolve),
        cmocka_unit_test(test_offices_with_a_capital_and_an_article_are_roles),
        cmocka_unit_test(test_roles_of_several_words_are_one_noun),
        cmocka_unit_test(test_public_figures_go_by_their_office),
        cmocka_unit_test(test_a_role_has_wider_names),
        cmocka_unit_test(test_roles_are_compared_with_a_description),
        cmocka_unit_test(test_only_the_people_s_president_is_head_of_state),
        cmocka_unit_test(test_names_of_roles_are_of_roles),
        cmocka_unit_test(test_given_name_alone_tells_the_gender),
        cmocka_unit_test(test_descriptions_of_the_other_gender_mean_nobody),
        cmocka_unit_test(test_common_nouns_resolve_to_organisations_of_their_kind),
        cmocka_unit_test(test_countries_and_cities_have_links),
        cmocka_unit_test(test_homonymous_cities_go_where_the_text_is),
        cmocka_unit_test(test_provinces_link_to_their_town_and_rivers_to_none),
        cmocka_unit_test(test_parts_of_countries_have_links),
        cmocka_unit_test(test_added_mentions_settle_in_order),
        cmocka_unit_test(test_of_several_mentions_of_one_range_the_first_entity_stays),
        cmocka_unit_test(test_salience_is_highest_for_the_subject),
        cmocka_unit_test(test_salience_falls_with_place_and_rises_with_the_title),
        cmocka_unit_test(test_nothing_found_in_a_text_without_names),
        cmocka_unit_test(test_every_failed_allocation_is_reported),
    };
    return cmocka_run_group_tests(tests, french_open_pack, french_close_pack);
}
