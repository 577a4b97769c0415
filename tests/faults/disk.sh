#!/usr/bin/env bash
# disk.sh STREAM_WORKER SOAK_FLOW - the disk of a real broker fills up while a worker works, so that the broker ends;
# with room on the disk it is started again. The worker must wait for it and lose nothing.
# The disk is a file system in memory: that needs the right to mount, without which the test is skipped.
set -euo pipefail
worker=${1:?which stream_worker?} flow=${2:?which soak_flow?}
broker_sh=$(cd "$(dirname "$0")/../kafka" && pwd)/broker.sh

work=$(mktemp -d)
mkdir "$work/disk"
pids=()
finish() {
    [ ${#pids[@]} -eq 0 ] || kill -KILL "${pids[@]}" 2>/dev/null || true
    "$broker_sh" stop "$work/broker" || true
    umount --lazy "$work/disk" 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT

skip() {
    printf '\n*** The test with the full disk of a broker is SKIPPED: %s ***\n\n' "$1" >&2
    exit 77
}

fail() {
    echo "disk.sh: $1" >&2
    tail -n 20 "$work/worker.log" "$work/broker/broker.log" >&2 || true
    exit 1
}

# until_true SECONDS COMMAND... - waits for it.
until_true() {
    local left=$(($1 * 5))
    shift
    until "$@"; do
        left=$((left - 1))
        [ $left -gt 0 ] || return 1
        sleep 0.2
    done
}

broker_ended() { ! kill -0 "$(cat "$work/broker/pid")" 2>/dev/null; }
came_out() { [ "$(tail -n 1 "$work/counts" | cut -d ' ' -f 2)" -ge "$1" ]; }
started() { [ "$(head -n 1 "$work/counts")" = ready ]; }
said() { grep -q "^$1:" "$work/worker.log"; }

mount -t tmpfs -o size=48m depeche "$work/disk" 2>/dev/null || skip "this user may not mount a file system"
BROKER_PROPERTIES="log.dirs=$work/disk/data" "$broker_sh" start "$work/broker"
[ ! -f "$work/broker/unavailable" ] || exit 77
address=$(cat "$work/broker/bootstrap")

for ((i = 0; i < 50; i++)); do head -c 6000 /dev/urandom | base64 -w 0 && echo; done >"$work/articles"
"$flow" "$address" disk-in disk-out disk-dead 2 "$work/articles" 500 >"$work/counts" 2>"$work/flow.log" &
flow_pid=$!
pids+=("$flow_pid")
until_true 60 started || fail "the topics could not be made"
"$worker" "$address" disk disk-in disk-out disk-dead commit-ms=200 >"$work/end" 2>"$work/worker.log" &
worker_pid=$!
pids+=("$worker_pid")

until_true 120 broker_ended || fail "the broker's disk did not become full"
grep -q "No space left on device" "$work/broker/broker.log" || fail "the broker ended for another reason"
until_true 60 said disconnected || fail "the worker did not say that the broker is away"
kill -0 "$worker_pid" || fail "the worker ended too"
before=$(tail -n 1 "$work/counts" | cut -d ' ' -f 2)

mount -o remount,size=2g "$work/disk"
"$broker_sh" restart "$work/broker"
until_true 120 came_out $((before + 1000)) || fail "the worker did not go on"
kill -TERM "$flow_pid"
wait "$flow_pid" || fail "after sent, seen, doubled, out of order, missing, dead letters: $(tail -n 1 "$work/counts")"
kill -TERM "$worker_pid"
wait "$worker_pid" || fail "the worker ended with $?: $(cat "$work/end")"
echo "sent, seen, doubled, out of order, missing, dead letters: $(tail -n 1 "$work/counts")"
