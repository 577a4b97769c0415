#include "trainer/claims_graft.h"

#include "base/array.h"
#include "base/memory.h"
#include "trainer/claims_gold.h"

enum {
    FRAME_LONGEST = 16, /* tokens of a head or tail */
    BODY_SHORTEST = 8,
    BODY_LONGEST = 60, /* tokens of a sentence of the narrator */
    ENTITIES = 24,     /* names in a piece that are kept */
    STRIDE = 7919,     /* a prime: which frame a sentence gets */
    SPOKEN_STEP = 4,   /* every so many sentences that hold a claim or quotation are kept too: claims nest */
};

/* A piece of text with its names, offsets from its start. */
typedef struct dp_piece {
    dp_str bytes;
    dp_gold_entity entities[ENTITIES];
    uint32_t entity_count;
} dp_piece;

typedef struct dp_frame {
    dp_piece piece;
    bool tail, elided;
    depeche_span cues[2], source;
    uint32_t cue_count;
    bool has_source;
} dp_frame;

typedef struct dp_body {
    dp_piece piece;
    uint32_t document;
    bool keeps_capital; /* begins with a name */
} dp_body;

struct dp_grafts {
    dp_arena arena;
    dp_array(dp_frame) frames;
    dp_array(dp_body) bodies;
    uint32_t spoken; /* sentences met that hold a claim or quotation */
};

dp_grafts *dp_grafts_new(void) {
    dp_grafts *grafts = dp_calloc(1, sizeof *grafts);
    if (grafts) dp_arena_init(&grafts->arena);
    return grafts;
}

void dp_grafts_close(dp_grafts *grafts) {
    if (!grafts) return;
    dp_arena_close(&grafts->arena);
    dp_free(grafts);
}

/* ---------------------------------------------------------------------------------------------- collecting */

static depeche_span moved(depeche_span span, uint32_t down, uint32_t up) {
    return (depeche_span){0, 0, span.byte_start - down + up, span.byte_end - down + up};
}

static bool inside(depeche_span span, uint32_t start, uint32_t end) {
    return start <= span.byte_start && span.byte_end <= end;
}

/* Copies the bytes from start to end with their names. Returns 0 or -1 (memory). */
static int take_piece(dp_grafts *grafts, const dp_gold *gold, uint32_t start, uint32_t end, dp_piece *piece) {
    char *copy = dp_arena_alloc(&grafts->arena, end - start + 1u);
    if (!copy) return -1;
    memcpy(copy, gold->text.at + start, end - start);
    *piece = (dp_piece){.bytes = {copy, end - start}};
    for (uint32_t i = 0; i < gold->entity_count && piece->entity_count < ENTITIES; i++) {
        if (!inside(gold->entities[i].span, start, end)) continue;
        dp_gold_entity *entity = &piece->entities[piece->entity_count++];
        *entity = (dp_gold_entity){gold->entities[i].type, moved(gold->entities[i].span, start, 0)};
    }
    return 0;
}

/* Keeps what stands beside the content of a claim whose content is all the rest of its sentence. */
static int take_frame(dp_grafts *grafts, const dp_scene *scene, const dp_gold *gold, const dp_gold_claim *claim) {
    const dp_text *text = scene->text;
    if (claim->content_count != 1 || !claim->cue_count || claim->cue_count > 2 || claim->nominal) return 0;
    dp_range content = dp_gold_tokens(text, claim->contents[0]);
    if (content.first >= content.end || dp_scene_is(scene, content.first, DP_MARK_SIGN)) return 0;
    dp_range sentence = dp_scene_sentence(scene, content.first);
    uint32_t stop = sentence.end;
    while (stop > sentence.first && dp_scene_is(scene, stop - 1, DP_MARK_STOP)) stop--;
    dp_range frame;
    bool tail = content.first == sentence.first;
    if (tail) {
        frame = (dp_range){content.end, stop};
    } else {
        frame = (dp_range){sentence.first, content.first};
        if (content.end != stop || !dp_scene_is(scene, content.first - 1, DP_MARK_THAT | DP_MARK_SIGN)) return 0;
    }
    if (frame.first >= frame.end || frame.end - frame.first > FRAME_LONGEST) return 0;
    uint32_t start = text->tokens[tail ? frame.first - 1 : frame.first].byte_end;
    uint32_t end = tail ? text->tokens[frame.end - 1].byte_end : text->tokens[content.first].byte_start;
    if (!tail) start = text->tokens[frame.first].byte_start;
    dp_frame taken = {.tail = tail, .has_source = claim->has_source, .cue_count = claim->cue_count};
    taken.elided = !tail && text->tokens[frame.end - 1].flags & DP_TOKEN_ELIDED;
    for (uint32_t i = 0; i < claim->cue_count; i++) {
        if (!inside(claim->cues[i], start, end)) return 0;
        taken.cues[i] = moved(claim->cues[i], start, 0);
    }
    if (claim->has_source && !inside(claim->source, start, end)) return 0;
    if (claim->has_source) taken.source = moved(claim->source, start, 0);
    if (take_piece(grafts, gold, start, end, &taken.piece)) return -1;
    return dp_array_push(&grafts->arena, &grafts->frames, taken) ? 0 : -1;
}

static bool touches_claim(const dp_gold *gold, uint32_t start, uint32_t end) {
    for (uint32_t g = 0; g < gold->claim_count; g++) {
        const dp_gold_claim *claim = &gold->claims[g];
        for (uint32_t i = 0; i < claim->content_count; i++) {
            if (claim->contents[i].byte_start < end && start < claim->contents[i].byte_end) return true;
        }
        for (uint32_t i = 0; i < claim->cue_count; i++) {
            if (claim->cues[i].byte_start < end && start < claim->cues[i].byte_end) return true;
        }
    }
    return false;
}

static int take_body(dp_grafts *grafts, const dp_scene *scene, const dp_gold *gold, uint32_t document,
                     dp_range sentence) {
    const dp_text *text = scene->text;
    uint32_t length = sentence.end - sentence.first, last = sentence.end - 1;
    if (length < BODY_SHORTEST || length > BODY_LONGEST || !dp_scene_is(scene, last, DP_MARK_STOP)) return 0;
    if (dp_scene_is(scene, last, DP_MARK_QUESTION)) return 0;
    bool finite = false, spoken = false;
    for (uint32_t t = sentence.first; t < last; t++) {
        uint32_t outer = scene->marks[t].outer;
        if (dp_scene_is(scene, t, DP_MARK_COLON | DP_MARK_DASH)) return 0;
        if (outer != DEPECHE_NONE &&
            (scene->quotations->at[outer].open < sentence.first || scene->quotations->at[outer].close >= last)) {
            return 0;
        }
        spoken |= outer != DEPECHE_NONE;
        finite |= scene->marks[t].finite;
    }
    uint32_t start = text->tokens[sentence.first].byte_start, end = text->tokens[last].byte_start;
    spoken |= touches_claim(gold, start, end);
    if (!finite || (spoken && grafts->spoken++ % SPOKEN_STEP)) return 0;
    dp_body body = {.document = document, .keeps_capital = scene->marks[sentence.first].tag != DP_TAG_NONE};
    if (take_piece(grafts, gold, start, end, &body.piece)) return -1;
    return dp_array_push(&grafts->arena, &grafts->bodies, body) ? 0 : -1;
}

int dp_grafts_collect(dp_grafts *grafts, const dp_scene *scene, const dp_gold *gold, uint32_t document) {
    for (uint32_t g = 0; g < gold->claim_count; g++) {
        if (take_frame(grafts, scene, gold, &gold->claims[g])) return -1;
    }
    for (uint32_t s = scene->text->title_sentences; s < scene->text->sentence_count; s++) {
        dp_range sentence = scene->text->sentences[s].tokens;
        if (sentence.first < sentence.end && take_body(grafts, scene, gold, document, sentence)) return -1;
    }
    return 0;
}

/* ------------------------------------------------------------------------------------------------- making */

uint32_t dp_grafts_count(const dp_grafts *grafts) {
    return grafts->frames.count ? grafts->bodies.count : 0;
}

uint32_t dp_grafts_document(const dp_grafts *grafts, uint32_t number) {
    return grafts->bodies.at[number].document;
}

static bool begins_with_vowel(dp_str bytes) {
    return bytes.len > 0 && memchr("AEIOUYHaeiouyh\xc3", bytes.at[0], 15) != NULL;
}

static int copy_entities(const dp_piece *piece, uint32_t up, dp_gold *gold) {
    for (uint32_t i = 0; i < piece->entity_count; i++) {
        gold->entities[gold->entity_count++] =
            (dp_gold_entity){piece->entities[i].type, moved(piece->entities[i].span, 0, up)};
    }
    return 0;
}

int dp_grafts_make(const dp_grafts *grafts, dp_arena *arena, uint32_t number, dp_gold *gold) {
    const dp_body *body = &grafts->bodies.at[number];
    const dp_frame *frame = &grafts->frames.at[(uint64_t)number * STRIDE % grafts->frames.count];
    if (!frame->tail && frame->piece.bytes.len && frame->elided != begins_with_vowel(body->piece.bytes)) {
        bool open = dp_str_ends(frame->piece.bytes, DP_STR(" "));
        if (frame->elided ||
            (open && frame->piece.bytes.len > 1 && frame->piece.bytes.at[frame->piece.bytes.len - 2] != ',')) {
            return 1;
        }
    }
    size_t length = body->piece.bytes.len + frame->piece.bytes.len + 1;
    char *bytes = dp_arena_alloc(arena, length);
    dp_gold_claim *claim = dp_arena_calloc(arena, 1, sizeof *claim);
    depeche_span *content = dp_arena_alloc(arena, sizeof *content);
    depeche_span *cues = dp_arena_alloc(arena, 2 * sizeof *cues);
    dp_gold_entity *entities = dp_arena_calloc(arena, 2 * ENTITIES, sizeof *entities);
    if (!bytes || !claim || !content || !cues || !entities) return -1;
    uint32_t frame_at = frame->tail ? (uint32_t)body->piece.bytes.len : 0;
    uint32_t body_at = frame->tail ? 0 : (uint32_t)frame->piece.bytes.len;
    memcpy(bytes + frame_at, frame->piece.bytes.at, frame->piece.bytes.len);
    memcpy(bytes + body_at, body->piece.bytes.at, body->piece.bytes.len);
    bytes[length - 1] = '.';
    char first = bytes[body_at];
    if (!frame->tail && !body->keeps_capital && first >= 'A' && first <= 'Z')
        bytes[body_at] = (char)(first + 'a' - 'A');
    *content = (depeche_span){0, 0, body_at, body_at + (uint32_t)body->piece.bytes.len};
    for (uint32_t i = 0; i < frame->cue_count; i++) cues[i] = moved(frame->cues[i], 0, frame_at);
    *claim = (dp_gold_claim){.number = 1,
                             .has_source = frame->has_source,
                             .source = moved(frame->source, 0, frame_at),
                             .cues = cues,
                             .contents = content,
                             .cue_count = frame->cue_count,
                             .content_count = 1,
                             .who = {"", 0}};
    *gold = (dp_gold){.text = {bytes, length}, .entities = entities, .claims = claim, .claim_count = 1};
    copy_entities(frame->tail ? &body->piece : &frame->piece, 0, gold);
    return copy_entities(frame->tail ? &frame->piece : &body->piece, frame->tail ? frame_at : body_at, gold);
}
