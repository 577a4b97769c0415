#!/usr/bin/env bash
# systemd's own opinion of the unit: it is well formed, and its sandbox is tight.
#   service.sh DEPLOY
set -euo pipefail
if ! command -v systemd-analyze >/dev/null; then
    echo "SKIPPED: there is no systemd-analyze here"
    exit 77
fi
# The program and its manual are not installed where the unit says; everything else must be right.
if complaints=$(systemd-analyze verify "$1/depeche.service" 2>&1 | grep -vE 'is not executable|man depeche'); then
    echo "$complaints"
    exit 1
fi
# From 0 (locked away) to 10 (unsafe), in tenths.
systemd-analyze security --offline=true --threshold=12 "$1/depeche.service" | tail -n 1
