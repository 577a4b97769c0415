/*
 * reason.h - why a message cannot be processed, and what was odd in one that can: two declared tables of stable words.
 *
 * The words are a promise to users (dead-letter headers, metrics, alerts): they are added to, never changed.
 */
#ifndef DP_REASON_H
#define DP_REASON_H

#include "base/str.h"

typedef enum dp_reason {
    DP_REASON_NONE = 0,
    DP_REASON_TOO_LARGE,
    DP_REASON_INVALID_UTF8,
    DP_REASON_NOT_TEXT,
    DP_REASON_INVALID_JSON,
    DP_REASON_LONE_SURROGATE,
    DP_REASON_NESTED_TOO_DEEP,
    DP_REASON_DUPLICATE_MEMBER,
    DP_REASON_NOT_AN_ARTICLE,
    DP_REASON_NO_TEXT,
    DP_REASON_DOCUMENT_TOO_LARGE,
    DP_REASON_COUNT
} dp_reason;

/* The stable word of a reason, such as "invalid_json", and a sentence that says what it means and what to do. Static.
 */
const char *dp_reason_word(dp_reason reason);
const char *dp_reason_sentence(dp_reason reason);

/* The words of all reasons, NULL-terminated: for metrics that count each from zero. Static. */
const char *const *dp_reason_words(void);

/* What the article said that could not be used; the analysis goes on without it, and the member is carried as it came.
 */
typedef enum dp_note {
    DP_NOTE_ID = 0,
    DP_NOTE_TITLE,
    DP_NOTE_URL,
    DP_NOTE_SOURCE,
    DP_NOTE_PUBLISHED_AT,
    DP_NOTE_LANGUAGE,
    DP_NOTE_COUNT
} dp_note;

/* The stable word of a note, such as "published_at_ignored". Static. */
const char *dp_note_word(dp_note note);

#endif
