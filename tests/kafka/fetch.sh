#!/bin/bash
# Prints the folder with Apache Kafka's jars, which are fetched once and kept in the user's cache. When they, or a
# program that the brokers need, cannot be had, says why on standard error and exits with 77.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
version=$(sed -n 's|.*<kafka.version>\(.*\)</kafka.version>.*|\1|p' "$here/pom.xml")
cache=${XDG_CACHE_HOME:-$HOME/.cache}/depeche/kafka-$version

unavailable() {
    echo "$1" >&2
    exit 77
}

for tool in java kcat; do
    command -v "$tool" >/dev/null || unavailable "$tool is not installed"
done
if [ ! -d "$cache/libs" ]; then
    command -v mvn >/dev/null || unavailable "mvn is not installed (Debian: maven)"
    mkdir -p "$cache"
    fresh=$(mktemp -d "$cache/fetch.XXXXXX")
    if ! mvn -q -B -f "$here/pom.xml" dependency:copy-dependencies -DoutputDirectory="$fresh/libs" \
        >"$cache/maven.log" 2>&1; then
        rm -rf "$fresh"
        unavailable "Maven could not fetch Kafka $version, see $cache/maven.log"
    fi
    mv -T "$fresh/libs" "$cache/libs" 2>/dev/null || true # another run may have been faster
    rm -rf "$fresh"
fi
echo "$cache/libs"
