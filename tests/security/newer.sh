#!/bin/bash
# newer.sh FOLDER
# A newer librdkafka than Debian's, with SCRAM as Kafka 4 wants it and with OIDC, from the wheel of Confluent's Python
# client: FOLDER/librdkafka.so.1, for LD_LIBRARY_PATH. Where it cannot be had, FOLDER/unavailable says why.
set -euo pipefail
version=2.16.1
folder=${1:?which folder?}
cache=${XDG_CACHE_HOME:-$HOME/.cache}/depeche/librdkafka-$version
rm -rf "$folder"
mkdir -p "$folder"

unavailable() {
    echo "$1" >"$folder/unavailable"
    printf '\n*** The tests with a newer librdkafka are SKIPPED: %s ***\n\n' "$1" >&2
    exit 0
}

if [ ! -e "$cache/librdkafka.so.1" ]; then
    mkdir -p "$(dirname "$cache")"
    fresh=$(mktemp -d "$cache.XXXXXX")
    trap 'rm -rf "$fresh"' EXIT
    python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --dest "$fresh/wheel" \
        "confluent-kafka==$version" >"$folder/pip.log" 2>&1 ||
        unavailable "pip could not fetch confluent-kafka $version, see $folder/pip.log"
    python3 -m zipfile -e "$fresh"/wheel/*.whl "$fresh/content"
    mkdir "$fresh/ready"
    cp "$fresh"/content/confluent_kafka.libs/librdkafka*.so* "$fresh/ready/librdkafka.so.1" 2>/dev/null ||
        unavailable "the wheel of confluent-kafka $version holds no librdkafka"
    mv -T "$fresh/ready" "$cache" 2>/dev/null || true # another run may have been faster
fi
ln -s "$cache/librdkafka.so.1" "$folder/librdkafka.so.1"
