#include "cli/reading.h"

#include <jansson.h>
#include <stdio.h>

#include "cli/labels.h"
#include "cli/wrap.h"

#define RESET "\033[0m"
#define BOLD "\033[1m"
#define DIM "\033[2m"

enum { INDENT = 11, NAMES_MAX = 7, CLAIMS_MAX = 8, VALUES_MAX = 10, CONTENT_MAX = 150, SENTENCE_MAX = 300 };

typedef struct reading {
    const json_t *document;
    dp_wrap wrap;
    bool colored;
} reading;

static void style(reading *r, const char *code) {
    if (r->colored) dp_wrap_style(&r->wrap, code);
}

/* NULL, for a member that the document lacks, adds nothing. */
static void add(reading *r, const char *text) {
    if (text) dp_wrap_add_text(&r->wrap, text);
}

static void add_styled(reading *r, const char *code, const char *text) {
    style(r, code);
    add(r, text);
    style(r, RESET);
}

static const char *text_of(const json_t *object, const char *name) {
    return json_string_value(json_object_get(object, name));
}

static double number_of(const json_t *object, const char *name) {
    return json_number_value(json_object_get(object, name));
}

static const json_t *list_of(const json_t *object, const char *name) {
    return json_object_get(object, name);
}

/* Begins a line with its label in the margin. */
static void label(reading *r, const char *name) {
    dp_wrap_skip(&r->wrap, 2);
    style(r, DIM);
    add(r, name);
    style(r, RESET);
    dp_wrap_margin(&r->wrap, INDENT);
}

static void end_line(reading *r) {
    dp_wrap_end(&r->wrap, INDENT);
}

/* ------------------------------------------------------------------------------------------------ entities */

static bool is_of(const json_t *entity, const char *const *types) {
    const char *type = text_of(entity, "type");
    for (; type && *types; types++) {
        if (strcmp(type, *types) == 0) return true;
    }
    return false;
}

/* The number of the most salient entity of these types that is not in `shown`; -1 when all are. */
static int next_entity(const json_t *entities, const char *const *types, const int *shown, int shown_count) {
    int best = -1;
    for (size_t i = 0; i < json_array_size(entities); i++) {
        const json_t *entity = json_array_get(entities, i);
        bool seen = false;
        for (int k = 0; k < shown_count; k++) seen |= shown[k] == (int)i;
        if (seen || !is_of(entity, types)) continue;
        if (best < 0 || number_of(entity, "salience") > number_of(json_array_get(entities, (size_t)best), "salience")) {
            best = (int)i;
        }
    }
    return best;
}

static void add_entity(reading *r, const json_t *entity) {
    add_styled(r, BOLD, text_of(entity, "name"));
    const char *role = json_string_value(json_array_get(list_of(entity, "roles"), 0));
    if (role) add(r, ", ");
    if (role) add(r, role);
    const json_t *link = json_array_get(list_of(entity, "links"), 0);
    const char *kind = text_of(link, "kind"), *id = text_of(link, "id");
    if (!kind || !id) return;
    style(r, DIM);
    add(r, strcmp(kind, "geonames") == 0 ? " (GeoNames " : " (ISO ");
    add(r, id);
    add(r, ")");
    style(r, RESET);
}

static void add_entities(reading *r, const char *name, const char *const *types) {
    const json_t *entities = list_of(r->document, "entities");
    int shown[NAMES_MAX], count = 0, left = 0;
    for (int next; count < NAMES_MAX && (next = next_entity(entities, types, shown, count)) >= 0;) {
        if (count == 0) label(r, name);
        if (count > 0) add(r, " · ");
        add_entity(r, json_array_get(entities, (size_t)next));
        shown[count++] = next;
    }
    for (size_t i = 0; i < json_array_size(entities); i++) left += is_of(json_array_get(entities, i), types);
    if (left > count) {
        char more[32];
        snprintf(more, sizeof more, " · and %d more", left - count);
        add(r, more);
    }
    if (count) end_line(r);
}

/* -------------------------------------------------------------------------------------------------- claims */

static const char *speaker_of(const json_t *claim) {
    const json_t *speaker = list_of(claim, "speaker");
    const char *name = text_of(speaker, "name"), *text = text_of(speaker, "text");
    return name ? name : text ? text : "(no source named)";
}

/* The one of a list of the document that has this id; NULL when there is none. */
static const json_t *with_id(const reading *r, const char *list, const char *id) {
    const json_t *all = list_of(r->document, list);
    for (size_t i = 0; id && i < json_array_size(all); i++) {
        const char *other = text_of(json_array_get(all, i), "id");
        if (other && strcmp(other, id) == 0) return json_array_get(all, i);
    }
    return NULL;
}

/* The names of all who say a claim, or the words for them. */
static void add_speaker(reading *r, const json_t *claim) {
    const json_t *joint = list_of(list_of(claim, "speaker"), "with");
    for (size_t i = 0; i < json_array_size(joint); i++) {
        const char *name = text_of(with_id(r, "entities", json_string_value(json_array_get(joint, i))), "name");
        if (name) add(r, name);
        if (name) add(r, ", ");
    }
    add(r, speaker_of(claim));
}

static void add_excerpt(reading *r, const char *text, size_t most) {
    dp_buffer excerpt = {0};
    dp_label_excerpt(&excerpt, (dp_str){text, strlen(text)}, most);
    dp_wrap_add(&r->wrap, dp_buffer_str(&excerpt));
    dp_buffer_close(&excerpt);
}

static void add_excerpts(reading *r, const json_t *list, const char *between) {
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *text = text_of(json_array_get(list, i), "text");
        if (i) add(r, between);
        if (text) add_excerpt(r, text, CONTENT_MAX);
    }
}

static void add_claim(reading *r, const json_t *claim) {
    style(r, BOLD);
    add_speaker(r, claim);
    style(r, RESET);
    const json_t *cues = list_of(list_of(claim, "cue"), "spans");
    if (json_array_size(cues)) add(r, " — ");
    add_excerpts(r, cues, "…");
    add(r, json_array_size(cues) ? " — " : ": ");
    add_excerpts(r, list_of(claim, "content"), " … ");
    style(r, DIM);
    add(r, " [");
    add(r, text_of(claim, "kind"));
    const char *certainty = text_of(claim, "certainty"), *polarity = text_of(claim, "polarity");
    if (polarity && strcmp(polarity, "asserts") != 0) add(r, ", ");
    if (polarity && strcmp(polarity, "asserts") != 0) add(r, polarity);
    if (certainty && strcmp(certainty, "asserted") != 0) add(r, ", ");
    if (certainty && strcmp(certainty, "asserted") != 0) add(r, certainty);
    const json_t *outer = with_id(r, "claims", text_of(claim, "reported_by"));
    if (outer) add(r, ", reported by ");
    if (outer) add_speaker(r, outer);
    add(r, "]");
    style(r, RESET);
    end_line(r);
}

static bool is_statement(const json_t *claim) {
    const char *kind = text_of(claim, "kind");
    return kind && strcmp(kind, "statement") == 0;
}

static void add_claims(reading *r) {
    const json_t *claims = list_of(r->document, "claims");
    int shown = 0, said = 0;
    for (size_t i = 0; i < json_array_size(claims); i++) said += !is_statement(json_array_get(claims, i));
    for (size_t i = 0; i < json_array_size(claims) && shown < CLAIMS_MAX; i++) {
        const json_t *claim = json_array_get(claims, i);
        if (is_statement(claim)) continue;
        label(r, shown == 0 ? "says" : "");
        add_claim(r, claim);
        shown++;
    }
    if (said > shown) {
        char more[40];
        snprintf(more, sizeof more, "and %d more", said - shown);
        label(r, "");
        add(r, more);
        end_line(r);
    }
}

/* -------------------------------------------------------------------------------------------------- values */

/* What a value means, as "about 2 000 000 000 USD"; nothing when it was not resolved. Of counted things the number:
 * what is counted stands in the words. */
static void word_value(dp_buffer *text, const json_t *value) {
    static const char *const words[] = {"about", "more_than", "less_than"}, *const signs[] = {"about ", "over ",
                                                                                              "under "};
    const char *iso = text_of(value, "iso"), *currency = text_of(value, "currency");
    const char *approximation = text_of(value, "approximation"), *kind = text_of(value, "kind");
    if (!iso && !json_is_number(list_of(value, "number"))) return;
    for (int i = 0; i < 3; i++) {
        if (approximation && strcmp(approximation, words[i]) == 0) dp_buffer_add_text(text, signs[i]);
    }
    if (iso) {
        dp_buffer_add_text(text, iso);
        return;
    }
    dp_label_number(text, number_of(value, "number"));
    if (kind && strcmp(kind, "percentage") == 0) dp_buffer_add_text(text, "\xC2\xA0%");
    if (currency) dp_buffer_add_text(text, "\xC2\xA0");
    if (currency) dp_buffer_add_text(text, currency);
}

/* Whether a text begins with another, their kinds of blanks apart. */
static bool begins_with(const char *a, dp_str b) {
    size_t at = 0;
    for (; *a && at < b.len; a++, at++) {
        bool first = (unsigned char)*a == 0xC2 && (unsigned char)a[1] == 0xA0;
        bool second = at + 1 < b.len && (unsigned char)b.at[at] == 0xC2 && (unsigned char)b.at[at + 1] == 0xA0;
        if ((first ? ' ' : *a) != (second ? ' ' : b.at[at])) return false;
        a += first;
        at += second;
    }
    return at == b.len;
}

/* Values whose meaning says more than their words do. */
static void add_values(reading *r) {
    const json_t *values = list_of(r->document, "values");
    dp_buffer meaning = {0};
    int shown = 0;
    for (size_t i = 0; i < json_array_size(values) && shown < VALUES_MAX; i++) {
        const json_t *value = json_array_get(values, i);
        const char *words = text_of(value, "text");
        dp_buffer_clear(&meaning);
        word_value(&meaning, value);
        if (!words || meaning.len == 0 || begins_with(words, dp_buffer_str(&meaning))) continue;
        if (shown == 0) label(r, "values");
        if (shown++ > 0) add(r, " · ");
        add(r, words);
        add(r, " = ");
        style(r, BOLD);
        dp_wrap_add(&r->wrap, dp_buffer_str(&meaning));
        style(r, RESET);
    }
    if (shown) end_line(r);
    dp_buffer_close(&meaning);
}

/* --------------------------------------------------------------------------------------------- to be checked */

/* The part of a UTF-8 text between two code points. */
static dp_str slice(const char *text, size_t start, size_t end) {
    const char *at = text, *from = NULL;
    for (size_t count = 0; *at && count < end; count++) {
        if (count == start) from = at;
        at++;
        while (((unsigned char)*at & 0xC0) == 0x80) at++;
    }
    return from ? (dp_str){from, (size_t)(at - from)} : (dp_str){"", 0};
}

static void add_check(reading *r) {
    const json_t *sentences = list_of(r->document, "sentences"), *best = NULL;
    for (size_t i = 0; i < json_array_size(sentences); i++) {
        const json_t *sentence = json_array_get(sentences, i);
        if (!best || number_of(sentence, "check_worthiness") > number_of(best, "check_worthiness")) best = sentence;
    }
    const char *text = text_of(r->document, "text");
    if (!best || !text || number_of(best, "check_worthiness") <= 0) return;
    char score[16];
    snprintf(score, sizeof score, "%.2f ", number_of(best, "check_worthiness"));
    dp_str sentence = slice(text, (size_t)number_of(best, "start"), (size_t)number_of(best, "end"));
    dp_buffer excerpt = {0};
    dp_label_excerpt(&excerpt, sentence, SENTENCE_MAX);
    label(r, "check");
    add(r, score);
    dp_wrap_add(&r->wrap, dp_buffer_str(&excerpt));
    end_line(r);
    dp_buffer_close(&excerpt);
}

static void add_title(reading *r) {
    const char *title = text_of(r->document, "title"), *text = text_of(r->document, "text");
    style(r, BOLD);
    add_excerpt(r, title ? title : text ? text : "", SENTENCE_MAX);
    style(r, RESET);
    dp_wrap_end(&r->wrap, INDENT);
    static const char *const about[] = {"source", "published_at", "language", "id"};
    dp_wrap_skip(&r->wrap, 2);
    style(r, DIM);
    bool first = true;
    for (size_t i = 0; i < sizeof about / sizeof *about; i++) {
        const char *value = text_of(r->document, about[i]);
        if (!value) continue;
        if (!first) add(r, " · ");
        add(r, value);
        first = false;
    }
    style(r, RESET);
    end_line(r);
}

int dp_reading_add(dp_buffer *text, dp_str document, bool colored, size_t columns) {
    static const char *const people[] = {"person", "group", NULL}, *const places[] = {"location", NULL},
                             *const things[] = {"organization", "event", "work", NULL};
    json_t *root = json_loadb(document.at, document.len, 0, NULL);
    if (!json_is_object(root)) {
        json_decref(root);
        return -1;
    }
    reading r = {root, dp_wrap_open(text, columns), colored};
    add_title(&r);
    add_entities(&r, "who", people);
    add_entities(&r, "what", things);
    add_entities(&r, "where", places);
    add_claims(&r);
    add_values(&r);
    add_check(&r);
    dp_wrap_end(&r.wrap, 0);
    dp_wrap_close(&r.wrap);
    json_decref(root);
    return 0;
}
