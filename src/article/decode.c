#include "article/decode.h"

#include <stdio.h>

#include "article/decoding.h"
#include "article/hypertext.h"
#include "text/html.h"
#include "text/utf8.h"

dp_decode_options dp_decode_defaults(void) {
    return (dp_decode_options){
        .message_max = 10 << 20,
        .depth_max = 64,
        .names =
            {
                [DP_FIELD_ID] = "id",
                [DP_FIELD_TITLE] = "title",
                [DP_FIELD_TEXT] = "text,body",
                [DP_FIELD_URL] = "url",
                [DP_FIELD_SOURCE] = "source",
                [DP_FIELD_PUBLISHED_AT] = "published_at",
                [DP_FIELD_LANGUAGE] = "language",
            },
    };
}

void dp_rejection_set(dp_rejection *rejection, dp_reason reason, const char *more) {
    const char *sentence = dp_reason_sentence(reason);
    rejection->reason = reason;
    if (more) {
        snprintf(rejection->detail, sizeof rejection->detail, "%s (%s)", sentence, more);
    } else {
        snprintf(rejection->detail, sizeof rejection->detail, "%s", sentence);
    }
}

static int reject(dp_rejection *rejection, dp_reason reason, const char *more) {
    dp_rejection_set(rejection, reason, more);
    return 1;
}

static int reject_json(dp_rejection *rejection, const dp_json_error *error) {
    static const dp_reason reasons[] = {
        [DP_JSON_FAULT_SYNTAX] = DP_REASON_INVALID_JSON,
        [DP_JSON_FAULT_DEPTH] = DP_REASON_NESTED_TOO_DEEP,
        [DP_JSON_FAULT_SURROGATE] = DP_REASON_LONE_SURROGATE,
    };
    char more[128];
    snprintf(more, sizeof more, "at byte %zu: %s", error->at, error->what);
    return reject(rejection, reasons[error->fault], more);
}

static bool looks_like_utf16(dp_str message) {
    if (message.len < 2) return false;
    const unsigned char a = (unsigned char)message.at[0], b = (unsigned char)message.at[1];
    return (a == 0xFF && b == 0xFE) || (a == 0xFE && b == 0xFF) || (a != 0 && b == 0) ||
           (a == 0 && b != 0 && message.len >= 4 && message.at[2] == 0 && message.at[3] != 0);
}

/* Size and encoding, which every form shares. */
static int check_bytes(const dp_decode_options *options, dp_str message, dp_rejection *rejection) {
    char more[96];
    if (message.len > options->message_max || message.len > DEPECHE_TEXT_MAX) {
        snprintf(more, sizeof more, "%zu bytes, the limit is %zu", message.len, options->message_max);
        return reject(rejection, DP_REASON_TOO_LARGE, more);
    }
    if (looks_like_utf16(message)) return reject(rejection, DP_REASON_INVALID_UTF8, "it looks like UTF-16");
    size_t valid = dp_utf8_check(message);
    if (valid < message.len) {
        snprintf(more, sizeof more, "first at byte %zu", valid);
        return reject(rejection, DP_REASON_INVALID_UTF8, more);
    }
    return 0;
}

/* The names that the output has of its own. */
static bool is_reserved(dp_str name) {
    static const char *const reserved[] = {
        "schema_version", "id",        "title",    "url",    "source", "published_at", "language",
        "text",           "sentences", "entities", "values", "claims", "analysis",     "source_members",
    };
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++) {
        if (dp_str_equal(name, (dp_str){reserved[i], strlen(reserved[i])})) return true;
    }
    return false;
}

static bool is_null_or_empty(dp_json value) {
    return value.kind == DP_JSON_NULL || (value.kind == DP_JSON_STRING && value.raw.len == 2);
}

/* What depeche itself put into a document that comes in again: it is found anew. */
static bool is_own_result(dp_str name) {
    static const char *const results[] = {"schema_version", "sentences", "entities", "values", "claims", "analysis"};
    for (size_t i = 0; i < sizeof results / sizeof *results; i++) {
        if (dp_str_equal(name, (dp_str){results[i], strlen(results[i])})) return true;
    }
    return false;
}

/* Whether the object is an enriched article of this project. */
static bool is_own_document(const dp_object *object) {
    const dp_member *version = dp_object_find_kind(object, DP_STR("schema_version"), DP_JSON_STRING);
    const dp_member *analysis = dp_object_find_kind(object, DP_STR("analysis"), DP_JSON_OBJECT);
    return version && analysis && dp_str_starts(version->value.raw, DP_STR("\"1."));
}

/* Lists what is carried through: every member that the output does not say by itself. */
static int carry_members(dp_decoding *d) {
    d->article->carried = dp_arena_calloc(d->arena, d->object.count, sizeof *d->article->carried);
    if (!d->article->carried) return -1;
    bool own = is_own_document(&d->object);
    for (uint32_t i = 0; i < d->object.count; i++) {
        const dp_member *member = &d->object.members[i];
        if (own && is_own_result(member->name)) continue;
        bool aside = is_reserved(member->name);
        if (member->used || (aside && is_null_or_empty(member->value))) continue;
        d->article->carried[d->article->carried_count++] =
            (dp_carried){.name = member->raw_name, .value = member->value.raw, .aside = aside};
    }
    return 0;
}

/* Feeds often repeat the title as the first line of the body: there it goes. */
static void drop_repeated_title(dp_article *article) {
    dp_str body = article->body;
    if (!article->title.len || !dp_str_starts(body, article->title)) return;
    dp_str rest = {body.at + article->title.len, body.len - article->title.len};
    if (!rest.len || (rest.at[0] != '\n' && rest.at[0] != '\r') || dp_text_is_blank(rest)) return;
    while (rest.at[0] == '\n' || rest.at[0] == '\r') rest = (dp_str){rest.at + 1, rest.len - 1};
    article->body = rest;
}

static int decode_object(dp_decoding *d, dp_str bytes) {
    dp_json json;
    dp_json_error error;
    if (!dp_json_check(bytes, d->options->depth_max, &json, &error)) return reject_json(d->rejection, &error);
    dp_object_result read = dp_object_read(d->arena, json, &d->object);
    if (read == DP_OBJECT_MEMORY) return -1;
    if (read == DP_OBJECT_DUPLICATE) return reject(d->rejection, DP_REASON_DUPLICATE_MEMBER, NULL);
    bool ninjs = dp_ninjs_recognise(d);
    d->article->form = ninjs ? DP_FORM_NINJS : DP_FORM_JSON;
    int result = ninjs ? dp_decode_ninjs(d) : dp_decode_text(d);
    if (result == 0) result = dp_decode_metadata(d);
    if (result) return result;
    drop_repeated_title(d->article);
    return carry_members(d);
}

static int decode_bare(dp_decoding *d, dp_str bytes) {
    dp_json json;
    dp_json_error error;
    if (memchr(bytes.at, '\0', bytes.len)) return reject(d->rejection, DP_REASON_NOT_TEXT, NULL);
    if (dp_json_check(bytes, d->options->depth_max, &json, &error)) {
        return reject(d->rejection, DP_REASON_NOT_AN_ARTICLE, NULL);
    }
    if (error.fault == DP_JSON_FAULT_DEPTH) return reject_json(d->rejection, &error);
    d->article->form = dp_hypertext_begins_document(bytes) ? DP_FORM_HTML : DP_FORM_TEXT;
    d->article->body = bytes;
    if (d->article->form == DP_FORM_HTML && dp_html_to_text(d->arena, bytes, &d->article->body)) return -1;
    return dp_text_is_blank(d->article->body) ? reject(d->rejection, DP_REASON_NO_TEXT, NULL) : 0;
}

int dp_decode(const dp_decode_options *options, dp_arena *arena, dp_str message, dp_article *article,
              dp_rejection *rejection) {
    *article = (dp_article){0};
    *rejection = (dp_rejection){0};
    int result = check_bytes(options, message, rejection);
    if (result) return result;
    if (dp_str_starts(message, DP_STR("\xEF\xBB\xBF"))) message = (dp_str){message.at + 3, message.len - 3};
    size_t first = 0;
    while (first < message.len && memchr(" \t\r\n", message.at[first], 4)) first++;
    if (first == message.len) return reject(rejection, DP_REASON_NO_TEXT, "it is empty");
    dp_decoding decoding = {.options = options, .arena = arena, .article = article, .rejection = rejection};
    return message.at[first] == '{' ? decode_object(&decoding, message) : decode_bare(&decoding, message);
}
