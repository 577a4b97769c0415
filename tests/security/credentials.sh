#!/bin/bash
# credentials.sh FOLDER
# Makes what the secured broker and its clients prove themselves with: two authorities, certificates good and bad, and
# the key that signs tokens. Nothing of it outlives the test run; the certificates are good for two days.
#   ca.pem other-ca.pem                  authorities; the broker knows only the first
#   broker.pem                           key and certificate for 127.0.0.1 (and no other name)
#   client.key client.pem                good
#   expired.key expired.pem              by the right authority, long over
#   foreign.key foreign.pem              by the other authority
#   token.key jwks.json                  signs tokens; what the broker checks them with
set -euo pipefail
folder=${1:?which folder?}
mkdir -p "$folder"
cd "$folder"

authority() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "/CN=$1" \
        -keyout "$1.key" -out "$1.pem" 2>/dev/null
    : >"$1.index"
}

# certificate NAME AUTHORITY FROM UNTIL [SAN]
certificate() {
    local san=${5:-DNS:$1}
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$1" \
        -keyout "$1.key" -out "$1.csr" 2>/dev/null
    cat >"$1.conf" <<END_OF_CONF
[ca]
default_ca = one
[one]
database = $2.index
rand_serial = yes
new_certs_dir = .
default_md = sha256
policy = any
unique_subject = no
copy_extensions = none
[any]
commonName = supplied
[extensions]
subjectAltName = $san
basicConstraints = CA:FALSE
END_OF_CONF
    openssl ca -batch -notext -config "$1.conf" -cert "$2.pem" -keyfile "$2.key" -extensions extensions \
        -startdate "$3" -enddate "$4" -in "$1.csr" -out "$1.pem" 2>"$1.log"
}

base64url() {
    openssl base64 -A | tr '+/' '-_' | tr -d '='
}

token_key() {
    openssl genrsa -out token.key 2048 2>/dev/null
    local modulus
    modulus=$(openssl rsa -in token.key -modulus -noout | cut -d= -f2 | sed 's/../\\x&/g')
    # shellcheck disable=SC2059 # the bytes are the format
    modulus=$(printf "$modulus" | base64url)
    printf '{"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"test","n":"%s","e":"AQAB"}]}\n' "$modulus" >jwks.json
}

yesterday=$(date -u -d '1 day ago' +%Y%m%d%H%M%SZ)
tomorrow=$(date -u -d '1 day' +%Y%m%d%H%M%SZ)
authority ca
authority other-ca
certificate broker ca "$yesterday" "$tomorrow" IP:127.0.0.1
certificate client ca "$yesterday" "$tomorrow"
certificate expired ca 20200101000000Z 20200102000000Z
certificate foreign other-ca "$yesterday" "$tomorrow"
cat broker.key >>broker.pem
token_key
