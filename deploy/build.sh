#!/usr/bin/env bash
# Configures and builds one preset of CMakePresets.json into build/<preset>, quietly; says what it does and how long
# it took, and shows the whole log when it fails.
#   deploy/build.sh PRESET [CMAKE-OPTION…]
set -euo pipefail
cd "$(dirname "$0")/.."

preset=$1
shift
log=build/$preset.log
mkdir -p build
started=$SECONDS
echo "Building ($preset); the first release build trains the language models, well over a minute. Log: $log" >&2
if ! { cmake --preset "$preset" "$@" && cmake --build --preset "$preset"; } >"$log" 2>&1; then
    cat "$log" >&2
    echo "The build failed; see above." >&2
    exit 1
fi
echo "Built in $((SECONDS - started)) s." >&2
