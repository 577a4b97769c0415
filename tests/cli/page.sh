#!/usr/bin/env bash
# The HTML page in headless Chromium: it loads, the browser has nothing to say of it, and the style applies.
#   page.sh DEPECHE
set -euo pipefail
depeche=$1
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
if [ -z "$browser" ]; then
    echo "SKIPPED: there is no Chromium here"
    exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

printf '%s\n' '{"id":"1","title":"Un <titre> & plus","published_at":"2025-09-04","text":"Vladimir Poutine a déclaré jeudi à Moscou : « La guerre finira. »"}' \
    '{"id":"2","text":"Le ministre Jean Dupont a promis 2 millions de francs."}' | "$depeche" analyze -o "$work/page.html" -
timeout 60 "$browser" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
    --disable-component-update --disable-sync --user-data-dir="$work/profile" --enable-logging=stderr --log-level=0 \
    --virtual-time-budget=2000 --dump-dom "file://$work/page.html" >"$work/dom.html" 2>"$work/log"
if grep -F 'CONSOLE' "$work/log"; then
    echo "the browser complains of the page"
    exit 1
fi
grep -qF '<span class="person" title="person: Vladimir Poutine">Vladimir Poutine</span>' "$work/dom.html"
grep -qF 'Un &lt;titre&gt; &amp; plus' "$work/dom.html"
grep -qF '<nav' "$work/dom.html"
echo "the page is well in $("$browser" --version 2>/dev/null | head -n 1)"
