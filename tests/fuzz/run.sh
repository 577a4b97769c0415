#!/usr/bin/env bash
# Builds the libFuzzer targets (preset fuzz: clang, sanitizers) and runs each for a while.
#   tests/fuzz/run.sh [-s SECONDS] [TARGET…]    120 seconds and all targets where nothing is said
# What a target learned stays in build/fuzz/corpus/TARGET and is where the next run begins; what broke it is written to
# build/fuzz/found/TARGET. A finding that was repaired goes, as small as it gets, to tests/fuzz/regressions/TARGET.
# FUZZ_BUILD names another build folder, which is then taken as it is.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)

seconds=120
if [ "${1:-}" = -s ]; then
    seconds=${2:?seconds}
    shift 2
fi
build=${FUZZ_BUILD:-}
if [ -z "$build" ]; then
    build=$root/build/fuzz
    if [ ! -f "$root/build/release/packs/fr.pack" ]; then "$root/deploy/build.sh" release || exit 1; fi
    "$root/deploy/build.sh" fuzz || exit 1
fi
if [ $# -eq 0 ]; then set -- analysis gold html json memory message model ninjs pack properties standoff text; fi
export DEPECHE_PACKS=$build/packs

failed=0
for target in "$@"; do
    corpus=$build/corpus/$target found=$build/found/$target log=$build/found/$target.log
    mkdir -p "$corpus" "$found"
    options=(-max_total_time="$seconds" -timeout=20 -rss_limit_mb=3000 -print_final_stats=1 -artifact_prefix="$found/")
    case $target in
        analysis | memory | message) options+=(-max_len=4096 -entropic=0) ;; # its bookkeeping takes a quarter of the time
        model) options+=(-max_len=1024) ;;
        pack) options+=(-max_len=129) ;;
        *) options+=(-max_len=4096) ;;
    esac
    case $target in memory | message) words=$here/dictionaries/ninjs.dict ;; *) words=$here/dictionaries/$target.dict ;; esac
    if [ -f "$words" ]; then options+=(-dict="$words"); fi
    folders=("$corpus" "$here/seeds/$target")
    if [ -d "$here/regressions/$target" ]; then folders+=("$here/regressions/$target"); fi
    result=sound
    if ! "$build/tests/fuzz/fuzz_$target" "${options[@]}" "${folders[@]}" 2>"$log"; then
        result="BROKEN: see $log"
        failed=1
    fi
    executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    coverage=$(grep -oE 'cov: [0-9]+ ft: [0-9]+' "$log" | tail -n 1)
    echo "$target: ${executions:-?} executions, ${coverage:-no coverage}, $result"
done
exit $failed
