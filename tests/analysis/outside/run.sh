#!/usr/bin/env bash
# Installs the library to an empty folder and builds a program of somebody else against it: by pkg-config, shared and
# static, and by find_package. Looks also at what the shared library shows.
#   run.sh BUILD COMPILER [FLAG…]    the build, the compiler and the flags of the library
set -euo pipefail
source=$(cd "$(dirname "$0")" && pwd)
build=$1 compiler=$2
shift 2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
prefix=$folder/prefix

cmake --install "$build" --component library --prefix "$prefix" >/dev/null
library=$(find "$prefix" -name 'libdepeche.so')
export PKG_CONFIG_PATH=${library%/*}/pkgconfig
config() { pkg-config --define-variable=prefix="$prefix" "$@" depeche; }

echo "== symbols"
shown=$(nm -D --defined-only "$library" | awk '$2 == "T" { print $3 }' | sort)
declared=$(grep -oE '\bdepeche_[a-z_]+\(' "$prefix/include/depeche/depeche.h" | tr -d '(' | sort -u)
diff <(echo "$declared") <(echo "$shown") || { echo "the library shows other functions than depeche.h declares" >&2; exit 1; }
readelf -d "$library" | grep -q 'SONAME.*libdepeche\.so\.0\]' || { echo "the soname is not libdepeche.so.0" >&2; exit 1; }

echo "== pkg-config, shared"
# shellcheck disable=SC2046 # flags are words
"$compiler" "$@" -std=c11 -Wall -Wextra -Werror $(config --cflags) "$source/outside.c" -o "$folder/shared" $(config --libs)
LD_LIBRARY_PATH=${library%/*} "$folder/shared"

echo "== pkg-config, static"
# shellcheck disable=SC2046
"$compiler" "$@" -std=c11 $(config --cflags) "$source/outside.c" -o "$folder/static" "${library%.so}.a" \
    $(config --static --libs-only-l | sed 's/-ldepeche//')
"$folder/static"

echo "== find_package"
cmake -S "$source" -B "$folder/build" -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_C_COMPILER="$compiler" -DCMAKE_C_FLAGS="$*" >/dev/null
cmake --build "$folder/build" >/dev/null
"$folder/build/outside_shared"
"$folder/build/outside_static"
