/* depeche-train predict: the whole analysis on annotated documents, in the form that the evaluation reads. */
#include <stdio.h>
#include <string.h>

#include "claims/claims.h"
#include "corpus/gold.h"
#include "corpus/system.h"
#include "trainer/commands.h"

/* One document with all that the stages found in it. */
typedef struct dp_prediction {
    const depeche_pack *pack;
    dp_arena *arena;
    dp_gold gold;
    dp_text text;
    dp_quotations quotations;
    dp_tags tags;
    dp_entities entities;
    dp_values values;
    dp_claims claims;
} dp_prediction;

static int complain(const char *message) {
    fprintf(stderr, "depeche-train: %s\n", message);
    return 1;
}

static int analyse(dp_prediction *p) {
    if (dp_text_cut(p->arena, dp_pack_token_rules(p->pack), p->gold.text, p->gold.title_length, &p->text)) return -1;
    dp_pack_assign_words(p->pack, &p->text);
    if (dp_quotations_find(p->arena, &p->text, &p->quotations)) return -1;
    if (dp_tagger_run(p->pack, p->arena, &p->text, &p->quotations, &p->tags)) return -1;
    if (dp_entities_find(p->pack, p->arena, &p->text, &p->tags, &p->entities)) return -1;
    if (dp_values_find(p->pack, p->arena, &p->text, &p->tags, (dp_day){0}, &p->values)) return -1;
    dp_claims_input input = {.text = &p->text,
                             .quotations = &p->quotations,
                             .tags = &p->tags,
                             .values = &p->values,
                             .entities = &p->entities,
                             .narrator = p->gold.source};
    return dp_claims_find(p->pack, p->arena, &input, &p->claims);
}

static int fill_entities(const dp_prediction *p, dp_system *system) {
    dp_system_entity *entities = dp_arena_calloc(p->arena, p->tags.count + p->values.count + 1u, sizeof *entities);
    if (!entities) return -1;
    for (uint32_t i = 0; i < p->tags.count; i++) {
        const dp_tagged *tagged = &p->tags.at[i];
        if (tagged->tag == DP_TAG_NONE || tagged->tag > DP_TAG_GRP) continue;
        entities[system->entity_count++] =
            (dp_system_entity){dp_tag_name(tagged->tag), dp_text_span(&p->text, tagged->tokens)};
    }
    for (uint32_t i = 0; i < p->values.count; i++) {
        const dp_value *value = &p->values.at[i];
        entities[system->entity_count++] =
            (dp_system_entity){dp_tag_name(value->tag), dp_text_span(&p->text, value->tokens)};
    }
    system->entities = entities;
    return 0;
}

static depeche_span *to_spans(const dp_prediction *p, const dp_range *ranges, uint32_t count) {
    depeche_span *spans = dp_arena_calloc(p->arena, count + 1u, sizeof *spans);
    for (uint32_t i = 0; spans && i < count; i++) spans[i] = dp_text_span(&p->text, ranges[i]);
    return spans;
}

/* The speaker's name as the source itself gives it, else the entity's. */
static dp_str name_of(const dp_prediction *p, const dp_claim *claim) {
    dp_str name = claim->speaker_name;
    for (uint32_t i = 0; i < p->entities.mention_count; i++) {
        const dp_mention *mention = &p->entities.mentions[i];
        if (mention->kind == DEPECHE_MENTION_NAME && mention->entity == claim->speaker &&
            mention->tokens.first >= claim->source.first && mention->tokens.end <= claim->source.end) {
            name = dp_text_range(&p->text, mention->tokens);
        }
    }
    return name;
}

static int fill_claims(const dp_prediction *p, dp_system *system) {
    dp_system_claim *claims = dp_arena_calloc(p->arena, p->claims.count + 1u, sizeof *claims);
    if (!claims) return -1;
    for (uint32_t i = 0; i < p->claims.count; i++) {
        const dp_claim *claim = &p->claims.at[i];
        if (claim->kind == DEPECHE_CLAIM_STATEMENT) continue;
        depeche_span *contents = to_spans(p, claim->contents, claim->content_count);
        depeche_span *cues = to_spans(p, claim->cues, claim->cue_count);
        if (!contents || !cues) return -1;
        claims[system->claim_count++] = (dp_system_claim){.contents = contents,
                                                          .cues = cues,
                                                          .content_count = claim->content_count,
                                                          .cue_count = claim->cue_count,
                                                          .has_source = claim->source.first < claim->source.end,
                                                          .source = dp_text_span(&p->text, claim->source),
                                                          .who = name_of(p, claim)};
    }
    system->claims = claims;
    return 0;
}

static int fill_worthy(const dp_prediction *p, dp_system *system) {
    const float worthy = 0.5f;
    uint32_t *offsets = dp_arena_calloc(p->arena, p->text.sentence_count + 1u, sizeof *offsets);
    if (!offsets) return -1;
    for (uint32_t s = 0; s < p->text.sentence_count; s++) {
        dp_range tokens = p->text.sentences[s].tokens;
        if (p->claims.sentence_worthiness[s] < worthy || tokens.first >= tokens.end) continue;
        offsets[system->check_worthy_count++] = p->text.tokens[tokens.first].char_start;
    }
    system->check_worthy = offsets;
    return 0;
}

static int predict(const depeche_pack *pack, dp_arena *arena, const char *path) {
    depeche_error error;
    dp_prediction prediction = {.pack = pack, .arena = arena};
    if (dp_gold_read(arena, path, &prediction.gold, &error)) return complain(error.message);
    dp_system system = {.id = prediction.gold.id};
    if (analyse(&prediction) || fill_entities(&prediction, &system) || fill_claims(&prediction, &system) ||
        fill_worthy(&prediction, &system)) {
        return complain("memory is out");
    }
    return dp_system_write(stdout, &system) ? complain("the output cannot be written") : 0;
}

int dp_train_predict_command(int argc, char **argv) {
    bool help = argc == 2 && !strcmp(argv[1], "--help");
    if (argc < 3) {
        fprintf(help ? stdout : stderr,
                "usage: depeche-train predict PACK FILE...\n\n"
                "Analyses annotated documents and writes what it found, one JSON object a line.\n");
        return help ? 0 : 2;
    }
    depeche_pack *pack;
    depeche_error error;
    if (depeche_pack_open(argv[1], &pack, &error)) return complain(error.message);
    dp_arena arena;
    dp_arena_init(&arena);
    int code = 0;
    for (int i = 2; i < argc && !code; i++) {
        dp_arena_reset(&arena);
        code = predict(pack, &arena, argv[i]);
    }
    dp_arena_close(&arena);
    depeche_pack_close(pack);
    return code;
}
