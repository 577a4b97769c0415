#include "article/reason.h"

/* The word of reason N at N - 1, so that the list ends in NULL. */
static const char *const words[DP_REASON_COUNT] = {
    [DP_REASON_TOO_LARGE - 1] = "too_large",
    [DP_REASON_INVALID_UTF8 - 1] = "invalid_utf8",
    [DP_REASON_NOT_TEXT - 1] = "not_text",
    [DP_REASON_INVALID_JSON - 1] = "invalid_json",
    [DP_REASON_LONE_SURROGATE - 1] = "lone_surrogate",
    [DP_REASON_NESTED_TOO_DEEP - 1] = "nested_too_deep",
    [DP_REASON_DUPLICATE_MEMBER - 1] = "duplicate_member",
    [DP_REASON_NOT_AN_ARTICLE - 1] = "not_an_article",
    [DP_REASON_NO_TEXT - 1] = "no_text",
    [DP_REASON_DOCUMENT_TOO_LARGE - 1] = "document_too_large",
};

static const char *const sentences[DP_REASON_COUNT] = {
    [DP_REASON_NONE] = "Nothing is wrong.",
    [DP_REASON_TOO_LARGE] = "The message is larger than the limit; send it in parts or raise the limit.",
    [DP_REASON_INVALID_UTF8] = "The message is not valid UTF-8; encode it as UTF-8.",
    [DP_REASON_NOT_TEXT] =
        "The message has NUL bytes and is no text; send JSON or text, without a binary envelope such "
        "as a schema registry's.",
    [DP_REASON_INVALID_JSON] = "The message begins as a JSON object but is not valid JSON.",
    [DP_REASON_LONE_SURROGATE] =
        "A string has a \\u escape of half a surrogate pair, which is no character; escape both "
        "halves or write the character itself.",
    [DP_REASON_NESTED_TOO_DEEP] =
        "Objects and arrays are nested deeper than the limit; flatten them or raise the limit.",
    [DP_REASON_DUPLICATE_MEMBER] = "The object has two members of one name; which is meant cannot be told, keep one.",
    [DP_REASON_NOT_AN_ARTICLE] =
        "The message is JSON but no object; send one article a message, as a JSON object or as "
        "bare text.",
    [DP_REASON_NO_TEXT] = "The article has no text: no member that holds it, or nothing to read in it.",
    [DP_REASON_DOCUMENT_TOO_LARGE] =
        "The enriched document would be larger than the limit; raise the limit, or send the article in parts.",
};

static const char *const notes[DP_NOTE_COUNT] = {
    [DP_NOTE_ID] = "id_ignored",
    [DP_NOTE_TITLE] = "title_ignored",
    [DP_NOTE_URL] = "url_ignored",
    [DP_NOTE_SOURCE] = "source_ignored",
    [DP_NOTE_PUBLISHED_AT] = "published_at_ignored",
    [DP_NOTE_LANGUAGE] = "language_ignored",
};

const char *dp_reason_word(dp_reason reason) {
    return reason == DP_REASON_NONE ? "none" : words[reason - 1];
}

const char *dp_reason_sentence(dp_reason reason) {
    return sentences[reason];
}

const char *const *dp_reason_words(void) {
    return words;
}

const char *dp_note_word(dp_note note) {
    return notes[note];
}
