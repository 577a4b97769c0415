# For broker.sh: a broker that asks its clients who they are, in every way that Kafka knows but Kerberos. Sourced with
# $folder set. For each listener $folder/NAME holds its address:
#   tls       TLS; the client stays unknown
#   mtls      TLS; the client needs a certificate of the broker's authority
#   scram     TLS, SCRAM-SHA-256 or SCRAM-SHA-512: the user "scribe" has "right-password"
#   oauth     TLS, OAUTHBEARER with unsecured tokens
#   jwks      TLS, OAUTHBEARER with tokens signed by credentials/token.key, for the audience "kafka"
# shellcheck shell=bash disable=SC2034,SC2154
here_security=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
"$here_security/credentials.sh" "$folder/credentials"

for mechanism in SCRAM-SHA-256 SCRAM-SHA-512; do
    format_more+=(--add-scram "$mechanism=[name=scribe,password=right-password]")
done
java_more+=("-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=file://$folder/credentials/jwks.json")

more_properties() {
    local name port scheme
    local bound=PLAINTEXT://127.0.0.1:$1 protocols=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
    local advertised=$bound
    bound+=,CONTROLLER://127.0.0.1:$2
    for name in tls mtls scram oauth jwks; do
        port=$(free_port)
        echo "127.0.0.1:$port" >"$folder/$name"
        scheme=SASL_SSL
        case $name in tls | mtls) scheme=SSL ;; esac
        bound+=,${name^^}://127.0.0.1:$port
        advertised+=,${name^^}://127.0.0.1:$port
        protocols+=,${name^^}:$scheme
    done
    local bearer=org.apache.kafka.common.security.oauthbearer
    cat <<END_OF_PROPERTIES
listeners=$bound
advertised.listeners=$advertised
listener.security.protocol.map=$protocols
ssl.keystore.type=PEM
ssl.keystore.location=$folder/credentials/broker.pem
ssl.truststore.type=PEM
ssl.truststore.location=$folder/credentials/ca.pem
listener.name.mtls.ssl.client.auth=required
listener.name.scram.sasl.enabled.mechanisms=SCRAM-SHA-256,SCRAM-SHA-512
listener.name.scram.scram-sha-256.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
listener.name.scram.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
listener.name.oauth.sasl.enabled.mechanisms=OAUTHBEARER
listener.name.oauth.oauthbearer.sasl.jaas.config=$bearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="broker";
listener.name.oauth.oauthbearer.sasl.server.callback.handler.class=$bearer.internals.unsecured.OAuthBearerUnsecuredValidatorCallbackHandler
listener.name.jwks.sasl.enabled.mechanisms=OAUTHBEARER
listener.name.jwks.oauthbearer.sasl.jaas.config=$bearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="broker";
listener.name.jwks.oauthbearer.sasl.server.callback.handler.class=$bearer.OAuthBearerValidatorCallbackHandler
# A connection outlives its token no more than a moment: the client must show a new one, or it is cut off.
listener.name.jwks.oauthbearer.connections.max.reauth.ms=600000
sasl.oauthbearer.jwks.endpoint.url=file://$folder/credentials/jwks.json
sasl.oauthbearer.expected.audience=kafka
sasl.oauthbearer.expected.issuer=https://issuer.example
allow.everyone.if.no.acl.found=true
END_OF_PROPERTIES
}
