#!/bin/bash
# token.sh FOLDER SECONDS [AUDIENCE]
# Prints a JSON Web Token of the user "scribe", signed with FOLDER/token.key, that expires in so many seconds (before
# now when negative).
set -euo pipefail
folder=${1:?} seconds=${2:?} audience=${3:-kafka}

base64url() {
    openssl base64 -A | tr '+/' '-_' | tr -d '='
}

now=$(date +%s)
header=$(printf '{"alg":"RS256","typ":"JWT","kid":"test"}' | base64url)
claims=$(printf '{"iss":"https://issuer.example","aud":"%s","sub":"scribe","iat":%d,"exp":%d}' \
    "$audience" $((now - 3600)) $((now + seconds)) | base64url)
signature=$(printf '%s.%s' "$header" "$claims" | openssl dgst -sha256 -sign "$folder/token.key" | base64url)
echo "$header.$claims.$signature"
