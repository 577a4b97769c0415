#include "ops/setting.h"

#include <stdio.h>

#include "ops/quantity.h"

#define SECONDS(n) (INT64_C(n) * 1000000)
#define MILLISECONDS(n) (INT64_C(n) * 1000)
#define MEBIBYTES(n) (INT64_C(n) << 20)

static const char kafka[] = "Kafka", worker[] = "Worker", articles[] = "Articles", operation[] = "Operation";

/* clang-format off */
static const dp_setting table[DP_SETTING_COUNT] = {
    [DP_SETTING_BROKERS] = {.name = "brokers", .section = kafka, .initial = "localhost:9092", .flag = 'b',
        .required = true, .description = "Brokers to start from: host:port, separated by commas."},
    [DP_SETTING_GROUP] = {.name = "group", .section = kafka, .initial = "depeche", .flag = 'g', .required = true,
        .description = "Consumer group; the workers of one group share the partitions of the input topics."},
    [DP_SETTING_INPUT_TOPIC] = {.name = "input.topic", .section = kafka, .initial = "articles.raw", .flag = 'i',
        .required = true,
        .description = "Topic with the articles to enrich; several are separated by commas, one that begins with ^ "
                       "is a regular expression."},
    [DP_SETTING_OUTPUT_TOPIC] = {.name = "output.topic", .section = kafka, .initial = "articles.enriched",
        .flag = 'o', .required = true, .description = "Topic that enriched articles are written to."},
    [DP_SETTING_DEAD_LETTER_TOPIC] = {.name = "dead.letter.topic", .section = kafka,
        .initial = "articles.dead-letter", .required = true,
        .description = "Topic for messages that cannot be processed, unchanged, with headers that say why."},
    [DP_SETTING_PARTITIONING] = {.name = "partitioning", .section = kafka, .type = DP_TYPE_CHOICE,
        .choices = "key|input", .initial = "key",
        .description = "Partition of an output: by its key, as the Java client does, or the number of the input's "
                       "partition (the output topic must have as many)."},
    [DP_SETTING_OVERSIZE] = {.name = "oversize", .section = kafka, .type = DP_TYPE_CHOICE,
        .choices = "stop|strip", .initial = "stop",
        .description = "When even the dead letter is larger than the broker takes: stop, or write it without value."},
    [DP_SETTING_INSTANCE_ID] = {.name = "instance.id", .section = kafka, .initial = "",
        .description = "Static membership: a name of this worker that survives a restart, so that a short absence "
                       "moves no partitions. None when empty."},
    [DP_SETTING_DELIVERY] = {.name = "delivery", .section = kafka, .type = DP_TYPE_CHOICE,
        .choices = "at-least-once|exactly-once", .initial = "at-least-once",
        .description = "After a crash outputs may come twice (at-least-once), or never do (exactly-once, by "
                       "transactions)."},
    [DP_SETTING_COMMIT_INTERVAL] = {.name = "commit.interval", .section = kafka, .type = DP_TYPE_DURATION,
        .initial = "1s", .least = MILLISECONDS(10), .most = SECONDS(600),
        .description = "With at-least-once: time between commits of offsets."},
    [DP_SETTING_TRANSACTIONAL_ID] = {.name = "transactional.id", .section = kafka, .initial = "",
        .description = "With exactly-once: the name of this worker's transactions, its own and the same after a "
                       "restart. Made from group, host and instance.id when empty."},
    [DP_SETTING_TRANSACTION_TIME] = {.name = "transaction.time", .section = kafka, .type = DP_TYPE_DURATION,
        .initial = "500ms", .least = MILLISECONDS(1), .most = SECONDS(600),
        .description = "With exactly-once: a transaction is committed after this long at the latest."},
    [DP_SETTING_TRANSACTION_MESSAGES] = {.name = "transaction.messages", .section = kafka, .type = DP_TYPE_INTEGER,
        .initial = "10000", .least = 1, .most = 1000000,
        .description = "With exactly-once: a transaction is committed after so many messages at the latest."},
    [DP_SETTING_CONNECT_TIMEOUT] = {.name = "connect.timeout", .section = kafka, .type = DP_TYPE_DURATION,
        .initial = "1m", .most = SECONDS(86400),
        .description = "Time for a broker to answer at the start, and to let in again a worker that it began to refuse; "
                       "brokers that are only away are waited for without limit. 0 waits for ever."},
    [DP_SETTING_TOPIC_TIMEOUT] = {.name = "topic.timeout", .section = kafka, .type = DP_TYPE_DURATION,
        .initial = "1m", .most = SECONDS(86400),
        .description = "Time that a topic which does not exist is waited for; 0 waits for ever."},
    [DP_SETTING_OAUTH_TOKEN_FILE] = {.name = "oauth.token.file", .section = kafka, .initial = "",
        .description = "With kafka.sasl.mechanism=OAUTHBEARER: a file with a JSON Web Token, read again before the "
                       "token in it expires, so whoever writes it keeps it fresh."},
    [DP_SETTING_THREADS] = {.name = "threads", .section = worker, .type = DP_TYPE_INTEGER, .initial = "0",
        .most = 256, .description = "Threads that analyse articles; 0 means one a processor."},
    [DP_SETTING_QUEUE_MESSAGES] = {.name = "queue.messages", .section = worker, .type = DP_TYPE_INTEGER,
        .initial = "4096", .least = 1, .most = 1000000,
        .description = "Most messages read and not yet acknowledged; reading pauses there."},
    [DP_SETTING_QUEUE_BYTES] = {.name = "queue.bytes", .section = worker, .type = DP_TYPE_SIZE, .initial = "256MiB",
        .least = MEBIBYTES(1), .most = MEBIBYTES(65536),
        .description = "Most bytes of inputs and outputs in memory; reading pauses there."},
    [DP_SETTING_DRAIN_TIMEOUT] = {.name = "drain.timeout", .section = worker, .type = DP_TYPE_DURATION,
        .initial = "20s", .most = SECONDS(3600),
        .description = "Time to finish and commit what was read after SIGTERM or SIGINT; the next worker reads again "
                       "what is left."},
    [DP_SETTING_REVOKE_TIMEOUT] = {.name = "revoke.timeout", .section = worker, .type = DP_TYPE_DURATION,
        .initial = "10s", .most = SECONDS(3600),
        .description = "Time to finish what is being analysed of a partition that moves to another worker."},
    [DP_SETTING_LANGUAGES] = {.name = "languages", .section = articles, .initial = "fr", .required = true,
        .description = "Languages to analyse, separated by commas; each has a language pack. Articles in others pass "
                       "through, marked so."},
    [DP_SETTING_PACKS] = {.name = "packs", .section = articles, .initial = "",
        .description = "Folder of the language packs; the one of the installation when empty."},
    [DP_SETTING_ARTICLE_MAX_SIZE] = {.name = "article.max.size", .section = articles, .type = DP_TYPE_SIZE,
        .initial = "10MiB", .least = 1024, .most = MEBIBYTES(64),
        .description = "Larger messages go to the dead-letter topic."},
    [DP_SETTING_ARTICLE_MAX_DEPTH] = {.name = "article.max.depth", .section = articles, .type = DP_TYPE_INTEGER,
        .initial = "64", .least = 1, .most = 512,
        .description = "JSON nested deeper goes to the dead-letter topic."},
    [DP_SETTING_ARTICLE_BODIES] = {.name = "article.bodies", .section = articles, .type = DP_TYPE_BOOLEAN,
        .initial = "yes",
        .description = "Whether the original HTML or ninjs bodies are carried into the output beside the text."},
    [DP_SETTING_ARTICLE_EXPLAIN] = {.name = "article.explain", .section = articles, .type = DP_TYPE_BOOLEAN,
        .initial = "no",
        .description = "Whether the output says what moved the check-worthiness of each sentence and claim."},
    [DP_SETTING_MEMBER_ID] = {.name = "member.id", .section = articles, .initial = "id",
        .description = "Member of the article's JSON object that holds its identifier; of several names, separated "
                       "by commas, the first that has a value counts. So too for the other members."},
    [DP_SETTING_MEMBER_TITLE] = {.name = "member.title", .section = articles, .initial = "title",
        .description = "Member that holds the title."},
    [DP_SETTING_MEMBER_TEXT] = {.name = "member.text", .section = articles, .initial = "text,body", .required = true,
        .description = "Member that holds the text, plain or HTML."},
    [DP_SETTING_MEMBER_PUBLISHED] = {.name = "member.published", .section = articles, .initial = "published_at",
        .description = "Member that holds the time of publication (RFC 3339)."},
    [DP_SETTING_MEMBER_URL] = {.name = "member.url", .section = articles, .initial = "url",
        .description = "Member that holds the article's address."},
    [DP_SETTING_MEMBER_SOURCE] = {.name = "member.source", .section = articles, .initial = "source",
        .description = "Member that holds the name of the paper or agency."},
    [DP_SETTING_MEMBER_LANGUAGE] = {.name = "member.language", .section = articles, .initial = "language",
        .description = "Member that holds the language (BCP 47)."},
    [DP_SETTING_HTTP_ADDRESS] = {.name = "http.address", .section = operation, .initial = "127.0.0.1",
        .required = true,
        .description = "Address of /metrics, /healthz and /readyz: IPv4 or IPv6; 0.0.0.0 or :: is every interface."},
    [DP_SETTING_HTTP_PORT] = {.name = "http.port", .section = operation, .type = DP_TYPE_INTEGER, .initial = "9464",
        .most = 65535, .description = "Port of the same; 0 means no HTTP."},
    [DP_SETTING_HTTP_CONNECTIONS] = {.name = "http.connections", .section = operation, .type = DP_TYPE_INTEGER,
        .initial = "32", .least = 1, .most = 1000,
        .description = "Connections at once, of which one address may have half; when one more comes, the oldest is "
                       "closed."},
    [DP_SETTING_HTTP_TIMEOUT] = {.name = "http.timeout", .section = operation, .type = DP_TYPE_DURATION,
        .initial = "10s", .least = SECONDS(1), .most = SECONDS(600),
        .description = "A connection that is silent for this long is closed."},
    [DP_SETTING_LOG_LEVEL] = {.name = "log.level", .section = operation, .type = DP_TYPE_CHOICE,
        .choices = "debug|info|warning|error", .initial = "info",
        .description = "Least important messages to log."},
    [DP_SETTING_LOG_FORMAT] = {.name = "log.format", .section = operation, .type = DP_TYPE_CHOICE,
        .choices = "json|text", .initial = "json",
        .description = "Form of the log on standard error: JSON lines, or text for people."},
    [DP_SETTING_STATISTICS_INTERVAL] = {.name = "statistics.interval", .section = operation,
        .type = DP_TYPE_DURATION, .initial = "5s", .least = MILLISECONDS(100), .most = SECONDS(600),
        .description = "Time between measurements of the lag."},
    [DP_SETTING_SANDBOX] = {.name = "sandbox", .section = operation, .type = DP_TYPE_CHOICE,
        .choices = "auto|required|off", .initial = "auto",
        .description = "Once it is set up the worker gives up what it does not need: to write files, start programs, "
                       "listen, leave core dumps and more. As far as the kernel can, and not with Kerberos, which "
                       "starts programs (auto); no work without it (required); or not at all (off)."},
};
/* clang-format on */

const dp_setting *dp_setting_of(dp_setting_id id) {
    return &table[id];
}

int dp_setting_find(dp_str name) {
    for (int id = 0; id < DP_SETTING_COUNT; id++) {
        if (dp_str_equal(name, (dp_str){table[id].name, strlen(table[id].name)})) return id;
    }
    return -1;
}

void dp_setting_variable(const dp_setting *setting, char variable[64]) {
    snprintf(variable, 64, "DEPECHE_%s", setting->name);
    for (char *at = variable; *at; at++) {
        if (*at >= 'a' && *at <= 'z') *at = (char)(*at - 'a' + 'A');
        if (*at == '.') *at = '_';
    }
}

/* "a, b or c" from "a|b|c". */
static void list_choices(const char *choices, char list[128]) {
    size_t used = 0;
    for (const char *at = choices; *at && used < 120; at++) {
        if (*at != '|') {
            list[used++] = *at;
            continue;
        }
        const char *between = strchr(at + 1, '|') ? ", " : " or ";
        memcpy(list + used, between, strlen(between));
        used += strlen(between);
    }
    list[used] = '\0';
}

void dp_setting_allowed(const dp_setting *setting, char allowed[128]) {
    char least[32], most[32];
    switch (setting->type) {
        case DP_TYPE_STRING:
            snprintf(allowed, 128, "%s", setting->required ? "any text but none" : "any text");
            break;
        case DP_TYPE_INTEGER:
            snprintf(allowed, 128, "%lld to %lld", (long long)setting->least, (long long)setting->most);
            break;
        case DP_TYPE_DURATION:
            dp_quantity_duration_text(setting->least, least);
            dp_quantity_duration_text(setting->most, most);
            snprintf(allowed, 128, "%s to %s", least, most);
            break;
        case DP_TYPE_SIZE:
            dp_quantity_size_text(setting->least, least);
            dp_quantity_size_text(setting->most, most);
            snprintf(allowed, 128, "%s to %s", least, most);
            break;
        case DP_TYPE_CHOICE:
            list_choices(setting->choices, allowed);
            break;
        case DP_TYPE_BOOLEAN:
            snprintf(allowed, 128, "yes or no");
            break;
    }
}

const char *dp_setting_type_name(dp_setting_type type) {
    static const char *const names[] = {"string", "integer", "duration", "size", "choice", "boolean"};
    return names[type];
}

static bool find_choice(const char *choices, dp_str value, int64_t *number) {
    *number = 0;
    for (const char *at = choices;; (*number)++) {
        size_t length = strcspn(at, "|");
        if (dp_str_equal(value, (dp_str){at, length})) return true;
        if (at[length] == '\0') return false;
        at += length + 1;
    }
}

bool dp_setting_check(const dp_setting *setting, dp_str value, int64_t *number) {
    bool well_formed = false, truth = false;
    *number = 0;
    switch (setting->type) {
        case DP_TYPE_STRING:
            return (value.len > 0 || !setting->required) && memchr(value.at, '\0', value.len) == NULL;
        case DP_TYPE_CHOICE:
            return find_choice(setting->choices, value, number);
        case DP_TYPE_BOOLEAN:
            well_formed = dp_quantity_boolean(value, &truth);
            *number = truth;
            return well_formed;
        case DP_TYPE_INTEGER:
            well_formed = dp_quantity_integer(value, number);
            break;
        case DP_TYPE_DURATION:
            well_formed = dp_quantity_duration(value, number);
            break;
        case DP_TYPE_SIZE:
            well_formed = dp_quantity_size(value, number);
            break;
    }
    return well_formed && *number >= setting->least && *number <= setting->most;
}
