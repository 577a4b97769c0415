#include "entities/forms.h"

#include "text/loose.h"

enum { WORDS_MAX = 24, HITS_MAX = 32 };

bool dp_tag_is_name(dp_tag tag) {
    return tag >= DP_TAG_PER && tag <= DP_TAG_GRP;
}

/* Open addressing from the hash of (tag, folded form) to the number of the form. */
typedef struct form_index {
    uint32_t *slots;
    uint32_t mask;
} form_index;

static int index_open(dp_arena *arena, uint32_t forms_max, form_index *index) {
    uint32_t size = 16;
    while (size / 2 < forms_max) size *= 2;
    index->slots = dp_arena_alloc(arena, size * sizeof *index->slots);
    if (!index->slots) return -1;
    memset(index->slots, 0xff, size * sizeof *index->slots);
    index->mask = size - 1;
    return 0;
}

/* The slot of a form: it holds the form's number, or DEPECHE_NONE when the form is new. */
static uint32_t *index_slot(const form_index *index, const dp_form *forms, dp_tag tag, dp_str folded) {
    uint32_t slot = (uint32_t)dp_hash_mix(dp_str_hash(folded), tag) & index->mask;
    while (index->slots[slot] != DEPECHE_NONE) {
        const dp_form *form = &forms[index->slots[slot]];
        if (form->tag == tag && dp_str_equal(form->folded, folded)) break;
        slot = (slot + 1) & index->mask;
    }
    return &index->slots[slot];
}

static dp_gender gender_of_letter(dp_str letter) {
    if (dp_str_equal(letter, DP_STR("m"))) return DP_GENDER_MASCULINE;
    if (dp_str_equal(letter, DP_STR("f"))) return DP_GENDER_FEMININE;
    return DP_GENDER_UNKNOWN;
}

/* What the lexicons know of the whole form: its one entry in the lists that fit its tag. */
static void look_up(const depeche_pack *pack, const dp_text *text, dp_form *form) {
    dp_hit hits[HITS_MAX];
    size_t count = dp_pack_hits(pack, text, form->tokens.first, hits, HITS_MAX);
    bool several = false;
    for (size_t i = 0; i < count; i++) {
        if (!dp_hit_is_whole(&hits[i], form->tokens)) continue;
        if (!dp_tag_has_list(form->tag, hits[i].list)) continue;
        several |= form->lexicon_entry != DEPECHE_NONE &&
                   (form->lexicon_list != hits[i].list || form->lexicon_entry != hits[i].entry);
        form->lexicon_list = hits[i].list;
        form->lexicon_entry = hits[i].entry;
    }
    if (several) form->lexicon_entry = DEPECHE_NONE;
}

dp_gender dp_form_given_gender(const depeche_pack *pack, const dp_text *text, const dp_form *form) {
    dp_hit hits[HITS_MAX];
    size_t count = dp_pack_hits(pack, text, form->tokens.first, hits, HITS_MAX);
    for (size_t i = 0; i < count; i++) {
        if (hits[i].list == DP_LIST_GIVEN_NAME && hits[i].exact) {
            return gender_of_letter(dp_pack_field(pack, DP_LIST_GIVEN_NAME, hits[i].entry, 1));
        }
    }
    return DP_GENDER_UNKNOWN;
}

/* The gender of a person's name: of the person when the lexicon knows one, else of the given name in front. */
static dp_gender gender_of(const depeche_pack *pack, const dp_text *text, const dp_form *form) {
    if (form->tag != DP_TAG_PER) return DP_GENDER_UNKNOWN;
    if (form->lexicon_entry != DEPECHE_NONE) {
        return gender_of_letter(dp_pack_field(pack, DP_LIST_PERSON, form->lexicon_entry, 1));
    }
    bool alone = form->tokens.end - form->tokens.first < 2;
    return alone ? DP_GENDER_UNKNOWN : dp_form_given_gender(pack, text, form);
}

static int cut_words(dp_arena *arena, const dp_text *text, dp_form *form) {
    uint32_t length = form->tokens.end - form->tokens.first;
    if (length > WORDS_MAX) length = WORDS_MAX;
    form->words = dp_arena_calloc(arena, length, sizeof *form->words);
    form->word_tokens = dp_arena_calloc(arena, length, sizeof *form->word_tokens);
    if (!form->words || !form->word_tokens) return -1;
    for (uint32_t i = 0; i < length; i++) {
        const dp_token *token = &text->tokens[form->tokens.first + i];
        if (token->kind == DP_TOKEN_PUNCTUATION || token->kind == DP_TOKEN_QUOTE) continue;
        if (dp_loose(arena, token->lower, &form->words[form->word_count])) return -1;
        if (form->words[form->word_count].len == 0) continue;
        form->word_tokens[form->word_count++] = form->tokens.first + i;
    }
    return 0;
}

dp_titles dp_titles_of(const depeche_pack *pack) {
    return (dp_titles){.masculine = dp_pack_set(pack, "titles.person.masculine"),
                       .feminine = dp_pack_set(pack, "titles.person.feminine")};
}

dp_gender dp_title_gender(const depeche_pack *pack, dp_titles titles, const dp_text *text, uint32_t token) {
    if (token == 0) return DP_GENDER_UNKNOWN;
    const dp_token *before = &text->tokens[token - 1];
    bool masculine = dp_pack_in_set(pack, titles.masculine, before);
    bool feminine = dp_pack_in_set(pack, titles.feminine, before);
    if (masculine == feminine) return DP_GENDER_UNKNOWN;
    return masculine ? DP_GENDER_MASCULINE : DP_GENDER_FEMININE;
}

/* Whether a name is better written in `other` than in `old`: without the capitals of a headline, or of a sentence's
 * first word. */
static bool is_better_written(const dp_text *text, dp_range old, dp_range other) {
    uint32_t length = old.end - old.first;
    if (other.end - other.first != length) return false;
    for (uint32_t i = 0; i < length; i++) {
        uint8_t before = text->tokens[old.first + i].casing, now = text->tokens[other.first + i].casing;
        if ((before == DP_CASING_UPPER) != (now == DP_CASING_UPPER)) return before == DP_CASING_UPPER;
    }
    const dp_token *before = &text->tokens[old.first], *now = &text->tokens[other.first];
    return (before->flags & DP_TOKEN_SENTENCE_START) && !(now->flags & DP_TOKEN_SENTENCE_START) &&
           now->casing == DP_CASING_LOWER;
}

/* Settles what titles tell of a person's form. They know better than given names (Mme Claude Martin); a surname with
 * the title of the other sex is not, or not only, the public figure of that name. */
static void heed_titles(dp_form *form) {
    bool masculine = form->titles >> DP_GENDER_MASCULINE & 1, feminine = form->titles >> DP_GENDER_FEMININE & 1;
    if (form->tag != DP_TAG_PER || (!masculine && !feminine)) return;
    bool agrees = form->gender == DP_GENDER_UNKNOWN || (form->titles & ~(1U << form->gender)) == 0;
    if (!agrees) form->lexicon_entry = DEPECHE_NONE;
    bool one = masculine != feminine;
    if (one && form->word_count > 1) form->gender = masculine ? DP_GENDER_MASCULINE : DP_GENDER_FEMININE;
    if (!agrees && form->word_count == 1) form->gender = DP_GENDER_UNKNOWN;
}

int dp_forms_collect(const depeche_pack *pack, dp_arena *arena, const dp_text *text, const dp_tags *tags,
                     dp_forms *forms) {
    *forms = (dp_forms){0};
    form_index index;
    dp_titles titles = dp_titles_of(pack);
    forms->at = dp_arena_calloc(arena, tags->count, sizeof *forms->at);
    forms->of_tag = dp_arena_alloc(arena, tags->count * sizeof *forms->of_tag);
    if (!forms->at || !forms->of_tag || index_open(arena, tags->count, &index)) return -1;
    for (uint32_t i = 0; i < tags->count; i++) {
        const dp_tagged *tagged = &tags->at[i];
        forms->of_tag[i] = DEPECHE_NONE;
        if (!dp_tag_is_name(tagged->tag)) continue;
        dp_str folded;
        if (dp_loose(arena, dp_text_range(text, tagged->tokens), &folded)) return -1;
        uint32_t *slot = index_slot(&index, forms->at, tagged->tag, folded);
        if (*slot == DEPECHE_NONE) {
            forms->at[forms->count] = (dp_form){.tokens = tagged->tokens,
                                                .tag = tagged->tag,
                                                .folded = folded,
                                                .lexicon_list = DEPECHE_NONE,
                                                .lexicon_entry = DEPECHE_NONE};
            *slot = forms->count++;
        }
        forms->of_tag[i] = *slot;
        dp_form *form = &forms->at[*slot];
        if (is_better_written(text, form->tokens, tagged->tokens)) form->tokens = tagged->tokens;
        dp_gender title = dp_title_gender(pack, titles, text, tagged->tokens.first);
        if (title != DP_GENDER_UNKNOWN) form->titles |= (uint8_t)(1U << title);
        form->mention_count++;
    }
    for (uint32_t i = 0; i < forms->count; i++) {
        dp_form *form = &forms->at[i];
        if (cut_words(arena, text, form)) return -1;
        look_up(pack, text, form);
        form->gender = gender_of(pack, text, form);
        heed_titles(form);
    }
    return 0;
}
