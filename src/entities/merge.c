#include "entities/merge.h"

enum { CANDIDATES_MAX = 16, CHAIN_MAX = 64 };

/* From the hash of a word (with its role: first word, last word, initials, lexicon entry) to the forms that have it. */
typedef struct key_link {
    uint64_t key;
    uint32_t form, next; /* next: number of the next link in the bucket */
} key_link;

typedef struct key_index {
    uint32_t *buckets;
    uint32_t mask;
    key_link *links;
    uint32_t count;
} key_index;

enum key_role { KEY_FIRST = 1, KEY_LAST, KEY_INITIALS, KEY_ENTRY };

/* The full names that a short one may stand for. Where a courtesy title before the short one fits none of them, the
 * short one itself is among them, as the name of somebody else, of that gender. */
typedef struct candidates {
    uint32_t forms[CANDIDATES_MAX];
    uint32_t count;
    dp_gender own;
} candidates;

typedef struct merger {
    const depeche_pack *pack;
    const dp_text *text;
    const dp_forms *forms;
    uint32_t *parent;     /* union-find over forms */
    candidates **several; /* for ambiguous forms, the full names that they fit; else NULL */
    key_index index;
} merger;

static int index_open(dp_arena *arena, uint32_t links_max, key_index *index) {
    uint32_t size = 16;
    while (size < links_max) size *= 2;
    index->buckets = dp_arena_alloc(arena, size * sizeof *index->buckets);
    index->links = dp_arena_alloc(arena, links_max * sizeof *index->links);
    if (!index->buckets || !index->links) return -1;
    memset(index->buckets, 0xff, size * sizeof *index->buckets);
    index->mask = size - 1;
    index->count = 0;
    return 0;
}

static void index_add(key_index *index, uint64_t key, uint32_t form) {
    uint32_t *bucket = &index->buckets[(uint32_t)key & index->mask];
    index->links[index->count] = (key_link){.key = key, .form = form, .next = *bucket};
    *bucket = index->count++;
}

static uint64_t key_of(enum key_role role, dp_tag tag, uint64_t hash) {
    return dp_hash_mix(hash, (uint64_t)role << 8 | (uint64_t)tag);
}

static uint32_t find_root(merger *m, uint32_t form) {
    while (m->parent[form] != form) {
        m->parent[form] = m->parent[m->parent[form]];
        form = m->parent[form];
    }
    return form;
}

/* The earlier form stays the root, so that entities keep the order of the text. */
static void unite(merger *m, uint32_t a, uint32_t b) {
    a = find_root(m, a);
    b = find_root(m, b);
    if (a < b) {
        m->parent[b] = a;
    } else {
        m->parent[a] = b;
    }
}

/* Unites forms that the lexicons know as one entry. */
static void merge_by_lexicon(merger *m) {
    for (uint32_t i = 0; i < m->forms->count; i++) {
        const dp_form *form = &m->forms->at[i];
        if (form->lexicon_entry == DEPECHE_NONE) continue;
        uint64_t key = key_of(KEY_ENTRY, form->tag, dp_hash_mix(form->lexicon_list, form->lexicon_entry));
        uint32_t link = m->index.buckets[(uint32_t)key & m->index.mask];
        while (link != DEPECHE_NONE && m->index.links[link].key != key) link = m->index.links[link].next;
        if (link != DEPECHE_NONE) {
            unite(m, m->index.links[link].form, i);
        } else {
            index_add(&m->index, key, i);
        }
    }
}

static bool is_acronym(const dp_text *text, const dp_form *form) {
    const dp_token *token = &text->tokens[form->tokens.first];
    return form->tokens.end - form->tokens.first == 1 && token->casing == DP_CASING_UPPER && token->lower.len >= 2 &&
           token->lower.len <= 10;
}

/* The initials of the words of a long name, leaving out its prepositions and articles. Gives their number. */
static size_t initials_of(merger *m, const dp_form *form, int small_words, char *initials, size_t room) {
    size_t count = 0;
    for (uint32_t i = 0; i < form->word_count && count < room; i++) {
        const dp_token *token = &m->text->tokens[form->word_tokens[i]];
        if (token->flags & DP_TOKEN_ELIDED) continue;
        if (dp_pack_in_set(m->pack, small_words, token)) continue;
        initials[count++] = form->words[i].at[0];
    }
    return count;
}

/* Unites acronyms with the one long name of their type whose initials they are. */
static void merge_acronyms(merger *m) {
    int small_words = dp_pack_set(m->pack, "names.small_words");
    for (uint32_t i = 0; i < m->forms->count; i++) {
        char initials[12];
        size_t count = initials_of(m, &m->forms->at[i], small_words, initials, sizeof initials);
        if (count < 2 || is_acronym(m->text, &m->forms->at[i])) continue;
        index_add(&m->index, key_of(KEY_INITIALS, m->forms->at[i].tag, dp_str_hash((dp_str){initials, count})), i);
    }
    for (uint32_t i = 0; i < m->forms->count; i++) {
        const dp_form *form = &m->forms->at[i];
        if (!is_acronym(m->text, form)) continue;
        uint64_t key = key_of(KEY_INITIALS, form->tag, dp_str_hash(form->folded));
        uint32_t found = DEPECHE_NONE;
        unsigned steps = 0;
        for (uint32_t link = m->index.buckets[(uint32_t)key & m->index.mask]; link != DEPECHE_NONE && steps < CHAIN_MAX;
             link = m->index.links[link].next, steps++) {
            if (m->index.links[link].key == key) found = m->index.links[link].form;
        }
        if (found != DEPECHE_NONE) unite(m, found, i);
    }
}

/* Whether a short form abbreviates a long one: its letters are found there in order, from the end to the front, the
 * first of them at the start of a word. Schwartz and Hearst: A simple algorithm for identifying abbreviation
 * definitions in biomedical text, PSB 2003. Both are folded; what is no ASCII letter in the short form is passed over.
 */
static bool abbreviates(dp_str shorter, dp_str longer) {
    size_t at = longer.len;
    if (shorter.len == 0 || shorter.at[0] < 'a' || shorter.at[0] > 'z') return false;
    for (size_t i = shorter.len; i-- > 0;) {
        char letter = shorter.at[i];
        if (letter < 'a' || letter > 'z') continue;
        bool found = false;
        while (at > 0 && !found) {
            at--;
            bool starts_word = at == 0 || longer.at[at - 1] == ' ' || longer.at[at - 1] == '\'';
            found = longer.at[at] == letter && (i > 0 || starts_word);
        }
        if (!found) return false;
    }
    return true;
}

static bool is_mark(const merger *m, uint32_t token, dp_str mark) {
    return token < m->text->token_count && dp_str_equal(dp_text_token(m->text, token), mark);
}

/* Unites a long name and its abbreviation in brackets right after it: "plan national maladies rares (PNMR4)". */
static void merge_bracketed(merger *m, const dp_tags *tags) {
    for (uint32_t i = 0; i + 1 < tags->count; i++) {
        dp_range before = tags->at[i].tokens, inside = tags->at[i + 1].tokens;
        if (tags->at[i].tag != tags->at[i + 1].tag || !dp_tag_is_name(tags->at[i].tag)) continue;
        if (inside.first != before.end + 1 || inside.end != inside.first + 1) continue;
        if (!is_mark(m, before.end, DP_STR("(")) || !is_mark(m, inside.end, DP_STR(")"))) continue;
        uint32_t longer = m->forms->of_tag[i], shorter = m->forms->of_tag[i + 1];
        bool fits = tags->at[i].tag != DP_TAG_PER && m->forms->at[longer].word_count > 1 &&
                    m->text->tokens[inside.first].casing != DP_CASING_LOWER &&
                    abbreviates(m->forms->at[shorter].folded, m->forms->at[longer].folded);
        if (fits) unite(m, longer, shorter);
    }
}

static bool is_initial(dp_str word, dp_str of) {
    bool dotted = word.len == 2 && word.at[1] == '.';
    return (word.len == 1 || dotted) && of.len > 0 && word.at[0] == of.at[0];
}

/* Whether a person's short form can stand for the full one: its words are the full name's last ones ("Poutine"), or
 * its first one ("Kim"), or all are found there in order, initials counting for the words they begin. */
static bool short_fits(const dp_form *shorter, const dp_form *full, bool *by_last) {
    if (shorter->word_count == 0 || shorter->word_count > full->word_count) return false;
    if (shorter->word_count == full->word_count && !is_initial(shorter->words[0], full->words[0])) return false;
    if (shorter->word_count == 1 && dp_str_equal(shorter->words[0], full->words[0])) {
        *by_last = false;
        return true;
    }
    if (!dp_str_equal(shorter->words[shorter->word_count - 1], full->words[full->word_count - 1])) return false;
    uint32_t at = 0;
    for (uint32_t i = 0; i < full->word_count && at < shorter->word_count; i++) {
        if (dp_str_equal(shorter->words[at], full->words[i]) || is_initial(shorter->words[at], full->words[i])) at++;
    }
    *by_last = at == shorter->word_count;
    return *by_last;
}

static void add_candidate(merger *m, candidates *found, uint32_t form) {
    uint32_t root = find_root(m, form);
    for (uint32_t i = 0; i < found->count; i++) {
        if (find_root(m, found->forms[i]) == root) return;
    }
    if (found->count < CANDIDATES_MAX) found->forms[found->count++] = form;
}

/* The full names that a short one may stand for: by surname when any fits so, else by first word. */
static candidates full_names_of(merger *m, uint32_t number) {
    const dp_form *form = &m->forms->at[number];
    candidates by_last = {0}, by_first = {0};
    enum key_role roles[] = {KEY_LAST, KEY_FIRST};
    dp_str words[] = {form->words[form->word_count - 1], form->words[0]};
    for (unsigned r = 0; r < 2; r++) {
        uint64_t key = key_of(roles[r], DP_TAG_PER, dp_str_hash(words[r]));
        unsigned steps = 0;
        for (uint32_t link = m->index.buckets[(uint32_t)key & m->index.mask]; link != DEPECHE_NONE && steps < CHAIN_MAX;
             link = m->index.links[link].next, steps++) {
            const key_link *l = &m->index.links[link];
            bool last = false;
            if (l->key != key || l->form == number || !short_fits(form, &m->forms->at[l->form], &last)) continue;
            add_candidate(m, last ? &by_last : &by_first, l->form);
        }
    }
    return by_last.count ? by_last : by_first;
}

/* Adds the short form itself to its candidates when a title before it is of a gender that none of them can have. */
static void add_somebody_else(merger *m, uint32_t number, candidates *found) {
    static const dp_gender genders[] = {DP_GENDER_MASCULINE, DP_GENDER_FEMININE};
    for (unsigned g = 0; g < 2 && found->count > 0 && found->count < CANDIDATES_MAX; g++) {
        bool fits = !(m->forms->at[number].titles >> genders[g] & 1);
        for (uint32_t i = 0; i < found->count && !fits; i++) {
            dp_gender gender = m->forms->at[found->forms[i]].gender;
            fits = gender == DP_GENDER_UNKNOWN || gender == genders[g];
        }
        if (fits) continue;
        found->own = genders[g];
        add_candidate(m, found, number);
        return;
    }
}

/* Unites short names of persons with full ones; keeps the candidates of those that fit several. */
static int merge_persons(merger *m, dp_arena *arena) {
    for (uint32_t i = 0; i < m->forms->count; i++) {
        const dp_form *form = &m->forms->at[i];
        if (form->tag != DP_TAG_PER || form->word_count < 2) continue;
        index_add(&m->index, key_of(KEY_LAST, DP_TAG_PER, dp_str_hash(form->words[form->word_count - 1])), i);
        index_add(&m->index, key_of(KEY_FIRST, DP_TAG_PER, dp_str_hash(form->words[0])), i);
    }
    for (uint32_t i = 0; i < m->forms->count; i++) {
        const dp_form *form = &m->forms->at[i];
        if (form->tag != DP_TAG_PER || form->word_count == 0) continue;
        candidates found = full_names_of(m, i);
        add_somebody_else(m, i, &found);
        if (found.count == 1) {
            unite(m, found.forms[0], i);
        } else if (found.count > 1) {
            m->several[i] = dp_arena_alloc(arena, sizeof found);
            if (!m->several[i]) return -1;
            *m->several[i] = found;
        }
    }
    return 0;
}

/* The root of the candidate that a mention of an ambiguous form means: of those that agree with the title before it,
 * the one named last. `last_seen` has the number of the last tag + 1, of each root. */
static uint32_t choose_candidate(merger *m, uint32_t form, dp_gender title, const uint32_t *last_seen) {
    const candidates *several = m->several[form];
    uint32_t best = 0, root = find_root(m, several->forms[0]);
    for (uint32_t c = 0; c < several->count; c++) {
        uint32_t full = several->forms[c], candidate = find_root(m, full);
        dp_gender gender = full == form ? several->own : m->forms->at[full].gender;
        if (full == form && title != gender) continue;
        if (title != DP_GENDER_UNKNOWN && gender != DP_GENDER_UNKNOWN && gender != title) continue;
        if (last_seen[candidate] >= best) {
            best = last_seen[candidate];
            root = candidate;
        }
    }
    return root;
}

/* Numbers the entities in the order of the text and gives every tag its own. */
static int number_entities(merger *m, dp_arena *arena, const dp_tags *tags, dp_merged *merged) {
    uint32_t forms = m->forms->count;
    uint32_t *entity_of_root = dp_arena_alloc(arena, forms * sizeof *entity_of_root);
    uint32_t *last_seen = dp_arena_calloc(arena, forms, sizeof *last_seen);
    if (!entity_of_root || !last_seen) return -1;
    memset(entity_of_root, 0xff, forms * sizeof *entity_of_root);
    memset(merged->of_form, 0xff, forms * sizeof *merged->of_form);
    dp_titles titles = dp_titles_of(m->pack);
    for (uint32_t i = 0; i < tags->count; i++) {
        uint32_t form = m->forms->of_tag[i];
        merged->of_tag[i] = DEPECHE_NONE;
        if (form == DEPECHE_NONE) continue;
        uint32_t own = find_root(m, form), root = own;
        if (m->several[form]) {
            dp_gender title = dp_title_gender(m->pack, titles, m->text, tags->at[i].tokens.first);
            root = choose_candidate(m, form, title, last_seen);
        }
        last_seen[root] = i + 1;
        if (entity_of_root[root] == DEPECHE_NONE) entity_of_root[root] = merged->entity_count++;
        merged->of_tag[i] = entity_of_root[root];
        if (merged->of_form[form] == DEPECHE_NONE || root == own) merged->of_form[form] = entity_of_root[root];
    }
    return 0;
}

int dp_merge(const depeche_pack *pack, dp_arena *arena, const dp_text *text, const dp_tags *tags, const dp_forms *forms,
             dp_merged *merged) {
    merger m = {.pack = pack, .text = text, .forms = forms};
    *merged = (dp_merged){0};
    m.parent = dp_arena_alloc(arena, forms->count * sizeof *m.parent);
    m.several = dp_arena_calloc(arena, forms->count, sizeof *m.several);
    merged->of_tag = dp_arena_alloc(arena, tags->count * sizeof *merged->of_tag);
    merged->of_form = dp_arena_alloc(arena, forms->count * sizeof *merged->of_form);
    if (!m.parent || !m.several || !merged->of_tag || !merged->of_form) return -1;
    if (forms->count > UINT32_MAX / 8 || index_open(arena, forms->count * 4 + 1, &m.index)) return -1;
    for (uint32_t i = 0; i < forms->count; i++) m.parent[i] = i;
    merge_by_lexicon(&m);
    merge_acronyms(&m);
    merge_bracketed(&m, tags);
    if (merge_persons(&m, arena)) return -1;
    return number_entities(&m, arena, tags, merged);
}
