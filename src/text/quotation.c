#include "text/quotation.h"

#include "base/array.h"

/* Marks of one family pair with each other. */
typedef enum family { GUILLEMET, CURLY, STRAIGHT, DOUBLED, ANGLE, SINGLE, FAMILIES } family;

typedef enum side { OPENS, CLOSES, EITHER } side;

typedef struct mark {
    const char *form;
    uint8_t family;
    uint8_t side;
} mark;

static const mark marks[] = {
    {"«", GUILLEMET, OPENS},  {"»", GUILLEMET, CLOSES}, {"<<", GUILLEMET, OPENS}, {">>", GUILLEMET, CLOSES},
    {"“", CURLY, OPENS},      {"”", CURLY, CLOSES},     {"„", CURLY, OPENS},      {"‟", CURLY, OPENS},
    {"\"", STRAIGHT, EITHER}, {"″", STRAIGHT, EITHER},  {"＂", STRAIGHT, EITHER}, {"''", DOUBLED, EITHER},
    {"``", DOUBLED, OPENS},   {"´´", DOUBLED, CLOSES},  {"‹", ANGLE, OPENS},      {"›", ANGLE, CLOSES},
    {"‘", SINGLE, OPENS},     {"’", SINGLE, CLOSES},    {"'", SINGLE, EITHER},    {"`", SINGLE, OPENS},
    {"´", SINGLE, CLOSES},    {"‚", SINGLE, OPENS},     {"‛", SINGLE, OPENS},
};

typedef dp_array(dp_quotation) quotation_array;

typedef struct open_quotation {
    uint32_t number;
    uint8_t family;
    bool reversed; /* opened by » */
} open_quotation;

typedef struct pairing {
    dp_arena *arena;
    const dp_text *text;
    quotation_array found;
    open_quotation stack[DP_QUOTATION_DEPTH];
    unsigned depth;
    uint32_t first, end;      /* tokens of the paragraph */
    int balance[FAMILIES];    /* opening less closing marks of the paragraph */
    uint32_t left[FAMILIES];  /* marks still to come in the paragraph that may close */
    bool left_open[FAMILIES]; /* the paragraph before ended inside such a quotation */
    uint32_t last_close;      /* the last mark of the paragraph that closed a quotation; 0 for none */
    family last_family;       /* and of what family */
} pairing;

static const mark *mark_of(const pairing *p, uint32_t token) {
    if (p->text->tokens[token].kind != DP_TOKEN_QUOTE) return NULL;
    dp_str form = dp_text_token(p->text, token);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (form.len == strlen(marks[i].form) && memcmp(form.at, marks[i].form, form.len) == 0) return &marks[i];
    }
    return NULL;
}

/* Whether white space, an opening sign or the start of the paragraph stands before the token. */
static bool free_before(const pairing *p, uint32_t token) {
    if (token == p->first || p->text->tokens[token].flags & DP_TOKEN_SPACE_BEFORE) return true;
    const dp_token *before = &p->text->tokens[token - 1];
    if (before->flags & DP_TOKEN_ELIDED) return true;
    char c = p->text->bytes.at[before->byte_start];
    if (before->kind == DP_TOKEN_PUNCTUATION) return !memchr(".,;:!?)]", c, 8);
    const mark *m = mark_of(p, token - 1);
    return m && m->side == OPENS;
}

/* Whether white space, a closing sign or the end of the paragraph stands after the token. */
static bool free_after(const pairing *p, uint32_t token) {
    if (token + 1 >= p->end || p->text->tokens[token + 1].flags & DP_TOKEN_SPACE_BEFORE) return true;
    const dp_token *after = &p->text->tokens[token + 1];
    char c = p->text->bytes.at[after->byte_start];
    if (after->kind == DP_TOKEN_PUNCTUATION) return c != '(' && c != '[';
    const mark *m = mark_of(p, token + 1);
    return m && m->side == CLOSES;
}

/* The side of a mark that may be either, by what stands around it; EITHER when that does not tell. */
static side side_by_place(const pairing *p, uint32_t token) {
    bool before = free_before(p, token), after = free_after(p, token);
    if (before && !after) return OPENS;
    if (after && !before) return CLOSES;
    return EITHER;
}

/* The place in the stack of the innermost open quotation of the family, plus one; 0 when none is open. */
static unsigned find_open(const pairing *p, family f) {
    for (unsigned i = p->depth; i > 0; i--) {
        if (p->stack[i - 1].family == f) return i;
    }
    return 0;
}

static bool open_at(pairing *p, uint32_t token, family f, bool reversed) {
    if (p->depth == DP_QUOTATION_DEPTH) return true;
    dp_quotation quotation = {.open = token,
                              .close = token,
                              .parent = p->depth ? p->stack[p->depth - 1].number : DEPECHE_NONE,
                              .depth = (uint8_t)(p->depth + 1)};
    p->stack[p->depth++] = (open_quotation){p->found.count, (uint8_t)f, reversed};
    return dp_array_push(p->arena, &p->found, quotation);
}

/* Ends the quotations above `depth` as never closed, with `last` as their last token. A single mark without its like
 * was none: the quotation is marked as empty by close < open, and dropped later. */
static void abandon(pairing *p, unsigned depth, uint32_t last) {
    while (p->depth > depth) {
        open_quotation *top = &p->stack[--p->depth];
        dp_quotation *quotation = &p->found.at[top->number];
        quotation->close = last;
        if (top->family == SINGLE) {
            quotation->close = 0;
            quotation->open = DEPECHE_NONE;
        }
    }
}

static void close_at(pairing *p, unsigned place, uint32_t token) {
    abandon(p, place, token > p->first ? token - 1 : token);
    dp_quotation *quotation = &p->found.at[p->stack[--p->depth].number];
    quotation->close = token;
    quotation->closed = true;
    p->last_close = token;
    p->last_family = (family)p->stack[p->depth].family;
}

/* A straight mark is often left out where two would close at once ("Il a dit "oui"): the quotations that are open at
 * the end of the paragraph end with those inside them, when these were the last. */
static void close_straight(pairing *p) {
    bool straight = p->last_family == STRAIGHT || p->last_family == DOUBLED;
    if (p->last_close == 0 || !straight || p->found.at[p->found.count - 1].open > p->last_close) return;
    while (p->depth > 0) {
        const open_quotation *top = &p->stack[p->depth - 1];
        dp_quotation *quotation = &p->found.at[top->number];
        if (top->family != p->last_family || p->last_close <= quotation->open) return;
        quotation->close = p->last_close;
        quotation->closed = true;
        p->depth--;
    }
}

/* A closing mark of the family. It also closes the innermost double mark of another family when no mark to come can:
 * "mot”. */
static void take_closing(pairing *p, uint32_t token, family f) {
    unsigned place = find_open(p, f);
    if (place == 0 && f != SINGLE && p->depth > 0) {
        family other = (family)p->stack[p->depth - 1].family;
        if (other != SINGLE && p->left[other] == 0) place = p->depth;
    }
    if (place > 0) close_at(p, place, token);
}

/* An opening mark. A mark of the family that is still open is taken for one that was never closed when the paragraph
 * has too few closing marks, or for straight ones when a new sentence starts here. */
static bool take_opening(pairing *p, uint32_t token, family f, bool reversed) {
    unsigned place = find_open(p, f);
    bool fresh = p->text->tokens[token].flags & DP_TOKEN_SENTENCE_START;
    bool missing = f == STRAIGHT || f == DOUBLED ? fresh : p->balance[f] > 0;
    if (place > 0 && missing) {
        abandon(p, place - 1, token - 1);
        p->balance[f]--;
    }
    return open_at(p, token, f, reversed);
}

/* Guillemets are also set the other way round: »mot«. */
static bool take_guillemet(pairing *p, uint32_t token, side s) {
    unsigned place = find_open(p, GUILLEMET);
    if (s == OPENS) {
        bool closes = place > 0 && p->stack[place - 1].reversed && side_by_place(p, token) == CLOSES;
        if (!closes) return take_opening(p, token, GUILLEMET, false);
        close_at(p, place, token);
        return true;
    }
    bool first = token == p->first;
    bool opens = place == 0 && (first ? p->left_open[GUILLEMET] : side_by_place(p, token) == OPENS);
    if (opens) return open_at(p, token, GUILLEMET, !first);
    take_closing(p, token, GUILLEMET);
    return true;
}

/* A single mark counts only where its place is clear. */
static bool take_single(pairing *p, uint32_t token, side s) {
    side place = side_by_place(p, token);
    if (find_open(p, SINGLE) > 0) {
        if (s != OPENS && place != OPENS && !free_before(p, token)) take_closing(p, token, SINGLE);
        return true;
    }
    return s != CLOSES && place == OPENS ? open_at(p, token, SINGLE, false) : true;
}

static bool take(pairing *p, uint32_t token, const mark *m) {
    family f = (family)m->family;
    side s = (side)m->side;
    if (f == GUILLEMET) return take_guillemet(p, token, s);
    if (f == SINGLE) return take_single(p, token, s);
    if (s == EITHER) {
        s = side_by_place(p, token);
        if (s == EITHER) s = find_open(p, f) > 0 ? CLOSES : OPENS;
    } else if (f == CURLY && find_open(p, f) > 0 && side_by_place(p, token) == CLOSES) {
        s = CLOSES; /* „mot“ */
    } else if (f == CURLY && find_open(p, f) == 0 && side_by_place(p, token) == OPENS) {
        s = OPENS; /* ”mot” */
    }
    if (s == OPENS) return take_opening(p, token, f, false);
    take_closing(p, token, f);
    return true;
}

/* Counts the marks of the paragraph, and opens what goes on from the paragraph before: its first mark only closes. */
static bool start_paragraph(pairing *p) {
    memset(p->balance, 0, sizeof p->balance);
    memset(p->left, 0, sizeof p->left);
    p->last_close = 0;
    const mark *first = NULL;
    uint32_t at = p->first;
    for (uint32_t i = p->first; i < p->end; i++) {
        const mark *m = mark_of(p, i);
        if (!m || m->family == SINGLE) continue;
        if (!first) {
            first = m;
            at = i;
        }
        p->balance[m->family] += m->side == OPENS ? 1 : m->side == CLOSES ? -1 : 0;
        p->left[m->family] += m->side != OPENS;
    }
    if (!first || at == p->first || !p->left_open[first->family]) return true;
    /* 15" is inches. */
    bool closes = first->side == CLOSES || (first->side == EITHER && side_by_place(p, at) == CLOSES &&
                                            p->text->tokens[at - 1].kind != DP_TOKEN_NUMBER);
    return closes ? open_at(p, p->first, (family)first->family, false) : true;
}

static bool pair_paragraph(pairing *p) {
    if (!start_paragraph(p)) return false;
    for (uint32_t i = p->first; i < p->end; i++) {
        const mark *m = mark_of(p, i);
        if (!m) continue;
        if (m->family != SINGLE) p->left[m->family] -= m->side != OPENS;
        if (!take(p, i, m)) return false;
    }
    close_straight(p);
    memset(p->left_open, 0, sizeof p->left_open);
    for (unsigned i = 0; i < p->depth; i++) p->left_open[p->stack[i].family] = true;
    abandon(p, 0, p->end - 1);
    return true;
}

/* Drops the quotations that turned out to be none, and sets right the parents and depths of those inside them. */
static bool compact(pairing *p) {
    uint32_t *renumbered = dp_arena_alloc(p->arena, (p->found.count + (size_t)1) * sizeof *renumbered);
    if (!renumbered) return false;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < p->found.count; i++) {
        dp_quotation quotation = p->found.at[i];
        if (quotation.parent != DEPECHE_NONE) quotation.parent = renumbered[quotation.parent];
        bool dropped = quotation.open == DEPECHE_NONE;
        renumbered[i] = dropped ? quotation.parent : kept;
        if (dropped) continue;
        quotation.depth = quotation.parent == DEPECHE_NONE ? 1 : (uint8_t)(p->found.at[quotation.parent].depth + 1);
        p->found.at[kept++] = quotation;
    }
    p->found.count = kept;
    return true;
}

static void fill_tokens(const pairing *p, uint32_t *of_token) {
    uint32_t current = DEPECHE_NONE, next = 0;
    for (uint32_t i = 0; i < p->text->token_count; i++) {
        while (next < p->found.count && p->found.at[next].open == i) current = next++;
        of_token[i] = current;
        while (current != DEPECHE_NONE && p->found.at[current].close == i) current = p->found.at[current].parent;
    }
}

int dp_quotations_find(dp_arena *arena, const dp_text *text, dp_quotations *quotations) {
    pairing p = {.arena = arena, .text = text};
    *quotations = (dp_quotations){0};
    for (uint32_t i = 0; i < text->paragraph_count; i++) {
        dp_range sentences = text->paragraphs[i].sentences;
        p.first = text->sentences[sentences.first].tokens.first;
        p.end = text->sentences[sentences.end - 1].tokens.end;
        if (!pair_paragraph(&p)) return -1;
    }
    uint32_t *of_token = dp_arena_alloc(arena, (text->token_count + (size_t)1) * sizeof *of_token);
    if (!of_token || !compact(&p)) return -1;
    fill_tokens(&p, of_token);
    *quotations = (dp_quotations){p.found.at, p.found.count, of_token};
    return 0;
}
