#!/usr/bin/env bash
# Installs what is missing of Debian's packages, asking nothing.
#   deploy/packages.sh build         what the build needs
#   deploy/packages.sh build test    and what the tests need beside it
set -euo pipefail

build=(gcc libc6-dev cmake ninja-build pkg-config
       librdkafka-dev libjansson-dev libicu-dev libgumbo-dev libmicrohttpd-dev libseccomp-dev libxxhash-dev libcmocka-dev)
test=(clang libclang-rt-14-dev clang-format # sanitizers with the second compiler
      default-jre-headless maven            # Apache Kafka
      kcat                                  # a foreign Kafka client
      iproute2                              # networks that can be cut
      python3 python3-jsonschema            # a JSON Schema validator
      openssl python3-pip                   # certificates; a newer librdkafka
      valgrind libc6-dbg                    # a run without a memory error
      systemd                               # systemd-analyze: its opinion of the unit, and what the unit allows
      chromium                              # the HTML page
      bash-completion mandoc shellcheck)

wanted=()
for set_name in "${@:-build}"; do
    case $set_name in
        build) wanted+=("${build[@]}") ;;
        test) wanted+=("${test[@]}") ;;
        *)
            echo "packages.sh: unknown set '$set_name': build or test" >&2
            exit 2
            ;;
    esac
done

missing=()
for package in "${wanted[@]}"; do
    if ! dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed; then
        missing+=("$package")
    fi
done
[ ${#missing[@]} -gt 0 ] || exit 0

if ! command -v apt-get >/dev/null; then
    echo "packages.sh: this machine has no apt-get; install the equivalents of: ${missing[*]}" >&2
    exit 1
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "packages.sh: run as root, or install sudo; missing: ${missing[*]}" >&2
        exit 1
    fi
    as_root=(sudo)
fi
echo "Installing ${#missing[@]} packages: ${missing[*]}" >&2
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
