#include "ops/settings.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "base/memory.h"
#include "ops/input.h"
#include "ops/properties.h"
#include "ops/suggest.h"

enum { FILE_MAX = 1 << 20, MESSAGE_MAX = 512, PLACE_MAX = 320, SHOWN_MAX = 60 };

#define PREFIX_KAFKA DP_STR("kafka.")
#define PREFIX_VARIABLE DP_STR("DEPECHE_")
#define REFERENCE_FILE DP_STR("@file:")
#define REFERENCE_VARIABLE DP_STR("@env:")
#define HIDDEN "(hidden)"

typedef struct given {
    dp_origin origin;
    char *value, *shown, *place;
    int64_t number;
    bool secret;
} given;

typedef struct kafka_entry {
    char *setting;
    given given;
} kafka_entry;

typedef struct messages {
    char **at;
    size_t count;
} messages;

struct dp_settings {
    given of[DP_SETTING_COUNT];
    kafka_entry *kafka; /* in the order of their setting's names */
    size_t kafka_count;
    messages problems, warnings;
};

/* ---------------------------------------------------------------------------------------------- messages */

__attribute__((format(printf, 2, 3))) static int add_message(messages *to, const char *format, ...) {
    char message[MESSAGE_MAX];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    char **grown = dp_realloc(to->at, (to->count + 1) * sizeof *grown);
    if (!grown) return -1;
    to->at = grown;
    char *copy = dp_strdup(message);
    if (copy) to->at[to->count++] = copy;
    return -1;
}

static int out_of_memory(dp_settings *settings) {
    return add_message(&settings->problems, "memory is out");
}

static void close_messages(messages *list) {
    for (size_t i = 0; i < list->count; i++) dp_free(list->at[i]);
    dp_free(list->at);
}

/* --------------------------------------------------------------------------------------- life and access */

static char *copy_str(dp_str string) {
    char *copy = dp_malloc(string.len + 1);
    if (!copy) return NULL;
    if (string.len) memcpy(copy, string.at, string.len);
    copy[string.len] = '\0';
    return copy;
}

static void close_given(given *one) {
    dp_free(one->value);
    dp_free(one->shown);
    dp_free(one->place);
}

/* Replaces *one; leaves it as it was when memory is out. */
static bool replace_given(given *one, dp_str value, dp_str shown, const char *place) {
    given fresh = {.value = copy_str(value), .shown = copy_str(shown), .place = dp_strdup(place)};
    if (!fresh.value || !fresh.shown || !fresh.place) {
        close_given(&fresh);
        return false;
    }
    close_given(one);
    *one = fresh;
    return true;
}

dp_settings *dp_settings_new(void) {
    dp_settings *settings = dp_calloc(1, sizeof *settings);
    if (!settings) return NULL;
    for (int id = 0; id < DP_SETTING_COUNT; id++) {
        const dp_setting *setting = dp_setting_of((dp_setting_id)id);
        dp_str initial = {setting->initial, strlen(setting->initial)};
        if (!replace_given(&settings->of[id], initial, initial, "default")) {
            dp_settings_close(settings);
            return NULL;
        }
        dp_setting_check(setting, initial, &settings->of[id].number);
    }
    return settings;
}

void dp_settings_close(dp_settings *settings) {
    if (!settings) return;
    for (int id = 0; id < DP_SETTING_COUNT; id++) close_given(&settings->of[id]);
    for (size_t i = 0; i < settings->kafka_count; i++) {
        dp_free(settings->kafka[i].setting);
        close_given(&settings->kafka[i].given);
    }
    dp_free(settings->kafka);
    close_messages(&settings->problems);
    close_messages(&settings->warnings);
    dp_free(settings);
}

size_t dp_settings_problem_count(const dp_settings *settings) {
    return settings->problems.count;
}

const char *dp_settings_problem(const dp_settings *settings, size_t number) {
    return settings->problems.at[number];
}

size_t dp_settings_warning_count(const dp_settings *settings) {
    return settings->warnings.count;
}

const char *dp_settings_warning(const dp_settings *settings, size_t number) {
    return settings->warnings.at[number];
}

const char *dp_settings_text(const dp_settings *settings, dp_setting_id id) {
    return settings->of[id].value;
}

int64_t dp_settings_number(const dp_settings *settings, dp_setting_id id) {
    return settings->of[id].number;
}

const char *dp_settings_shown(const dp_settings *settings, dp_setting_id id) {
    return settings->of[id].shown;
}

const char *dp_settings_place(const dp_settings *settings, dp_setting_id id) {
    return settings->of[id].place;
}

size_t dp_settings_kafka_count(const dp_settings *settings) {
    return settings->kafka_count;
}

dp_kafka_property dp_settings_kafka(const dp_settings *settings, size_t number) {
    const kafka_entry *p = &settings->kafka[number];
    return (dp_kafka_property){.setting = p->setting,
                               .name = p->setting + PREFIX_KAFKA.len,
                               .value = p->given.value,
                               .shown = p->given.shown,
                               .place = p->given.place,
                               .secret = p->given.secret};
}

/* -------------------------------------------------------------------------------------------- references */

static bool contains_any_case(dp_str text, const char *word) {
    size_t length = strlen(word);
    for (size_t i = 0; i + length <= text.len; i++) {
        if (strncasecmp(text.at + i, word, length) == 0) return true;
    }
    return false;
}

bool dp_settings_is_secret(dp_str property) {
    static const char *const words[] = {"password",          "pasword", "passwd",      "passphrase", "secret",
                                        "key.pem",           "jaas",    "private.key", "token",      "credential",
                                        "oauthbearer.config"};
    if (contains_any_case(property, "token.endpoint")) return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (contains_any_case(property, words[i])) return true;
    }
    return false;
}

/* An address with a user's name, and mostly a password, in it: https://user:password@host/. */
static bool holds_login(dp_str value) {
    for (size_t i = 0; i + 3 <= value.len; i++) {
        if (memcmp(value.at + i, "://", 3) != 0) continue;
        for (i += 3; i < value.len && value.at[i] != '/'; i++) {
            if (value.at[i] == '@') return true;
        }
    }
    return false;
}

static bool is_reference(dp_str value) {
    return dp_str_starts(value, REFERENCE_FILE) || dp_str_starts(value, REFERENCE_VARIABLE);
}

/* Reads what a reference points to into `content`. Returns NULL, or why it cannot (static, or strerror's). */
static const char *follow_reference(dp_str value, dp_buffer *content) {
    bool is_file = dp_str_starts(value, REFERENCE_FILE);
    size_t prefix = is_file ? REFERENCE_FILE.len : REFERENCE_VARIABLE.len;
    char *target = copy_str((dp_str){value.at + prefix, value.len - prefix});
    if (!target) return "memory is out";
    const char *wrong = NULL;
    if (is_file) {
        int error = dp_input_file(target, FILE_MAX, content);
        if (error) wrong = strerror(error);
    } else {
        const char *found = getenv(target);
        if (found) dp_buffer_add_text(content, found);
        if (!found) wrong = "no such environment variable";
    }
    dp_free(target);
    if (!wrong && content->failed) wrong = "memory is out";
    if (is_file && content->len && content->at[content->len - 1] == '\n') content->len--;
    if (is_file && content->len && content->at[content->len - 1] == '\r') content->len--;
    return wrong;
}

/* --------------------------------------------------------------------------------------------- set a value */

/* A setting's name as a message may show it: any bytes, cut short. */
static int shown_length(dp_str text) {
    return text.len > SHOWN_MAX ? SHOWN_MAX : (int)text.len;
}

static int unknown_name(dp_settings *settings, dp_str name, const char *place) {
    dp_suggestion suggestion = {0};
    for (int id = 0; id < DP_SETTING_COUNT; id++) {
        dp_suggestion_offer(&suggestion, name, dp_setting_of((dp_setting_id)id)->name);
    }
    if (suggestion.name) {
        return add_message(&settings->problems, "%s: unknown setting \"%.*s\"; did you mean \"%s\"?", place,
                           shown_length(name), name.at, suggestion.name);
    }
    return add_message(&settings->problems,
                       "%s: unknown setting \"%.*s\"; properties of librdkafka are written kafka.PROPERTY, and "
                       "`depeche settings` lists all others",
                       place, shown_length(name), name.at);
}

static int bad_value(dp_settings *settings, const dp_setting *setting, dp_str value, bool hidden, const char *place) {
    char allowed[128];
    dp_setting_allowed(setting, allowed);
    if (setting->type == DP_TYPE_STRING && value.len == 0) {
        return add_message(&settings->problems, "%s: %s must not be empty", place, setting->name);
    }
    const char *example = setting->type == DP_TYPE_DURATION ? ", such as 500ms, 30s or 5m"
                          : setting->type == DP_TYPE_SIZE   ? ", such as 512kB or 10MiB"
                                                            : "";
    const char *shown = hidden ? HIDDEN : value.at;
    int length = hidden ? (int)strlen(HIDDEN) : shown_length(value);
    return add_message(&settings->problems, "%s: %s: \"%.*s\" is not allowed; it takes %s%s (%s%s)", place,
                       setting->name, length, shown, setting->type == DP_TYPE_INTEGER ? "an integer" : "a ",
                       setting->type == DP_TYPE_INTEGER ? "" : dp_setting_type_name(setting->type), allowed, example);
}

static int set_declared(dp_settings *settings, int id, dp_str value, dp_str shown, dp_origin origin,
                        const char *place) {
    const dp_setting *setting = dp_setting_of((dp_setting_id)id);
    int64_t number;
    bool hidden = shown.at != value.at;
    if (!dp_setting_check(setting, value, &number)) return bad_value(settings, setting, value, hidden, place);
    given *one = &settings->of[id];
    if (one->origin > origin) return 0;
    if (!replace_given(one, value, shown, place)) return out_of_memory(settings);
    one->origin = origin;
    one->number = number;
    return 0;
}

/* The property of that setting name; made when there is none. NULL when memory is out. */
static kafka_entry *find_property(dp_settings *settings, dp_str name) {
    size_t at = 0;
    for (; at < settings->kafka_count; at++) {
        kafka_entry *p = &settings->kafka[at];
        int order = dp_str_compare((dp_str){p->setting, strlen(p->setting)}, name);
        if (order == 0) return p;
        if (order > 0) break;
    }
    kafka_entry *grown = dp_realloc(settings->kafka, (settings->kafka_count + 1) * sizeof *grown);
    if (!grown) return NULL;
    settings->kafka = grown;
    char *copy = copy_str(name);
    if (!copy) return NULL;
    memmove(grown + at + 1, grown + at, (settings->kafka_count - at) * sizeof *grown);
    grown[at] = (kafka_entry){.setting = copy};
    settings->kafka_count++;
    return &grown[at];
}

static int set_property(dp_settings *settings, dp_str name, dp_str value, dp_str shown, dp_origin origin,
                        const char *place) {
    if (memchr(value.at, '\0', value.len)) {
        return add_message(&settings->problems, "%s: %.*s: a zero byte is not allowed", place, shown_length(name),
                           name.at);
    }
    kafka_entry *p = find_property(settings, name);
    if (!p) return out_of_memory(settings);
    if (p->given.origin > origin) return 0;
    if (!replace_given(&p->given, value, shown, place)) return out_of_memory(settings);
    p->given.origin = origin;
    p->given.secret = shown.at != value.at;
    return 0;
}

/* librdkafka's names of what has a setting of its own. */
static dp_str without_alias(dp_str name) {
    static const char *const aliases[][2] = {{"kafka.bootstrap.servers", "brokers"},
                                             {"kafka.metadata.broker.list", "brokers"},
                                             {"kafka.group.id", "group"},
                                             {"kafka.group.instance.id", "instance.id"},
                                             {"kafka.transactional.id", "transactional.id"}};
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++) {
        if (dp_str_equal(name, (dp_str){aliases[i][0], strlen(aliases[i][0])})) {
            return (dp_str){aliases[i][1], strlen(aliases[i][1])};
        }
    }
    return name;
}

int dp_settings_set(dp_settings *settings, dp_str name, dp_str value, dp_origin origin, const char *place) {
    name = without_alias(name);
    int id = dp_setting_find(name);
    bool is_kafka = dp_str_starts(name, PREFIX_KAFKA) && name.len > PREFIX_KAFKA.len;
    if (id < 0 && (!is_kafka || memchr(name.at, '\0', name.len))) return unknown_name(settings, name, place);
    bool secret = id < 0 && (dp_settings_is_secret(name) || holds_login(value));
    dp_str shown = secret ? DP_STR(HIDDEN) : value;
    dp_buffer content = {0};
    int result;
    if (is_reference(value)) {
        shown = value;
        const char *wrong = follow_reference(value, &content);
        if (wrong) {
            result = add_message(&settings->problems, "%s: %.*s: %.*s: %s", place, shown_length(name), name.at,
                                 shown_length(shown), shown.at, wrong);
            dp_buffer_close(&content);
            return result;
        }
        value = dp_buffer_str(&content);
    } else if (secret && origin == DP_ORIGIN_FLAG) {
        return add_message(&settings->problems,
                           "%s: %.*s is a secret, and every user of this machine sees the flags of a process; give it "
                           "in the configuration file, in the environment, or as @file:PATH",
                           place, shown_length(name), name.at);
    }
    result = id >= 0 ? set_declared(settings, id, value, shown, origin, place)
                     : set_property(settings, name, value, shown, origin, place);
    dp_buffer_close(&content);
    return result;
}

/* --------------------------------------------------------------------------------------------------- file */

typedef struct loading {
    dp_settings *settings;
    const char *path;
    int result;
} loading;

static int set_entry(void *context, const dp_properties_entry *entry) {
    loading *load = context;
    char place[PLACE_MAX];
    snprintf(place, sizeof place, "%s:%u", load->path, entry->line);
    if (dp_settings_set(load->settings, entry->name, entry->value, DP_ORIGIN_FILE, place) != 0) load->result = -1;
    return 0;
}

int dp_settings_load_file(dp_settings *settings, const char *path) {
    dp_buffer content = {0};
    loading load = {settings, path, 0};
    int error = dp_input_file(path, FILE_MAX, &content);
    if (error) {
        load.result = add_message(&settings->problems, "%s: cannot read the configuration: %s", path, strerror(error));
    } else {
        dp_properties_error wrong;
        dp_properties_parse(dp_buffer_str(&content), set_entry, &load, &wrong);
        if (wrong.message) {
            load.result = add_message(&settings->problems, "%s:%u: %s", path, wrong.line, wrong.message);
        }
    }
    dp_buffer_close(&content);
    return load.result;
}

/* -------------------------------------------------------------------------------------------- environment */

/* The setting's name of a variable such as DEPECHE_KAFKA_SASL_PASSWORD, in `name` of `size` bytes. */
static bool name_of_variable(dp_str variable, char *name, size_t size) {
    size_t length = variable.len - PREFIX_VARIABLE.len;
    if (length == 0 || length >= size) return false;
    for (size_t i = 0; i < length; i++) {
        char byte = variable.at[PREFIX_VARIABLE.len + i];
        name[i] = byte == '_' ? '.' : byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
    }
    name[length] = '\0';
    return true;
}

static int set_variable(dp_settings *settings, dp_str variable, dp_str value) {
    char name[128], place[PLACE_MAX];
    if (!name_of_variable(variable, name, sizeof name)) return 0;
    dp_str key = {name, strlen(name)};
    if (dp_setting_find(key) < 0 && !dp_str_starts(key, PREFIX_KAFKA)) {
        if (strcmp(name, "config") == 0) return 0;
        dp_suggestion suggestion = {0};
        for (int id = 0; id < DP_SETTING_COUNT; id++) {
            dp_suggestion_offer(&suggestion, key, dp_setting_of((dp_setting_id)id)->name);
        }
        add_message(&settings->warnings, "environment variable %.*s names no setting%s%s", shown_length(variable),
                    variable.at, suggestion.name ? "; the nearest is " : "", suggestion.name ? suggestion.name : "");
        return 0;
    }
    snprintf(place, sizeof place, "environment variable %.*s", shown_length(variable), variable.at);
    return dp_settings_set(settings, key, value, DP_ORIGIN_ENVIRONMENT, place);
}

int dp_settings_load_environment(dp_settings *settings, char *const *environment) {
    int result = 0;
    for (char *const *at = environment; *at; at++) {
        const char *equals = strchr(*at, '=');
        if (!equals) continue;
        dp_str variable = {*at, (size_t)(equals - *at)};
        if (!dp_str_starts(variable, PREFIX_VARIABLE)) continue;
        if (set_variable(settings, variable, (dp_str){equals + 1, strlen(equals + 1)}) != 0) result = -1;
    }
    return result;
}
