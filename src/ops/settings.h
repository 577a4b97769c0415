/*
 * settings.h - the values of the settings, from the file, the environment and the flags.
 *
 * Precedence, whatever the order of the calls: flags, environment, file, default. A value "@file:PATH" stands for the
 * content of that file without its last line end, "@env:NAME" for that environment variable; both may be used for any
 * setting, and what comes so is shown as written, never as the value. A secret may not be given as a flag, since every
 * user of the machine sees flags.
 *
 * Names "kafka.PROPERTY" hand any librdkafka property through; "kafka.consumer.PROPERTY" and "kafka.producer.PROPERTY"
 * do so for one of the two clients.
 */
#ifndef DP_SETTINGS_H
#define DP_SETTINGS_H

#include "ops/buffer.h"
#include "ops/setting.h"

typedef struct dp_settings dp_settings;

typedef enum dp_origin {
    DP_ORIGIN_DEFAULT = 0,
    DP_ORIGIN_FILE,
    DP_ORIGIN_ENVIRONMENT,
    DP_ORIGIN_FLAG,
} dp_origin;

/* A librdkafka property that was handed through. */
typedef struct dp_kafka_property {
    const char *setting; /* the name that it was given under: "kafka.consumer.fetch.min.bytes" */
    const char *name;    /* the same without "kafka." */
    const char *value;   /* may be a secret */
    const char *shown;   /* the value as it may be printed */
    const char *place;   /* where it was given: "worker.properties:3", "environment variable DEPECHE_..." */
    bool secret;         /* the value is one, or came from where secrets are kept */
} dp_kafka_property;

/* All settings at their defaults; NULL when memory is out. */
dp_settings *dp_settings_new(void);
void dp_settings_close(dp_settings *settings);

/* Gives a setting its value. `place` says where it was given, for messages. Returns 0, or -1 and adds a problem. */
int dp_settings_set(dp_settings *settings, dp_str name, dp_str value, dp_origin origin, const char *place);

/* Sets all entries of a properties file. Returns 0, or -1 when problems were added; goes on after each. */
int dp_settings_load_file(dp_settings *settings, const char *path);

/* Sets all DEPECHE_... variables of `environment` (NULL-terminated "NAME=value"). An unknown one is only a warning,
 * since orchestrators put variables of such names there unasked. Returns 0, or -1 when problems were added. */
int dp_settings_load_environment(dp_settings *settings, char *const *environment);

/* What is wrong: whole sentences that name the setting, the place and what is allowed. Lent. */
size_t dp_settings_problem_count(const dp_settings *settings);
const char *dp_settings_problem(const dp_settings *settings, size_t number);
size_t dp_settings_warning_count(const dp_settings *settings);
const char *dp_settings_warning(const dp_settings *settings, size_t number);

/* The value as text and as a number (microseconds, bytes, place of the choice, 0 or 1). Lent. */
const char *dp_settings_text(const dp_settings *settings, dp_setting_id id);
int64_t dp_settings_number(const dp_settings *settings, dp_setting_id id);

/* The value as it may be printed, and where it was given ("default", "worker.properties:3"...). Lent. */
const char *dp_settings_shown(const dp_settings *settings, dp_setting_id id);
const char *dp_settings_place(const dp_settings *settings, dp_setting_id id);

/* The handed-through librdkafka properties, in the order of their names. Lent. */
size_t dp_settings_kafka_count(const dp_settings *settings);
dp_kafka_property dp_settings_kafka(const dp_settings *settings, size_t number);

/* Whether a librdkafka property's value must not be shown, whatever it is: by words in its name, in any case and with
 * the usual misspelling, since a name that librdkafka does not know is shown too. */
bool dp_settings_is_secret(dp_str property);

#endif
