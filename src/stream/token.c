#include "stream/token.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/memory.h"

enum { TOKEN_MAX = 64 * 1024 };

/* ---------------------------------------------------------------------------------------------------- read */

static int wrong(char *reason, size_t size, const char *path, const char *why) {
    snprintf(reason, size, "%.150s: %s", path, why);
    return -1;
}

/* The file's content without white space at its ends, terminated; NULL with why in *why. */
static char *read_text(const char *path, const char **why) {
    FILE *file = fopen(path, "rbe");
    if (!file) {
        *why = strerror(errno);
        return NULL;
    }
    char *text = dp_malloc(TOKEN_MAX + 1);
    size_t length = text ? fread(text, 1, TOKEN_MAX + 1, file) : 0;
    *why = !text ? "memory is out" : ferror(file) ? "it cannot be read" : length > TOKEN_MAX ? "it is too long" : NULL;
    fclose(file);
    if (*why) {
        dp_free(text);
        return NULL;
    }
    while (length && strchr(" \t\r\n", text[length - 1])) length--;
    text[length] = '\0';
    size_t blank = strspn(text, " \t\r\n");
    memmove(text, text + blank, length - blank + 1);
    return text;
}

static int digit(char byte) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const char *at = byte ? strchr(digits, byte) : NULL;
    return at ? (int)(at - digits) : -1;
}

/* Decodes base64url (RFC 4648) without padding in place. Returns the length, or -1. */
static ssize_t decode(char *text, size_t length) {
    size_t made = 0;
    unsigned bits = 0, held = 0;
    for (size_t i = 0; i < length; i++) {
        int value = digit(text[i]);
        if (value < 0) return -1;
        bits = bits << 6 | (unsigned)value;
        held += 6;
        if (held >= 8) {
            held -= 8;
            text[made++] = (char)(bits >> held & 0xFF);
        }
    }
    return (ssize_t)made;
}

/* The claims of a token: its second part. NULL when it is none. */
static json_t *claims_of(const char *text) {
    const char *first = strchr(text, '.');
    const char *last = first ? strchr(first + 1, '.') : NULL;
    if (!last || strchr(last + 1, '.')) return NULL;
    size_t length = (size_t)(last - first - 1);
    char *payload = dp_malloc(length + 1);
    if (!payload) return NULL;
    memcpy(payload, first + 1, length);
    ssize_t made = decode(payload, length);
    json_t *claims = made < 0 ? NULL : json_loadb(payload, (size_t)made, 0, NULL);
    dp_free(payload);
    return claims;
}

int dp_token_read(const char *path, dp_token *token, char *reason, size_t size) {
    *token = (dp_token){.principal = "depeche"};
    const char *why;
    char *text = read_text(path, &why);
    if (!text) return wrong(reason, size, path, why);
    json_t *claims = claims_of(text);
    const json_t *expires = json_object_get(claims, "exp");
    const char *subject = json_string_value(json_object_get(claims, "sub"));
    double seconds = json_number_value(expires);
    if (subject && *subject) snprintf(token->principal, sizeof token->principal, "%s", subject);
    bool good = claims && json_is_number(expires) && seconds > 0 && seconds < 1e11;
    if (good) {
        token->expires_ms = (int64_t)(seconds * 1000);
        token->text = text;
    } else {
        wrong(reason, size, path, claims ? "the token does not say when it expires (exp)" : "it is no JSON Web Token");
        dp_free(text);
    }
    json_decref(claims);
    return good ? 0 : -1;
}

/* ----------------------------------------------------------------------------------------------- librdkafka */

/* librdkafka hands over sasl.oauthbearer.config, which dp_token_configure set to the file's path. */
static void refresh(rd_kafka_t *client, const char *path, void *opaque) {
    (void)opaque;
    char reason[256];
    dp_token token;
    bool failed = dp_token_read(path, &token, reason, sizeof reason) != 0;
    if (!failed && token.expires_ms <= (int64_t)time(NULL) * 1000) {
        wrong(reason, sizeof reason, path, "the token in it has expired");
        dp_free(token.text);
        failed = true;
    }
    if (!failed) {
        failed = rd_kafka_oauthbearer_set_token(client, token.text, token.expires_ms, token.principal, NULL, 0, reason,
                                                sizeof reason) != RD_KAFKA_RESP_ERR_NO_ERROR;
        dp_free(token.text);
    }
    if (failed) rd_kafka_oauthbearer_set_token_failure(client, reason);
}

static bool property_is(const rd_kafka_conf_t *conf, const char *name, const char *wanted) {
    char value[64] = "";
    size_t size = sizeof value;
    return rd_kafka_conf_get(conf, name, value, &size) == RD_KAFKA_CONF_OK && strcmp(value, wanted) == 0;
}

bool dp_token_configure(rd_kafka_conf_t *conf, const dp_worker_options *options, dp_worker_error *error) {
    bool asked = property_is(conf, "sasl.mechanisms", "OAUTHBEARER");
    if (options->token_file) {
        if (!asked) {
            snprintf(error->message, sizeof error->message,
                     "A file of tokens is given (oauth.token.file), but kafka.sasl.mechanism is not OAUTHBEARER");
            return false;
        }
        rd_kafka_conf_set_oauthbearer_token_refresh_cb(conf, refresh);
        rd_kafka_conf_enable_sasl_queue(conf, 1);
        return rd_kafka_conf_set(conf, "sasl.oauthbearer.config", options->token_file, error->message,
                                 sizeof error->message) == RD_KAFKA_CONF_OK;
    }
    if (!asked || property_is(conf, "sasl.oauthbearer.method", "oidc") ||
        property_is(conf, "enable.sasl.oauthbearer.unsecure.jwt", "true")) {
        return true;
    }
    snprintf(error->message, sizeof error->message,
             "kafka.sasl.mechanism=OAUTHBEARER needs a source of tokens: give oauth.token.file, or "
             "kafka.sasl.oauthbearer.method=oidc where librdkafka was built with it");
    return false;
}

void dp_token_start(rd_kafka_t *client, const dp_worker_options *options) {
    if (options->token_file) rd_kafka_error_destroy(rd_kafka_sasl_background_callbacks_enable(client));
}
