#!/usr/bin/env bash
# Three workers enrich articles on three Kafka brokers while workers and brokers are killed, stopped, cut off and moved;
# then it is checked that nothing was lost, doubled, altered or put out of order.
#   tests/cluster/run.sh --articles 200000 --seed N --delivery at-least-once|exactly-once
#   tests/cluster/run.sh --short [--seed N]       a small run of each delivery
# Without --seed one is drawn, and shown: the same seed plays the same plan again. --rounds N: how often each fault
# comes, one round for 25,000 articles otherwise. Cutting a worker from the brokers needs root; it is left out without.
# Ends with 0 when all is as promised, 1 when not, 77 when Kafka cannot be had (1 with CI=true).
# The program tested is that of $DEPECHE_BUILD, build/release otherwise, which is built when it is not there.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
if [[ " $* " == *" --help "* ]]; then
    sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0"
    exit 0
fi
build=${DEPECHE_BUILD:-$root/build/release}

reason=$(mktemp)
if ! libs=$("$here/../kafka/fetch.sh" 2>"$reason"); then
    printf '\n*** The test with three Kafka brokers is SKIPPED: %s ***\n\n' "$(tail -n 1 "$reason")" >&2
    rm "$reason"
    if [ "${CI:-}" = true ]; then
        echo "CI=true: that is a failure" >&2
        exit 1
    fi
    exit 77
fi
rm "$reason"
if [ ! -x "$build/src/cli/depeche" ]; then
    "$root/deploy/packages.sh" build test
    "$root/deploy/build.sh" release
fi
mkdir -p "$build/cluster"
work=$(mktemp -d "$build/cluster/run.XXXXXX")

# What is left of earlier runs that went well is of no use any more.
finish() {
    rm -rf "$work"/brokers/*/data
    [ "$1" -ne 0 ] || rm -rf "$work"
    exit "$1"
}

export PYTHONDONTWRITEBYTECODE=1
status=0
python3 "$here/torture.py" --program "$build/src/cli/depeche" --packs "$build/packs" --libs "$libs" \
    --corpus "$root/src/lang/fr/corpus" --work "$work" "$@" || status=$?
finish "$status"
