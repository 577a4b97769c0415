#!/bin/bash
# hardening.sh FILE...
# Each program or library is compiled and linked as hardened: position-independent, relocations read-only and resolved
# at the start, no executable stack, stack protectors, and the checked functions of the C library.
set -euo pipefail
failed=0

expect() {
    local file=$1 what=$2 found=$3
    if [ -z "$found" ]; then
        echo "$file: no $what" >&2
        failed=1
    fi
}

for file in "$@"; do
    segments=$(readelf -lW "$file")
    dynamic=$(readelf -dW "$file")
    symbols=$(readelf --dyn-syms -W "$file")
    expect "$file" "position-independent code (PIE)" "$(readelf -hW "$file" | grep -E 'Type: +DYN')"
    expect "$file" "read-only relocations (RELRO)" "$(grep GNU_RELRO <<<"$segments" || true)"
    expect "$file" "binding at the start (BIND_NOW)" "$(grep -E 'BIND_NOW|FLAGS_1.* NOW' <<<"$dynamic" || true)"
    expect "$file" "stack without execution" "$(grep -E 'GNU_STACK .* RW +0x' <<<"$segments" || true)"
    expect "$file" "stack protector" "$(grep __stack_chk_fail <<<"$symbols" || true)"
    expect "$file" "checked functions (FORTIFY)" "$(grep -E ' __[a-z]+_chk@' <<<"$symbols" || true)"
    # No segment is both written and executed, and nobody else's folder is searched for libraries.
    expect "$file" "separation of code and data" "$(grep -qE 'LOAD .* RWE ' <<<"$segments" || echo kept)"
    expect "$file" "clean search path" "$(grep -qE 'RPATH|RUNPATH|TEXTREL' <<<"$dynamic" || echo clean)"
done
exit $failed
