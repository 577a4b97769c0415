/*
 * IPTC ninjs (https://iptc.org/standards/ninjs/). 1.x: `headline`, `body_text`, `body_xhtml`... 2.x: arrays `headlines`
 * and `bodies` of objects with role, contenttype and value. 3.x: the same, names in camel case.
 */
#include "article/decoding.h"

/* One text of a ninjs item: a body, headline or description, as 1.x members or 2.x and 3.x array elements give it. */
typedef struct part {
    dp_str role, type; /* type: the media type, or what follows body_ in the name */
    dp_json value;
    dp_member *member; /* the member of the item that it is in */
} part;

static bool contains(dp_str string, const char *what) {
    size_t length = strlen(what);
    for (size_t i = 0; i + length <= string.len; i++) {
        if (memcmp(string.at + i, what, length) == 0) return true;
    }
    return false;
}

/* The first of some members that holds a value of that kind. */
static dp_member *find_any(const dp_decoding *d, const char *const *names, dp_json_kind kind) {
    for (; *names; names++) {
        dp_member *member = dp_object_find_kind(&d->object, (dp_str){*names, strlen(*names)}, kind);
        if (member) return member;
    }
    return NULL;
}

static bool has_prefixed_string(const dp_decoding *d, dp_str prefix) {
    for (uint32_t i = 0; i < d->object.count; i++) {
        const dp_member *member = &d->object.members[i];
        if (member->value.kind == DP_JSON_STRING && dp_str_starts(member->name, prefix)) return true;
    }
    return false;
}

/* Whether the item names the standard that it follows, as it may since 2.1. */
static bool says_ninjs(const dp_decoding *d) {
    const dp_member *standard = dp_object_find_kind(&d->object, DP_STR("standard"), DP_JSON_OBJECT);
    if (!standard) return false;
    dp_json_cursor cursor = dp_json_enter(standard->value);
    dp_json name, value;
    while (dp_json_next(&cursor, &name, &value)) {
        if (dp_str_equal(name.raw, DP_STR("\"name\"")) && dp_str_equal(value.raw, DP_STR("\"ninjs\""))) return true;
    }
    return false;
}

bool dp_ninjs_recognise(const dp_decoding *d) {
    static const char *const arrays[] = {"bodies", "headlines", "descriptions", NULL};
    static const char *const strings[] = {"headline", "versioncreated", "versionCreated", NULL};
    if (says_ninjs(d)) return true;
    if (dp_field_is_string(d, DP_FIELD_TEXT)) return false;
    return find_any(d, arrays, DP_JSON_ARRAY) || has_prefixed_string(d, DP_STR("body_")) ||
           (dp_object_find_kind(&d->object, DP_STR("uri"), DP_JSON_STRING) && find_any(d, strings, DP_JSON_STRING));
}

static int read_part(const dp_decoding *d, dp_json json, part *read) {
    dp_json_cursor cursor = dp_json_enter(json);
    dp_json raw_name, value;
    while (dp_json_next(&cursor, &raw_name, &value)) {
        dp_str name, *string = NULL;
        if (value.kind != DP_JSON_STRING || raw_name.kind != DP_JSON_STRING) continue;
        if (dp_json_string(d->arena, raw_name, &name)) return -1;
        if (dp_str_equal(name, DP_STR("value"))) read->value = value;
        if (dp_str_equal(name, DP_STR("role"))) string = &read->role;
        if (dp_str_equal(name, DP_STR("contenttype")) || dp_str_equal(name, DP_STR("contentType")))
            string = &read->type;
        if (string && dp_json_string(d->arena, value, string)) return -1;
    }
    return 0;
}

/* How much a part is to be preferred: the main one, then those without a role; markup first, since plain bodies often
 * come without their paragraphs, and other XML last. */
static int rank(const part *p) {
    int rank = dp_str_equal(p->role, DP_STR("main")) ? 20 : p->role.len == 0 ? 10 : 0;
    if (contains(p->type, "html")) return rank + 3;
    if (contains(p->type, "plain") || contains(p->type, "text")) return rank + 2;
    return p->type.len ? rank : rank + 1;
}

static bool is_better(const part *p, const part *best) {
    if (p->value.kind != DP_JSON_STRING || p->value.raw.len <= 2) return false;
    return best->value.kind == DP_JSON_NONE || rank(p) > rank(best);
}

/* The best of the parts in the array `plural` (2.x, 3.x) or in the members that begin with `prefix` (1.x). */
static int find_part(const dp_decoding *d, dp_str plural, dp_str prefix, part *best) {
    *best = (part){0};
    dp_member *array = dp_object_find_kind(&d->object, plural, DP_JSON_ARRAY);
    if (array) {
        dp_json_cursor cursor = dp_json_enter(array->value);
        dp_json name, value;
        while (dp_json_next(&cursor, &name, &value)) {
            part read = {.member = array};
            if (value.kind == DP_JSON_OBJECT && read_part(d, value, &read)) return -1;
            if (is_better(&read, best)) *best = read;
        }
    }
    for (uint32_t i = 0; i < d->object.count; i++) {
        dp_member *member = &d->object.members[i];
        if (!dp_str_starts(member->name, prefix)) continue;
        dp_str type = {member->name.at + prefix.len, member->name.len - prefix.len};
        part read = {.type = type, .value = member->value, .member = member};
        if (!type.len) read.role = DP_STR("main");
        if (is_better(&read, best)) *best = read;
    }
    return 0;
}

/* Media types and 1.x suffixes of markup hold "html", "nitf" or "xml"; plain ones "plain" or "text" alone. */
static dp_body_kind kind_of(dp_str type) {
    if (contains(type, "html") || contains(type, "nitf") || contains(type, "xml")) return DP_BODY_MARKUP;
    return contains(type, "plain") ? DP_BODY_PLAIN : DP_BODY_ANY;
}

static int decode_body(dp_decoding *d) {
    part best;
    dp_str body;
    if (find_part(d, DP_STR("bodies"), DP_STR("body_"), &best)) return -1;
    bool described = !best.member;
    if (described && find_part(d, DP_STR("descriptions"), DP_STR("description_"), &best)) return -1;
    if (!best.member) {
        dp_rejection_set(d->rejection, DP_REASON_NO_TEXT, "the ninjs item has no body and no description");
        return 1;
    }
    bool verbatim;
    if (dp_json_string(d->arena, best.value, &body)) return -1;
    if (dp_decoding_set_body(d, body, kind_of(best.type), &verbatim)) return -1;
    if (dp_text_is_blank(d->article->body)) {
        dp_rejection_set(d->rejection, DP_REASON_NO_TEXT, "the body of the ninjs item holds no text");
        return 1;
    }
    if (best.member->value.kind == DP_JSON_STRING && !described) best.member->used = verbatim;
    return 0;
}

/* With the option to drop them: the bodies, whichever the text was taken from. */
static void drop_bodies(dp_decoding *d) {
    for (uint32_t i = 0; i < d->object.count; i++) {
        dp_member *member = &d->object.members[i];
        if (dp_str_starts(member->name, DP_STR("body_")) || dp_str_equal(member->name, DP_STR("bodies"))) {
            member->used = true;
        }
    }
}

static int decode_headline(dp_decoding *d) {
    part best;
    dp_str title;
    if (find_part(d, DP_STR("headlines"), DP_STR("headline"), &best)) return -1;
    if (!best.member) return 0;
    return dp_json_string(d->arena, best.value, &title) || dp_decoding_set_title(d, title) ? -1 : 0;
}

/* The day of this version, or else of its content, or of its first version. */
static int decode_dates(dp_decoding *d) {
    static const char *const names[] = {"versioncreated", "versionCreated", "contentcreated",
                                        "contentCreated", "firstcreated",   "firstCreated"};
    bool given = false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const dp_member *member = dp_object_find(&d->object, (dp_str){names[i], strlen(names[i])});
        dp_str stamp;
        if (!member) continue;
        given = true;
        if (member->value.kind != DP_JSON_STRING) continue;
        if (dp_json_string(d->arena, member->value, &stamp)) return -1;
        if (dp_decoding_set_published(d, stamp)) return 0;
    }
    if (given) dp_decoding_note(d, DP_NOTE_PUBLISHED_AT);
    return 0;
}

/* Who speaks: the information source, or who holds the rights. */
static int decode_infosource(dp_decoding *d) {
    static const char *const sources[] = {"infosources", "infoSources", "infosource", NULL};
    static const char *const holders[] = {"copyrightholder", "copyrightHolder", NULL};
    const dp_member *member = find_any(d, sources, DP_JSON_ARRAY);
    dp_json name, value;
    if (member) {
        dp_json_cursor cursor = dp_json_enter(member->value);
        while (!d->article->source.len && dp_json_next(&cursor, &name, &value)) {
            dp_json_cursor inner = dp_json_enter(value);
            while (dp_json_next(&inner, &name, &value)) {
                if (!dp_str_equal(name.raw, DP_STR("\"name\""))) continue;
                if (dp_decoding_read_name(d, value, &d->article->source)) return -1;
            }
        }
    }
    if (d->article->source.len) return 0;
    member = find_any(d, holders, DP_JSON_STRING);
    return member ? dp_decoding_read_name(d, member->value, &d->article->source) : 0;
}

int dp_decode_ninjs(dp_decoding *d) {
    const dp_member *uri = dp_object_find_kind(&d->object, DP_STR("uri"), DP_JSON_STRING);
    if (uri && dp_decoding_read_name(d, uri->value, &d->article->id)) return -1;
    int result = decode_body(d);
    if (result) return result;
    if (d->options->drop_bodies) drop_bodies(d);
    return decode_headline(d) || decode_dates(d) || decode_infosource(d) ? -1 : 0;
}
