/*
 * setting.h - the declared table of settings. Everything that speaks of settings is made from it: the parser's checks,
 * help, the README's table, the manual page's list, the example file and the completions.
 */
#ifndef DP_SETTING_H
#define DP_SETTING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

typedef enum dp_setting_id {
    DP_SETTING_BROKERS = 0,
    DP_SETTING_GROUP,
    DP_SETTING_INPUT_TOPIC,
    DP_SETTING_OUTPUT_TOPIC,
    DP_SETTING_DEAD_LETTER_TOPIC,
    DP_SETTING_PARTITIONING,
    DP_SETTING_OVERSIZE,
    DP_SETTING_INSTANCE_ID,
    DP_SETTING_DELIVERY,
    DP_SETTING_COMMIT_INTERVAL,
    DP_SETTING_TRANSACTIONAL_ID,
    DP_SETTING_TRANSACTION_TIME,
    DP_SETTING_TRANSACTION_MESSAGES,
    DP_SETTING_CONNECT_TIMEOUT,
    DP_SETTING_TOPIC_TIMEOUT,
    DP_SETTING_OAUTH_TOKEN_FILE,
    DP_SETTING_THREADS,
    DP_SETTING_QUEUE_MESSAGES,
    DP_SETTING_QUEUE_BYTES,
    DP_SETTING_DRAIN_TIMEOUT,
    DP_SETTING_REVOKE_TIMEOUT,
    DP_SETTING_LANGUAGES,
    DP_SETTING_PACKS,
    DP_SETTING_ARTICLE_MAX_SIZE,
    DP_SETTING_ARTICLE_MAX_DEPTH,
    DP_SETTING_ARTICLE_BODIES,
    DP_SETTING_ARTICLE_EXPLAIN,
    DP_SETTING_MEMBER_ID,
    DP_SETTING_MEMBER_TITLE,
    DP_SETTING_MEMBER_TEXT,
    DP_SETTING_MEMBER_PUBLISHED,
    DP_SETTING_MEMBER_URL,
    DP_SETTING_MEMBER_SOURCE,
    DP_SETTING_MEMBER_LANGUAGE,
    DP_SETTING_HTTP_ADDRESS,
    DP_SETTING_HTTP_PORT,
    DP_SETTING_HTTP_CONNECTIONS,
    DP_SETTING_HTTP_TIMEOUT,
    DP_SETTING_LOG_LEVEL,
    DP_SETTING_LOG_FORMAT,
    DP_SETTING_STATISTICS_INTERVAL,
    DP_SETTING_SANDBOX,
    DP_SETTING_COUNT
} dp_setting_id;

typedef enum dp_setting_type {
    DP_TYPE_STRING = 0,
    DP_TYPE_INTEGER,
    DP_TYPE_DURATION, /* number in microseconds */
    DP_TYPE_SIZE,     /* number in bytes */
    DP_TYPE_CHOICE,   /* number is the place among the choices, from 0 */
    DP_TYPE_BOOLEAN,
} dp_setting_type;

typedef struct dp_setting {
    const char *name, *section;
    dp_setting_type type;
    const char *initial;     /* the default, as one would write it; "" for none */
    int64_t least, most;     /* of INTEGER, DURATION and SIZE */
    const char *choices;     /* of CHOICE: words separated by | */
    char flag;               /* its short flag, or 0 */
    bool required;           /* may not be empty */
    const char *description; /* a sentence */
} dp_setting;

/* The setting of an id; the ids count from 0 to DP_SETTING_COUNT - 1 in the order of the documentation. */
const dp_setting *dp_setting_of(dp_setting_id id);

/* The id of a name, or -1. */
int dp_setting_find(dp_str name);

/* Writes the setting's environment variable, such as "DEPECHE_INPUT_TOPIC", into `variable` of 64 bytes. */
void dp_setting_variable(const dp_setting *setting, char variable[64]);

/* What is allowed, for messages and documentation: "1 to 256", "json or text", "yes or no", "any text". */
void dp_setting_allowed(const dp_setting *setting, char allowed[128]);

/* "integer", "duration"... */
const char *dp_setting_type_name(dp_setting_type type);

/* Checks `value` against the setting; its number (0 for strings) goes to *number. False when it is not allowed. */
bool dp_setting_check(const dp_setting *setting, dp_str value, int64_t *number);

#endif
