#include "corpus/gold.h"

#include <stdlib.h>

#include "base/array.h"
#include "corpus/folder.h"
#include "text/utf8.h"

enum { DEPTH_MAX = 64, NUMBER_MAX = 100000 };

static const dp_str ENTITY_TYPES[] = {
    {"PER", 3}, {"ORG", 3},  {"LOC", 3},   {"EVT", 3}, {"MISC", 4},
    {"GRP", 3}, {"DATE", 4}, {"MONEY", 5}, {"PCT", 3}, {"QTY", 3},
};

enum { ENTITY_TYPE_COUNT = sizeof ENTITY_TYPES / sizeof *ENTITY_TYPES };

typedef struct gold_tag {
    bool closing, empty;
    dp_str name;     /* letters */
    uint32_t number; /* 0 = none */
    bool has_number;
    dp_str who;
    size_t length; /* bytes of the whole tag */
} gold_tag;

typedef struct open_tag {
    gold_tag tag;
    uint32_t chars, bytes; /* where it opened, in the text */
} open_tag;

/* A closed <S>, <V>, <C> or <N>. */
typedef struct claim_piece {
    char letter;
    uint32_t number;
    depeche_span span;
    dp_str who;
} claim_piece;

typedef struct gold_reader {
    dp_arena *arena;
    const char *name;
    depeche_error *error;
    dp_str in; /* the file with line ends of one kind */
    size_t at; /* bytes read of it */
    char *out; /* the text so far */
    uint32_t bytes, chars;
    open_tag stack[DEPTH_MAX];
    uint32_t depth;
    dp_array(dp_gold_entity) entities;
    dp_array(claim_piece) pieces;
    dp_array(depeche_span) check_worthy;
} gold_reader;

static uint32_t line_at(const gold_reader *reader, size_t offset) {
    uint32_t line = 1;
    for (size_t i = 0; i < offset && i < reader->in.len; i++) line += reader->in.at[i] == '\n';
    return line;
}

static depeche_status fail(const gold_reader *reader, const char *what, dp_str which) {
    int length = which.len > 60 ? 60 : (int)which.len;
    return dp_error_set(reader->error, DEPECHE_ERROR_PACK_FORMAT, "%s:%u: %s%s%.*s", reader->name,
                        line_at(reader, reader->at), what, which.len ? " " : "", length, which.len ? which.at : "");
}

static depeche_status no_memory(const gold_reader *reader) {
    return dp_error_set(reader->error, DEPECHE_ERROR_MEMORY, "%s: out of memory", reader->name);
}

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

/* Copies the file with CRLF as LF. */
static bool unify_line_ends(gold_reader *reader, dp_str bytes) {
    char *copy = dp_arena_alloc(reader->arena, bytes.len + 1);
    if (!copy) return false;
    size_t length = 0;
    for (size_t i = 0; i < bytes.len; i++) {
        if (bytes.at[i] == '\r' && i + 1 < bytes.len && bytes.at[i + 1] == '\n') continue;
        copy[length++] = bytes.at[i];
    }
    reader->in = (dp_str){copy, length};
    return true;
}

static dp_str next_line(const gold_reader *reader) {
    const char *start = reader->in.at + reader->at;
    size_t left = reader->in.len - reader->at;
    const char *end = left ? memchr(start, '\n', left) : NULL;
    return (dp_str){start, end ? (size_t)(end - start) : left};
}

static dp_str trim(dp_str string) {
    while (string.len && is_space(string.at[0])) string = (dp_str){string.at + 1, string.len - 1};
    while (string.len && is_space(string.at[string.len - 1])) string.len--;
    return string;
}

static void read_key(dp_gold *gold, dp_str line) {
    const char *colon = memchr(line.at, ':', line.len);
    size_t length = colon ? (size_t)(colon - line.at) : line.len;
    dp_str key = trim((dp_str){line.at, length});
    dp_str value = colon ? trim((dp_str){colon + 1, line.len - length - 1}) : (dp_str){"", 0};
    if (dp_str_equal(key, DP_STR("id"))) gold->id = value;
    if (dp_str_equal(key, DP_STR("date"))) gold->date = value;
    if (dp_str_equal(key, DP_STR("source"))) gold->source = value;
    if (dp_str_equal(key, DP_STR("language"))) gold->language = value;
}

/* Reads the header and stops after the "## " of the title. */
static depeche_status read_header(gold_reader *reader, dp_gold *gold) {
    for (dp_str line = next_line(reader); dp_str_starts(line, DP_STR("# ")); line = next_line(reader)) {
        read_key(gold, (dp_str){line.at + 2, line.len - 2});
        reader->at += line.len;
        if (reader->at < reader->in.len) reader->at++;
    }
    if (!gold->id.at) return fail(reader, "the header lacks", DP_STR("id"));
    if (!gold->date.at) return fail(reader, "the header lacks", DP_STR("date"));
    if (!gold->source.at) return fail(reader, "the header lacks", DP_STR("source"));
    if (!gold->language.at) return fail(reader, "the header lacks", DP_STR("language"));
    while (reader->at < reader->in.len && reader->in.at[reader->at] == '\n') reader->at++;
    while (reader->in.len > reader->at && reader->in.at[reader->in.len - 1] == '\n') reader->in.len--;
    if (!dp_str_starts(next_line(reader), DP_STR("## "))) {
        return fail(reader, "the text does not start with '## ' and a title", DP_STR(""));
    }
    reader->at += 3;
    return DEPECHE_OK;
}

/* Reads a run of bytes that a test allows. */
static dp_str take(dp_str *rest, bool (*allows)(char)) {
    size_t length = 0;
    while (length < rest->len && allows(rest->at[length])) length++;
    dp_str taken = {rest->at, length};
    *rest = (dp_str){rest->at + length, rest->len - length};
    return taken;
}

static bool take_literal(dp_str *rest, dp_str literal) {
    if (!dp_str_starts(*rest, literal)) return false;
    *rest = (dp_str){rest->at + literal.len, rest->len - literal.len};
    return true;
}

static bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_not_quote(char c) {
    return c != '"';
}

/* Reads a tag at the start of `rest`; false when there is none of the form <NAME1 who="..."> or </NAME1> or <NAME/>. */
static bool read_tag(dp_str rest, gold_tag *tag) {
    dp_str start = rest;
    *tag = (gold_tag){0};
    if (!take_literal(&rest, DP_STR("<"))) return false;
    tag->closing = take_literal(&rest, DP_STR("/"));
    tag->name = take(&rest, is_capital);
    dp_str digits = take(&rest, is_digit);
    if (!tag->name.len || digits.len > 6) return false;
    for (size_t i = 0; i < digits.len; i++) tag->number = tag->number * 10 + (uint32_t)(digits.at[i] - '0');
    tag->has_number = digits.len > 0;
    dp_str spaces = take(&rest, is_space);
    if (spaces.len && take_literal(&rest, DP_STR("who=\""))) {
        tag->who = take(&rest, is_not_quote);
        if (!take_literal(&rest, DP_STR("\""))) return false;
        take(&rest, is_space);
    }
    tag->empty = take_literal(&rest, DP_STR("/"));
    if (!take_literal(&rest, DP_STR(">"))) return false;
    tag->length = start.len - rest.len;
    return true;
}

static int find_entity_type(const gold_tag *tag) {
    for (int i = 0; i < ENTITY_TYPE_COUNT && !tag->has_number; i++) {
        if (dp_str_equal(tag->name, ENTITY_TYPES[i])) return i;
    }
    return -1;
}

static bool is_claim_tag(const gold_tag *tag) {
    return tag->name.len == 1 && tag->has_number && tag->number <= NUMBER_MAX && memchr("SVCN", tag->name.at[0], 4);
}

static depeche_status open_element(gold_reader *reader, const gold_tag *tag) {
    bool entity = find_entity_type(tag) >= 0;
    if (!entity && !is_claim_tag(tag)) return fail(reader, "unknown tag", tag->name);
    for (uint32_t i = 0; entity && i < reader->depth; i++) {
        if (find_entity_type(&reader->stack[i].tag) >= 0) return fail(reader, "an entity inside an entity:", tag->name);
    }
    if (reader->depth == DEPTH_MAX) return fail(reader, "tags are nested too deep", tag->name);
    reader->stack[reader->depth++] = (open_tag){*tag, reader->chars, reader->bytes};
    return DEPECHE_OK;
}

/* White space of one, two or three bytes at either end (the no-break and narrow spaces of French among it). */
static bool has_outer_space(dp_str text) {
    static const dp_str wide[] = {{"\xc2\xa0", 2}, {"\xe2\x80\xaf", 3}, {"\xe2\x80\x89", 3}};
    if (is_space(text.at[0]) || is_space(text.at[text.len - 1])) return true;
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
        if (dp_str_starts(text, wide[i]) || dp_str_ends(text, wide[i])) return true;
    }
    return false;
}

static depeche_status close_element(gold_reader *reader, const gold_tag *tag) {
    const open_tag *open = reader->depth ? &reader->stack[reader->depth - 1] : NULL;
    bool same = open && dp_str_equal(open->tag.name, tag->name) && open->tag.number == tag->number &&
                open->tag.has_number == tag->has_number;
    if (!same) return fail(reader, "a closing tag without its opening tag:", tag->name);
    reader->depth--;
    depeche_span span = {open->chars, reader->chars, open->bytes, reader->bytes};
    dp_str text = {reader->out + open->bytes, reader->bytes - open->bytes};
    if (!text.len) return fail(reader, "an empty tag:", tag->name);
    if (has_outer_space(text)) return fail(reader, "a tag with outer spaces:", text);
    int type = find_entity_type(&open->tag);
    if (type >= 0) {
        dp_gold_entity entity = {ENTITY_TYPES[type], span};
        return dp_array_push(reader->arena, &reader->entities, entity) ? DEPECHE_OK : no_memory(reader);
    }
    claim_piece closed = {tag->name.at[0], tag->number, span, open->tag.who};
    return dp_array_push(reader->arena, &reader->pieces, closed) ? DEPECHE_OK : no_memory(reader);
}

static depeche_status read_element(gold_reader *reader, const gold_tag *tag) {
    if (dp_str_equal(tag->name, DP_STR("CW"))) {
        depeche_span here = {reader->chars, reader->chars, reader->bytes, reader->bytes};
        return dp_array_push(reader->arena, &reader->check_worthy, here) ? DEPECHE_OK : no_memory(reader);
    }
    return tag->closing ? close_element(reader, tag) : open_element(reader, tag);
}

static depeche_status read_body(gold_reader *reader) {
    reader->out = dp_arena_alloc(reader->arena, reader->in.len + 1);
    if (!reader->out) return no_memory(reader);
    while (reader->at < reader->in.len) {
        char c = reader->in.at[reader->at];
        if (c == '<' || c == '>') {
            gold_tag tag;
            dp_str rest = {reader->in.at + reader->at, reader->in.len - reader->at};
            if (!read_tag(rest, &tag)) return fail(reader, "a stray angle bracket", DP_STR(""));
            depeche_status status = read_element(reader, &tag);
            if (status) return status;
            reader->at += tag.length;
            continue;
        }
        reader->chars += ((unsigned char)c & 0xc0) != 0x80;
        reader->out[reader->bytes++] = c;
        reader->at++;
    }
    if (reader->depth) return fail(reader, "a tag is never closed:", reader->stack[reader->depth - 1].tag.name);
    return DEPECHE_OK;
}

static int compare_spans(depeche_span a, depeche_span b) {
    if (a.start != b.start) return a.start < b.start ? -1 : 1;
    return (a.end > b.end) - (a.end < b.end);
}

static int compare_entities(const void *a, const void *b) {
    return compare_spans(((const dp_gold_entity *)a)->span, ((const dp_gold_entity *)b)->span);
}

static int compare_pieces(const void *a, const void *b) {
    const claim_piece *x = a, *y = b;
    if (x->number != y->number) return x->number < y->number ? -1 : 1;
    return compare_spans(x->span, y->span);
}

static depeche_status add_piece(const gold_reader *reader, dp_gold_claim *claim, const claim_piece *piece) {
    if (piece->letter == 'S') {
        if (claim->has_source) return fail(reader, "a claim has two sources", piece->who);
        claim->has_source = true;
        claim->source = piece->span;
    } else if (piece->letter == 'V') {
        claim->cues[claim->cue_count++] = piece->span;
        return DEPECHE_OK;
    } else {
        claim->contents[claim->content_count++] = piece->span;
        claim->nominal = claim->nominal || piece->letter == 'N';
    }
    if (piece->who.len) claim->who = piece->who;
    return DEPECHE_OK;
}

/* Makes a claim of the pieces first..end, which share its number. */
static depeche_status build_claim(gold_reader *reader, const claim_piece *pieces, uint32_t count,
                                  dp_gold_claim *claim) {
    depeche_span *spans = dp_arena_calloc(reader->arena, (size_t)count * 2, sizeof *spans);
    if (!spans) return no_memory(reader);
    *claim = (dp_gold_claim){.number = pieces[0].number, .cues = spans, .contents = spans + count, .who = {"", 0}};
    for (uint32_t i = 0; i < count; i++) {
        depeche_status status = add_piece(reader, claim, &pieces[i]);
        if (status) return status;
    }
    if (!claim->content_count) return fail(reader, "a claim without content", DP_STR(""));
    if (!claim->cue_count && !claim->who.len)
        return fail(reader, "a claim without a cue whose content has no who=", DP_STR(""));
    return DEPECHE_OK;
}

static depeche_status build_claims(gold_reader *reader, dp_gold *gold) {
    const claim_piece *pieces = reader->pieces.at;
    uint32_t count = reader->pieces.count;
    if (!count) return DEPECHE_OK;
    qsort(reader->pieces.at, count, sizeof *pieces, compare_pieces);
    gold->claims = dp_arena_calloc(reader->arena, count, sizeof *gold->claims);
    if (!gold->claims) return no_memory(reader);
    for (uint32_t first = 0, end = 0; first < count; first = end) {
        while (end < count && pieces[end].number == pieces[first].number) end++;
        depeche_status status = build_claim(reader, pieces + first, end - first, &gold->claims[gold->claim_count++]);
        if (status) return status;
    }
    return DEPECHE_OK;
}

depeche_status dp_gold_parse(dp_arena *arena, const char *name, dp_str bytes, dp_gold *gold, depeche_error *error) {
    *gold = (dp_gold){0};
    gold_reader *reader = dp_arena_calloc(arena, 1, sizeof *reader);
    if (!reader) return dp_error_set(error, DEPECHE_ERROR_MEMORY, "%s: out of memory", name);
    reader->arena = arena;
    reader->name = name;
    reader->error = error;
    if (!unify_line_ends(reader, bytes)) return no_memory(reader);
    reader->at = dp_utf8_check(reader->in);
    if (reader->at < reader->in.len) return fail(reader, "not UTF-8", (dp_str){0});
    reader->at = 0;
    depeche_status status = read_header(reader, gold);
    if (!status) status = read_body(reader);
    if (!status) status = build_claims(reader, gold);
    if (status) return status;
    gold->text = (dp_str){reader->out, reader->bytes};
    const char *line_end = reader->bytes ? memchr(reader->out, '\n', reader->bytes) : NULL;
    gold->title_length = line_end ? (size_t)(line_end - reader->out) : reader->bytes;
    if (reader->entities.count) {
        qsort(reader->entities.at, reader->entities.count, sizeof *reader->entities.at, compare_entities);
    }
    gold->entities = reader->entities.at;
    gold->entity_count = reader->entities.count;
    gold->check_worthy = reader->check_worthy.at;
    gold->check_worthy_count = reader->check_worthy.count;
    return DEPECHE_OK;
}

depeche_status dp_gold_read(dp_arena *arena, const char *path, dp_gold *gold, depeche_error *error) {
    dp_str bytes;
    depeche_status status = dp_file_read(arena, path, &bytes, error);
    return status ? status : dp_gold_parse(arena, path, bytes, gold, error);
}
