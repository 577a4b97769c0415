#include "stream/denial.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* librdkafka's texts, where its codes do not tell things apart. The same from 2.0.2 to 2.16. */
#define TEXT_TOKEN "Failed to acquire SASL OAUTHBEARER token"
#define TEXT_MECHANISM "mechanism handshake failed"
#define TEXT_NO_ANSWER "supported mechanisms: (n/a)"
#define TEXT_ALERT "SSL alert number "

/* The first release whose SCRAM sends the nonce as RFC 5802 has it, which Kafka 4 insists on. */
enum { SCRAM_REPAIRED = 0x020601ff };

/* TLS alerts by which a broker says that it will have nothing of this client (RFC 8446, 6.2). */
static dp_denial alert_denial(const char *reason) {
    const char *alert = strstr(reason, TEXT_ALERT);
    if (!alert) return DP_DENIAL_NONE;
    switch (strtol(alert + strlen(TEXT_ALERT), NULL, 10)) {
        case 42:  /* bad_certificate */
        case 43:  /* unsupported_certificate */
        case 44:  /* certificate_revoked */
        case 45:  /* certificate_expired */
        case 46:  /* certificate_unknown */
        case 48:  /* unknown_ca */
        case 49:  /* access_denied */
        case 116: /* certificate_required */
            return DP_DENIAL_CLIENT_CERTIFICATE;
        case 40: /* handshake_failure */
        case 70: /* protocol_version */
        case 71: /* insufficient_security */
            return DP_DENIAL_TLS;
        default:
            return DP_DENIAL_NONE;
    }
}

dp_denial dp_denial_of(rd_kafka_resp_err_t error, const char *reason) {
    switch ((int)error) {
        case RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM:
        case RD_KAFKA_RESP_ERR_ILLEGAL_SASL_STATE:
            return DP_DENIAL_MECHANISM;
        case RD_KAFKA_RESP_ERR__AUTHENTICATION:
        case RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED:
            if (strstr(reason, TEXT_TOKEN)) return DP_DENIAL_TOKEN;
            if (strstr(reason, TEXT_NO_ANSWER)) return DP_DENIAL_NONE; /* the connection went before the answer */
            return strstr(reason, TEXT_MECHANISM) ? DP_DENIAL_MECHANISM : DP_DENIAL_CREDENTIALS;
        case RD_KAFKA_RESP_ERR__SSL:
            if (strstr(reason, "certificate") && strstr(reason, "verif")) return DP_DENIAL_BROKER_CERTIFICATE;
            return alert_denial(reason);
        case RD_KAFKA_RESP_ERR__TRANSPORT: /* with TLS 1.3 the alert comes when the handshake is over for the client */
            return alert_denial(reason);
        default:
            return DP_DENIAL_NONE;
    }
}

bool dp_denial_final(dp_denial denial) {
    return denial != DP_DENIAL_NONE && denial != DP_DENIAL_TOKEN;
}

const char *dp_denial_name(dp_denial denial) {
    static const char *const names[] = {
        [DP_DENIAL_NONE] = "The brokers cannot be used",
        [DP_DENIAL_CREDENTIALS] = "The brokers refuse this worker's credentials",
        [DP_DENIAL_MECHANISM] = "The brokers do not offer this SASL mechanism",
        [DP_DENIAL_BROKER_CERTIFICATE] = "The broker's certificate is not accepted",
        [DP_DENIAL_CLIENT_CERTIFICATE] = "The brokers refuse this worker's certificate, or that it shows none",
        [DP_DENIAL_TLS] = "The brokers and this worker agree on no form of TLS",
        [DP_DENIAL_TOKEN] = "No token for the brokers could be had",
    };
    return names[denial];
}

/* ------------------------------------------------------------------------------------------------- advice */

/* The last value given for a property under either name that librdkafka has for it; `otherwise` when there is none. */
static const char *property(const dp_worker_options *options, const char *name, const char *alias,
                            const char *otherwise) {
    const char *value = otherwise;
    for (size_t i = 0; i < options->property_count; i++) {
        const char *given = options->properties[i].name;
        if (strncmp(given, "consumer.", 9) == 0 || strncmp(given, "producer.", 9) == 0) given += 9;
        if (strcmp(given, name) == 0 || strcmp(given, alias) == 0) value = options->properties[i].value;
    }
    return value;
}

static void advise_credentials(const dp_worker_options *options, char *advice) {
    const char *mechanism = property(options, "sasl.mechanisms", "sasl.mechanism", "");
    if (strcmp(mechanism, "OAUTHBEARER") == 0) {
        snprintf(advice, DP_DENIAL_ADVICE,
                 "check the token: that it is of the issuer and for the audience that the brokers expect, signed, and "
                 "not expired (oauth.token.file, kafka.sasl.oauthbearer.*)");
        return;
    }
    bool broken = strncmp(mechanism, "SCRAM", 5) == 0 && rd_kafka_version() < SCRAM_REPAIRED;
    snprintf(advice, DP_DENIAL_ADVICE, "check the credentials (kafka.sasl.username, kafka.sasl.password)%s%s%s",
             broken ? "; Kafka 4 refuses even right ones with SCRAM from librdkafka before 2.6.1, and this is " : "",
             broken ? rd_kafka_version_str() : "", broken ? ": use a newer one, client certificates or PLAIN" : "");
}

/* OpenSSL's X509_V_ERR_... (openssl/x509_vfy.h); they never change. */
static const char *certificate_advice(int certificate) {
    switch (certificate) {
        case 9:
            return "it is not valid yet: check the clocks of this machine and of who issued it";
        case 10:
            return "it has expired: the brokers need a new one, or this machine's clock is wrong";
        case 18: /* self-signed */
        case 19: /* a self-signed authority that is not known */
        case 20: /* an issuer that is not known */
        case 21:
            return "it is not signed by an authority that this worker trusts: check kafka.ssl.ca.location";
        case 23:
            return "it has been revoked: the brokers need a new one";
        case 62: /* of names */
        case 64: /* of addresses */
            return "it is for another host name than the one the worker connects to: check brokers, the brokers' "
                   "advertised.listeners, and the names in their certificate";
        default:
            return "check kafka.ssl.ca.location and the host names in brokers";
    }
}

void dp_denial_advice(dp_denial denial, const dp_worker_options *options, int certificate,
                      char advice[DP_DENIAL_ADVICE]) {
    const char *text = "";
    switch (denial) {
        case DP_DENIAL_NONE:
            dp_denial_no_answer(options, advice);
            return;
        case DP_DENIAL_CREDENTIALS:
            advise_credentials(options, advice);
            return;
        case DP_DENIAL_MECHANISM:
            text = "check kafka.sasl.mechanism, and that kafka.security.protocol and the port are of the same listener";
            break;
        case DP_DENIAL_BROKER_CERTIFICATE:
            text = certificate_advice(certificate);
            break;
        case DP_DENIAL_CLIENT_CERTIFICATE:
            text =
                "check the client certificate: that it is given, not expired, and signed by an authority that the "
                "brokers trust (kafka.ssl.certificate.location, kafka.ssl.key.location)";
            break;
        case DP_DENIAL_TLS:
            text = "check kafka.ssl.cipher.suites and the versions of TLS that the brokers allow";
            break;
        case DP_DENIAL_TOKEN:
            text = "check where tokens come from (oauth.token.file, kafka.sasl.oauthbearer.*)";
            break;
    }
    snprintf(advice, DP_DENIAL_ADVICE, "%s", text);
}

void dp_denial_no_answer(const dp_worker_options *options, char advice[DP_DENIAL_ADVICE]) {
    snprintf(advice, DP_DENIAL_ADVICE,
             "check the addresses, that the brokers run, that no firewall is between, and that their port is one for "
             "kafka.security.protocol=%.20s",
             property(options, "security.protocol", "security.protocol", "PLAINTEXT"));
}

/* ------------------------------------------------------------------------------------------ certificates */

int dp_denial_note_certificate(int x509_error, char *text, size_t size, atomic_int *certificate) {
    if (x509_error == 0) return 1;
    atomic_store(certificate, x509_error);
    snprintf(text, size, "%s", certificate_advice(x509_error));
    return 0;
}

void dp_denial_watch_certificates(rd_kafka_conf_t *conf, dp_denial_verify *verify) {
    char wanted[8] = "";
    size_t size = sizeof wanted;
    if (rd_kafka_conf_get(conf, "enable.ssl.certificate.verification", wanted, &size) != RD_KAFKA_CONF_OK) return;
    if (strcmp(wanted, "true") == 0) rd_kafka_conf_set_ssl_cert_verify_cb(conf, verify);
}
