#!/usr/bin/env bash
# Installs what is missing, builds, and runs all tests:
#   release   gcc, optimised: every test but those with a real broker, and of faults inside; a run under valgrind
#   asan      clang, address and undefined-behaviour sanitizers: every test, a real Apache Kafka among them
#   tsan      gcc, thread sanitizer: the tests of what runs in several threads
# Where Maven Central cannot be reached the tests with a real broker are skipped, loudly; with CI=true they fail.
#   tests/run.sh [release|asan|tsan]…    only these
set -uo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root" || exit 1

deploy/packages.sh build test || exit 1
if [ $# -eq 0 ]; then set -- release asan tsan; fi

passed=0 failed=0 skipped=0

# Runs ctest for a build and adds its counts to the totals.
run_tests() {
    local name=$1 log=build/$1-tests.log
    shift
    ctest --test-dir "build/$name" --output-on-failure --no-tests=error "$@" 2>&1 | tee "$log"
    local ran bad none
    ran=$(sed -nE 's/^ *[0-9]+\/[0-9]+ Test +#[0-9]+: .*/x/p' "$log" | wc -l)
    bad=$(sed -nE 's/.*tests passed, ([0-9]+) tests? failed out of.*/\1/p' "$log" | tail -n 1)
    none=$(grep -cE 'Test +#[0-9]+: .*\*\*\*(Skipped|Not Run)' "$log")
    if [ -z "$bad" ]; then bad=1; fi
    passed=$((passed + ran - bad - none)) failed=$((failed + bad)) skipped=$((skipped + none))
}

for name in "$@"; do
    # The sanitizer builds take the language packs of the release build.
    if [ "$name" != release ] && [ ! -f build/release/packs/fr.pack ]; then
        deploy/build.sh release || exit 1
    fi
    deploy/build.sh "$name" || exit 1
    echo "== $name"
    case $name in
        release) run_tests release -LE "kafka|faults" -j 2 ;;
        asan) run_tests asan -j 2 ;;
        tsan) run_tests tsan -L threads -j 2 ;;
        *) echo "run.sh: unknown build '$name': release, asan or tsan" >&2; exit 2 ;;
    esac
done

echo
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
