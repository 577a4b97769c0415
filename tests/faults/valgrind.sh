#!/usr/bin/env bash
# valgrind.sh DEPECHE - the whole pipeline on the embedded broker under valgrind's memcheck, in both modes of delivery:
# 300 articles and what is none. Fails on any error and on memory that is definitely lost.
set -euo pipefail
depeche=${1:?which depeche?}

if ! command -v valgrind >/dev/null; then
    printf '\n*** The run under valgrind is SKIPPED: valgrind is not installed (Debian: valgrind) ***\n\n' >&2
    if [ "${CI:-}" = true ]; then exit 1; fi
    exit 77
fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

for ((i = 0; i < 100; i++)); do
    cat <<END
{"id":"a-$i","title":"Une ligne va rouvrir","text":"La ministre Jeanne Morvan a annoncé jeudi à Brest que la ligne $i rouvrirait en 2027. « Les travaux coûteront $i,5 millions d’euros », a-t-elle précisé.","published_at":"2025-09-04"}
{"uri":"urn:x:$i","versioncreated":"2025-09-04T08:00:00Z","headline":"Rail","body_xhtml":"<p>Selon l’association Rail Ouest, le chantier aurait déjà <b>trois mois</b> de retard. Paul Morel l’a démenti.</p>"}
{"id":"c-$i","text":"The minister said on Thursday that the line would open again in 2027.","language":"en"}
END
done >"$folder/articles.jsonl"

for delivery in at-least-once exactly-once; do
    valgrind --quiet --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite \
        --show-leak-kinds=definite --num-callers=30 --fair-sched=yes --log-file="$folder/valgrind" \
        "$depeche" demo --json --articles "$folder/articles.jsonl" -s "delivery=$delivery" \
        >"$folder/documents" 2>"$folder/said" || code=$?
    documents=$(wc -l <"$folder/documents")
    if [ "${code:-0}" -ne 0 ] || [ -s "$folder/valgrind" ] || [ "$documents" -ne 300 ]; then
        cat "$folder/valgrind" "$folder/said" >&2
        echo "valgrind.sh: $delivery: exit code ${code:-0}, $documents documents of 300" >&2
        exit 1
    fi
    echo "$delivery: $documents documents, no error, nothing lost"
done
