#include "article/decoding.h"

/* The next name of a comma-separated list, spaces around it cut; false at the end. */
static bool next_name(const char **list, dp_str *name) {
    while (**list == ',' || **list == ' ') ++*list;
    if (!**list) return false;
    size_t length = strcspn(*list, ",");
    *name = (dp_str){*list, length};
    *list += length;
    while (name->len && name->at[name->len - 1] == ' ') name->len--;
    return true;
}

/* The first member of a field's names that says anything: not null, not an empty string. NULL when none does. */
static dp_member *find_field(const dp_decoding *d, dp_field field) {
    const char *list = d->options->names[field];
    dp_str name;
    while (list && next_name(&list, &name)) {
        dp_member *member = dp_object_find(&d->object, name);
        if (member && (member->value.kind != DP_JSON_STRING || member->value.raw.len > 2)) return member;
    }
    return NULL;
}

bool dp_field_is_string(const dp_decoding *d, dp_field field) {
    const dp_member *member = find_field(d, field);
    return member && member->value.kind == DP_JSON_STRING;
}

/* The characters of a member's string; empty when it is no string or blank. */
static int read_string(const dp_decoding *d, const dp_member *member, dp_str *string) {
    *string = (dp_str){0};
    if (member->value.kind != DP_JSON_STRING) return 0;
    if (dp_json_string(d->arena, member->value, string)) return -1;
    if (dp_text_is_blank(*string)) *string = (dp_str){0};
    return 0;
}

int dp_decode_text(dp_decoding *d) {
    const char *list = d->options->names[DP_FIELD_TEXT], *more = "the object has no member of that name";
    dp_str name, text;
    while (list && next_name(&list, &name)) {
        dp_member *member = dp_object_find(&d->object, name);
        if (!member) continue;
        more = member->value.kind == DP_JSON_STRING ? "it is empty" : "it is no string";
        if (read_string(d, member, &text)) return -1;
        if (!text.len) continue;
        bool verbatim;
        if (dp_decoding_set_body(d, text, DP_BODY_ANY, &verbatim)) return -1;
        member->used = verbatim || d->options->drop_bodies;
        if (!dp_text_is_blank(d->article->body)) return 0;
        more = "its markup holds no text";
    }
    dp_rejection_set(d->rejection, DP_REASON_NO_TEXT, more);
    return 1;
}

static int decode_id(dp_decoding *d, dp_member *member) {
    if (member->value.kind == DP_JSON_NUMBER && member->value.raw.len <= DP_NAME_MAX) {
        d->article->id = member->value.raw;
        return 0;
    }
    if (dp_decoding_read_name(d, member->value, &d->article->id)) return -1;
    member->used = d->article->id.len > 0;
    if (!member->used) dp_decoding_note(d, DP_NOTE_ID);
    return 0;
}

static int decode_title(dp_decoding *d, dp_member *member) {
    dp_str title;
    if (read_string(d, member, &title) || (title.len && dp_decoding_set_title(d, title))) return -1;
    member->used = d->article->title.len > 0;
    if (!member->used) dp_decoding_note(d, DP_NOTE_TITLE);
    return 0;
}

static int decode_url(dp_decoding *d, dp_member *member) {
    if (read_string(d, member, &d->article->url)) return -1;
    member->used = d->article->url.len > 0;
    if (!member->used) dp_decoding_note(d, DP_NOTE_URL);
    return 0;
}

/* A name, or an object that has one. */
static int decode_source(dp_decoding *d, dp_member *member) {
    dp_json name, value;
    dp_json_cursor cursor = dp_json_enter(member->value);
    if (dp_decoding_read_name(d, member->value, &d->article->source)) return -1;
    member->used = d->article->source.len > 0;
    if (member->value.kind == DP_JSON_OBJECT) {
        while (dp_json_next(&cursor, &name, &value)) {
            if (!dp_str_equal(name.raw, DP_STR("\"name\""))) continue;
            if (dp_decoding_read_name(d, value, &d->article->source)) return -1;
        }
    }
    if (!d->article->source.len) dp_decoding_note(d, DP_NOTE_SOURCE);
    return 0;
}

static int decode_published(dp_decoding *d, dp_member *member) {
    dp_str stamp;
    if (read_string(d, member, &stamp)) return -1;
    member->used = dp_decoding_set_published(d, stamp);
    if (!member->used) dp_decoding_note(d, DP_NOTE_PUBLISHED_AT);
    return 0;
}

static int decode_language(dp_decoding *d, dp_member *member) {
    dp_str language;
    if (read_string(d, member, &language) || dp_decoding_set_language(d, language, &member->used)) return -1;
    if (!member->used) dp_decoding_note(d, DP_NOTE_LANGUAGE);
    return 0;
}

int dp_decode_metadata(dp_decoding *d) {
    static int (*const decoders[DP_FIELD_COUNT])(dp_decoding *, dp_member *) = {
        [DP_FIELD_ID] = decode_id,
        [DP_FIELD_TITLE] = decode_title,
        [DP_FIELD_URL] = decode_url,
        [DP_FIELD_SOURCE] = decode_source,
        [DP_FIELD_LANGUAGE] = decode_language,
        [DP_FIELD_PUBLISHED_AT] = decode_published,
    };
    const bool known[DP_FIELD_COUNT] = {
        [DP_FIELD_ID] = d->article->id.len > 0,
        [DP_FIELD_TITLE] = d->article->title.len > 0,
        [DP_FIELD_TEXT] = true,
        [DP_FIELD_SOURCE] = d->article->source.len > 0,
        [DP_FIELD_PUBLISHED_AT] = d->article->has_day,
    };
    for (dp_field field = 0; field < DP_FIELD_COUNT; field++) {
        dp_member *member = known[field] ? NULL : find_field(d, field);
        if (member && decoders[field](d, member)) return -1;
    }
    return 0;
}
