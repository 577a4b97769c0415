#!/bin/bash
# confined.sh CONFINE PROGRAM [ARGUMENT...]
# Runs a program under the restrictions of deploy/depeche.service, where there is no systemd to set them: the unit's
# system calls, no capabilities, no new privileges, no core dumps, a file system that cannot be written, devices of its
# own, IPC and host name apart. What needs root is left out for others.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
unit=$here/../../deploy/depeche.service

# The system calls of a set of systemd's, with the sets in it.
expand() {
    systemd-analyze syscall-filter "$1" 2>/dev/null | sed '1d; s/^ *//; /^#/d; /^$/d' | while read -r name; do
        case $name in
            @*) expand "$name" ;;
            *) echo "$name" ;;
        esac
    done
}

# What SystemCallFilter= of the unit comes to.
list() {
    local filters names=() word
    filters=$(sed -n 's/^SystemCallFilter=//p' "$unit")
    while read -r line; do
        local take=yes
        case $line in "~"*) take=no line=${line#"~"} ;; esac
        for word in $line; do
            case $word in
                @*) mapfile -t names < <(expand "$word") ;;
                *) names=("$word") ;;
            esac
            # shellcheck disable=SC2059 # yes or no
            printf "$take %s\n" "${names[@]}"
        done
    done <<<"$filters" | awk '{ if ($1 == "yes") set[$2] = 1; else delete set[$2] } END { for (name in set) print name }'
    expand @default
}

mounts() {
    mount --make-rprivate /
    mount -t tmpfs -o nosuid,noexec,mode=755 none /mnt
    for device in null zero full random urandom tty; do
        touch "/mnt/$device"
        mount --bind "/dev/$device" "/mnt/$device"
    done
    mount --move /mnt /dev
    mount --rbind / /mnt
    mount -o remount,bind,ro /mnt
    exec chroot /mnt "$@"
}

case $1 in
    --mounts)
        shift
        mounts "$@"
        ;;
esac
confine=$1
shift
calls=$(mktemp)
trap 'rm -f "$calls"' EXIT
list >"$calls"
exec 9<"$calls"
command=(setpriv --no-new-privs)
outside=()
if [ "$(id -u)" -eq 0 ]; then
    command+=(--bounding-set=-all --inh-caps=-all)
    if unshare -m -i -u true 2>/dev/null; then outside=(unshare -m -i -u "$0" --mounts); fi
fi
rm -f "$calls"
trap - EXIT
exec prlimit --core=0 "${outside[@]}" "${command[@]}" "$confine" /proc/self/fd/9 "$@"
