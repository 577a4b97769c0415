#!/usr/bin/env bash
# Builds depeche and shows its main job: articles in at one topic, enriched articles out at another.
#   deploy/demo.sh [OPTION…]    the options of `depeche demo`, such as --json
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)

"$root/deploy/packages.sh" build
"$root/deploy/build.sh" release
exec "$root/build/release/src/cli/depeche" demo "$@"
