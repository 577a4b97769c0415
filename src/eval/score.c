#include "eval/score.h"

#include <stdlib.h>

#include "eval/cover.h"
#include "eval/speaker_name.h"
#include "eval/splitting.h"

/* One document under way. */
typedef struct scoring {
    dp_arena *arena;
    const dp_exam *exam;
    const dp_gold *found;
    dp_score *score;
    dp_comparisons *comparisons;
} scoring;

static int add(const scoring *s, dp_comparison comparison) {
    return dp_array_push(s->arena, &s->comparisons->list, comparison) ? 0 : -1;
}

/* ------------------------------------------------------------------------------------------------ entities */

/* An entity by its place, for sorting. */
typedef struct placed {
    depeche_span span;
    dp_str type;
    uint32_t number;
} placed;

typedef struct placed_list {
    placed *at;
    uint32_t count;
} placed_list;

static int compare_places(const placed *a, const placed *b) {
    if (a->span.start != b->span.start) return a->span.start < b->span.start ? -1 : 1;
    if (a->span.end != b->span.end) return a->span.end < b->span.end ? -1 : 1;
    return dp_str_compare(a->type, b->type);
}

static int compare_placed(const void *a, const void *b) {
    const placed *x = a, *y = b;
    int order = compare_places(x, y);
    return order ? order : (x->number > y->number) - (x->number < y->number);
}

/* The entities in the order of the text, each once. */
static int sort_entities(dp_arena *arena, const dp_gold *gold, placed_list *list) {
    *list = (placed_list){.at = dp_arena_calloc(arena, (size_t)gold->entity_count + 1, sizeof *list->at)};
    if (!list->at) return -1;
    for (uint32_t i = 0; i < gold->entity_count; i++) {
        list->at[i] = (placed){gold->entities[i].span, gold->entities[i].type, i};
    }
    qsort(list->at, gold->entity_count, sizeof *list->at, compare_placed);
    for (uint32_t i = 0; i < gold->entity_count; i++) {
        if (i && compare_places(&list->at[i], &list->at[list->count - 1]) == 0) continue;
        list->at[list->count++] = list->at[i];
    }
    return 0;
}

static bool overlaps(depeche_span a, depeche_span b) {
    return a.start < b.end && b.start < a.end;
}

static bool is_optional(const dp_optional *optional, depeche_span span) {
    for (uint32_t i = 0; i < optional->entity_count; i++) {
        if (overlaps(span, optional->entities[i])) return true;
    }
    return false;
}

static dp_tag tag_of(dp_str type) {
    for (int tag = 1; tag < DP_TAG_COUNT; tag++) {
        const char *name = dp_tag_name((dp_tag)tag);
        if (dp_str_equal(type, (dp_str){name, strlen(name)})) return (dp_tag)tag;
    }
    return DP_TAG_NONE;
}

/* Adds an entity that one side alone has; where it overlaps the one before, which only the other side has, the two are
 * one comparison. */
static int add_entity(const scoring *s, dp_agreement agreement, uint32_t number) {
    bool missed = agreement == DP_MISSED;
    for (uint32_t i = s->comparisons->list.count; i-- > 0;) {
        dp_comparison *before = &s->comparisons->list.at[i];
        if (before->agreement == DP_AGREES) continue;
        if (before->agreement != (missed ? DP_WRONG : DP_MISSED)) break;
        depeche_span other =
            missed ? s->found->entities[before->system].span : s->exam->gold.entities[before->gold].span;
        depeche_span mine = missed ? s->exam->gold.entities[number].span : s->found->entities[number].span;
        if (!overlaps(other, mine)) break;
        before->agreement = DP_DIFFERS;
        *(missed ? &before->gold : &before->system) = number;
        return 0;
    }
    return add(s, (dp_comparison){.kind = DP_COMPARED_ENTITY,
                                  .agreement = agreement,
                                  .gold = missed ? number : DEPECHE_NONE,
                                  .system = missed ? DEPECHE_NONE : number});
}

static int score_entities(const scoring *s) {
    placed_list gold, found;
    if (sort_entities(s->arena, &s->exam->gold, &gold) || sort_entities(s->arena, s->found, &found)) return -1;
    dp_count *types = s->score->types;
    for (uint32_t g = 0, f = 0; g < gold.count || f < found.count;) {
        int order = g == gold.count ? 1 : f == found.count ? -1 : compare_places(&gold.at[g], &found.at[f]);
        int result = 0;
        if (order <= 0) types[tag_of(gold.at[g].type)].gold++;
        if (order == 0) {
            types[tag_of(gold.at[g].type)].right++;
            types[tag_of(gold.at[g].type)].found++;
            result = add(s, (dp_comparison){.kind = DP_COMPARED_ENTITY,
                                            .agreement = DP_AGREES,
                                            .gold = gold.at[g].number,
                                            .system = found.at[f].number});
        } else if (order < 0) {
            result = add_entity(s, DP_MISSED, gold.at[g].number);
        } else if (!is_optional(&s->exam->optional, found.at[f].span)) {
            types[tag_of(found.at[f].type)].found++;
            result = add_entity(s, DP_WRONG, found.at[f].number);
        }
        if (result) return -1;
        g += order <= 0;
        f += order >= 0;
    }
    return 0;
}

/* -------------------------------------------------------------------------------------------------- claims */

/* Claims by their contents. */
typedef struct covered {
    dp_cover *at;
    uint32_t *claim; /* the number of each */
    uint32_t count;
} covered;

static int open_covered(dp_arena *arena, uint32_t count, covered *covers) {
    *covers = (covered){.at = dp_arena_calloc(arena, (size_t)count + 1, sizeof *covers->at),
                        .claim = dp_arena_calloc(arena, (size_t)count + 1, sizeof *covers->claim)};
    return covers->at && covers->claim ? 0 : -1;
}

static int cover_claims(const scoring *s, const dp_gold *gold, covered *covers) {
    if (open_covered(s->arena, gold->claim_count, covers)) return -1;
    for (uint32_t i = 0; i < gold->claim_count; i++) {
        const dp_gold_claim *claim = &gold->claims[i];
        if (!claim->content_count) continue;
        if (dp_cover_build(s->arena, &s->comparisons->letters, claim->contents, claim->content_count,
                           &covers->at[covers->count])) {
            return -1;
        }
        covers->claim[covers->count++] = i;
    }
    return 0;
}

static int match(const scoring *s, const covered *a, const covered *b, dp_pairs *pairs) {
    return dp_cover_match(s->arena, &s->comparisons->letters, a->at, a->count, b->at, b->count, pairs);
}

/* Takes out the found claims that stand for one on which annotators differed, and for none on which they agreed. */
static int leave_out_optional(const scoring *s, const covered *gold, covered *found) {
    const dp_optional *optional = &s->exam->optional;
    covered differed;
    dp_pairs agreed, ignored;
    if (open_covered(s->arena, optional->claim_count, &differed)) return -1;
    for (uint32_t i = 0; i < optional->claim_count; i++) {
        const dp_spans *spans = &optional->claims[i];
        if (dp_cover_build(s->arena, &s->comparisons->letters, spans->at, spans->count, &differed.at[i])) return -1;
        differed.count++;
    }
    bool *left_out = dp_arena_calloc(s->arena, (size_t)found->count + 1, sizeof *left_out);
    if (!left_out || match(s, gold, found, &agreed) || match(s, &differed, found, &ignored)) return -1;
    for (uint32_t i = 0; i < ignored.count; i++) left_out[ignored.at[i].b] |= ignored.at[i].overlap >= .5;
    for (uint32_t i = 0; i < agreed.count; i++) left_out[agreed.at[i].b] &= agreed.at[i].overlap < .5;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < found->count; i++) {
        if (left_out[i]) continue;
        found->at[kept] = found->at[i];
        found->claim[kept++] = found->claim[i];
    }
    found->count = kept;
    return 0;
}

static int is_cue_right(const scoring *s, const dp_gold_claim *gold, const dp_gold_claim *found, bool *right) {
    dp_cover a, b;
    const dp_letters *letters = &s->comparisons->letters;
    if (dp_cover_build(s->arena, letters, gold->cues, gold->cue_count, &a) ||
        dp_cover_build(s->arena, letters, found->cues, found->cue_count, &b)) {
        return -1;
    }
    *right = dp_cover_shared(letters, &a, &b) || (!a.size && !b.size);
    return 0;
}

static int is_source_right(const scoring *s, const dp_gold_claim *gold, const dp_gold_claim *found, bool *right) {
    dp_cover a, b;
    const dp_letters *letters = &s->comparisons->letters;
    *right = !gold->has_source && !found->has_source;
    if (!gold->has_source || !found->has_source) return 0;
    if (dp_cover_build(s->arena, letters, &gold->source, 1, &a) ||
        dp_cover_build(s->arena, letters, &found->source, 1, &b)) {
        return -1;
    }
    uint32_t shared = dp_cover_shared(letters, &a, &b), shorter = a.size < b.size ? a.size : b.size;
    *right = shared && shared >= .5 * shorter;
    return 0;
}

/* The name of the speaker as gold has it; empty when it has none. */
static dp_str gold_name(const dp_gold *gold, const dp_gold_claim *claim) {
    if (claim->who.len) return claim->who;
    const dp_gold_entity *person = NULL, *organization = NULL;
    for (uint32_t i = 0; claim->has_source && i < gold->entity_count; i++) {
        const dp_gold_entity *entity = &gold->entities[i];
        if (entity->span.start < claim->source.start || entity->span.end > claim->source.end) continue;
        if (dp_str_equal(entity->type, DP_STR("PER"))) person = entity;
        if (dp_str_equal(entity->type, DP_STR("ORG"))) organization = entity;
    }
    const dp_gold_entity *named = person ? person : organization;
    if (!named) return (dp_str){"", 0};
    return (dp_str){gold->text.at + named->span.byte_start, named->span.byte_end - named->span.byte_start};
}

/* Compares the parts of two claims that agree. */
static int compare_parts(const scoring *s, dp_comparison *comparison) {
    const dp_gold_claim *gold = &s->exam->gold.claims[comparison->gold];
    const dp_gold_claim *found = &s->found->claims[comparison->system];
    if (is_cue_right(s, gold, found, &comparison->cue)) return -1;
    if (is_source_right(s, gold, found, &comparison->source)) return -1;
    dp_str name = gold_name(&s->exam->gold, gold);
    comparison->named = name.len > 0;
    if (comparison->named && dp_speaker_name_compare(s->arena, name, found->who, &comparison->speaker)) return -1;
    s->score->cues += comparison->cue;
    s->score->sources += comparison->source;
    s->score->named += comparison->named;
    s->score->speakers += comparison->speaker;
    return 0;
}

static void count_claims(const scoring *s, const covered *gold, const covered *found, const dp_pairs *pairs) {
    dp_score *score = s->score;
    uint32_t nominal = 0, nominal_pairs = 0, pairs50 = 0, pairs80 = 0;
    for (uint32_t i = 0; i < gold->count; i++) nominal += s->exam->gold.claims[gold->claim[i]].nominal;
    for (uint32_t i = 0; i < pairs->count; i++) {
        if (pairs->at[i].overlap < .5) continue;
        pairs50++;
        pairs80 += pairs->at[i].overlap >= .8;
        nominal_pairs += s->exam->gold.claims[gold->claim[pairs->at[i].a]].nominal;
    }
    dp_count all = {pairs50, found->count, gold->count}, close = {pairs80, found->count, gold->count};
    dp_count quoted = {pairs50 - nominal_pairs, found->count - nominal_pairs, gold->count - nominal};
    const dp_count parts[] = {all, close, quoted};
    dp_count *const sums[] = {&score->claims50, &score->claims80, &score->quoted};
    for (size_t i = 0; i < 3; i++) {
        sums[i]->right += parts[i].right;
        sums[i]->found += parts[i].found;
        sums[i]->gold += parts[i].gold;
    }
}

/* A comparison for every gold claim and every found one that has none. */
static int compare_claims(const scoring *s, const covered *gold, const covered *found, const dp_pairs *pairs) {
    dp_comparison *of_gold = dp_arena_calloc(s->arena, (size_t)gold->count + 1, sizeof *of_gold);
    bool *paired = dp_arena_calloc(s->arena, (size_t)found->count + 1, sizeof *paired);
    if (!of_gold || !paired) return -1;
    for (uint32_t i = 0; i < gold->count; i++) {
        of_gold[i] = (dp_comparison){DP_COMPARED_CLAIM, DP_MISSED, gold->claim[i], DEPECHE_NONE, 0, 0, 0, 0, 0};
    }
    for (uint32_t i = 0; i < found->count; i++) s->comparisons->wrong_claims[found->claim[i]] = true;
    for (uint32_t i = 0; i < pairs->count; i++) {
        const dp_pair *pair = &pairs->at[i];
        dp_comparison *comparison = &of_gold[pair->a];
        comparison->agreement = pair->overlap >= .5 ? DP_AGREES : DP_DIFFERS;
        comparison->overlap = pair->overlap;
        comparison->system = found->claim[pair->b];
        paired[pair->b] = true;
        if (comparison->agreement == DP_DIFFERS) continue;
        s->comparisons->wrong_claims[comparison->system] = false;
        if (compare_parts(s, comparison)) return -1;
    }
    for (uint32_t i = 0; i < gold->count; i++) {
        if (add(s, of_gold[i])) return -1;
    }
    for (uint32_t i = 0; i < found->count; i++) {
        dp_comparison wrong = {DP_COMPARED_CLAIM, DP_WRONG, DEPECHE_NONE, found->claim[i], 0, 0, 0, 0, 0};
        if (!paired[i] && add(s, wrong)) return -1;
    }
    return 0;
}

static int score_claims(const scoring *s) {
    covered gold, found;
    dp_pairs pairs;
    size_t count = (size_t)s->found->claim_count + 1;
    s->comparisons->wrong_claims = dp_arena_calloc(s->arena, count, sizeof *s->comparisons->wrong_claims);
    if (!s->comparisons->wrong_claims) return -1;
    if (cover_claims(s, &s->exam->gold, &gold) || cover_claims(s, s->found, &found)) return -1;
    if (leave_out_optional(s, &gold, &found) || match(s, &gold, &found, &pairs)) return -1;
    count_claims(s, &gold, &found, &pairs);
    return compare_claims(s, &gold, &found, &pairs);
}

/* ----------------------------------------------------------------------------------------------- sentences */

enum { IN_GOLD = 1, IN_SYSTEM = 2, IN_OPTIONAL = 4 };

static void mark(const dp_splitting *splitting, const depeche_span *offsets, uint32_t count, unsigned bit,
                 uint8_t *marks) {
    for (uint32_t i = 0; i < count; i++) marks[dp_splitting_of(splitting, offsets[i].start)] |= (uint8_t)bit;
}

static int score_sentences(const scoring *s) {
    const dp_letters *letters = &s->comparisons->letters;
    dp_splitting splitting;
    if (dp_splitting_find(s->arena, letters, &splitting)) return -1;
    uint8_t *marks = dp_arena_calloc(s->arena, (size_t)splitting.count + 1, sizeof *marks);
    if (!marks) return -1;
    const dp_optional *optional = &s->exam->optional;
    mark(&splitting, s->exam->gold.check_worthy, s->exam->gold.check_worthy_count, IN_GOLD, marks);
    mark(&splitting, s->found->check_worthy, s->found->check_worthy_count, IN_SYSTEM, marks);
    mark(&splitting, optional->check_worthy, optional->check_worthy_count, IN_OPTIONAL, marks);
    dp_count *count = &s->score->check_worthy;
    for (uint32_t i = 0; i < splitting.count; i++) {
        if (!marks[i] || marks[i] & IN_OPTIONAL || !dp_splitting_is_sentence(&splitting, letters, i)) continue;
        bool gold = marks[i] & IN_GOLD, found = marks[i] & IN_SYSTEM;
        count->gold += gold;
        count->found += found;
        count->right += gold && found;
        dp_comparison comparison = {.kind = DP_COMPARED_SENTENCE,
                                    .agreement = gold && found ? DP_AGREES
                                                 : gold        ? DP_MISSED
                                                               : DP_WRONG,
                                    .gold = splitting.cuts[i],
                                    .system = splitting.cuts[i + 1]};
        if (add(s, comparison)) return -1;
    }
    return 0;
}

int dp_score_add(dp_arena *arena, const dp_exam *exam, const dp_gold *found, dp_score *score,
                 dp_comparisons *comparisons) {
    *comparisons = (dp_comparisons){0};
    scoring s = {arena, exam, found, score, comparisons};
    score->documents++;
    if (dp_letters_count(arena, exam->gold.text, &comparisons->letters)) return -1;
    return score_entities(&s) || score_claims(&s) || score_sentences(&s) ? -1 : 0;
}
