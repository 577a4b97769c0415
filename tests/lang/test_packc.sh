#!/bin/sh
# The program depeche-packc as a person uses it: exit codes, messages, and the way from a folder to a linked pack.
# Usage: test_packc.sh PROGRAM
set -u
packc=$1
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
failures=0

# expect CODE WORDS COMMAND...: runs the command; its exit code must be CODE and its output must have WORDS in it.
expect() {
    code=$1 words=$2
    shift 2
    output=$("$@" 2>&1)
    got=$?
    if [ "$got" -ne "$code" ]; then
        echo "'$*' gave $got instead of $code: $output"
        failures=$((failures + 1))
    fi
    case $output in
    *"$words"*) ;;
    *)
        echo "'$*' does not say '$words': $output"
        failures=$((failures + 1))
        ;;
    esac
}

mkdir "$folder/xx" "$folder/xx/sets"
printf 'language xx\nsets sets\n' >"$folder/xx/pack.manifest"
printf 'bleu\nvert\n' >"$folder/xx/sets/colours.txt"
printf 'weights' >"$folder/model"

expect 2 'Usage: depeche-packc' "$packc"
expect 2 'Usage: depeche-packc' "$packc" bake
expect 2 'Usage: depeche-packc' "$packc" compile "$folder/xx"
expect 2 'Usage: depeche-packc' "$packc" link "$folder/base.pack"
expect 2 'Usage: depeche-packc' "$packc" check
expect 2 'Usage: depeche-packc' "$packc" show "$folder/base.pack" find bleu
expect 0 'Usage: depeche-packc' "$packc" --help
expect 0 '2 words, 1 sets' "$packc" compile "$folder/xx" -o "$folder/base.pack"
expect 0 '' "$packc" link "$folder/base.pack" "model.a=$folder/model" -o "$folder/xx.pack"
expect 0 'good, language xx' "$packc" check "$folder/xx.pack"
expect 0 'model.a' "$packc" show "$folder/xx.pack"
expect 0 'set colours' "$packc" show "$folder/xx.pack" lookup vert
expect 1 'cannot open' "$packc" check "$folder/no.pack"
expect 1 'cannot open' "$packc" show "$folder/no.pack"
expect 1 'is not of the form section=file' "$packc" link "$folder/base.pack" model -o "$folder/bad.pack"
printf 'vert\nbleu\n' >"$folder/xx/sets/colours.txt"
expect 1 'colours.txt:2: out of order' "$packc" compile "$folder/xx" -o "$folder/bad.pack"
printf 'x' >>"$folder/xx.pack"
expect 1 'too long' "$packc" check "$folder/xx.pack"
[ ! -e "$folder/bad.pack" ] || { echo "a failed command left a pack"; failures=$((failures + 1)); }
exit $((failures > 0))
