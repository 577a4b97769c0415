#!/usr/bin/env bash
# The completion scripts: bash's is run, those of zsh and fish must know every command and option.
#   completion.sh DEPECHE
set -euo pipefail
depeche=$1
bad=0

# The commands, and the long options of one.
commands=$("$depeche" help | sed -nE 's/^  ([a-z-]+) .*/\1/p')
options_of() {
    "$depeche" "$1" --help | sed -nE 's/^  (-., |    )(--[a-z-]+).*/\2/p'
}

fail() {
    echo "completion: $*"
    bad=1
}

eval "$("$depeche" completion bash)"
# What bash offers (compopt complains outside of a completion under way) at the end of a command line.
offered() {
    COMP_WORDS=("$@")
    COMP_CWORD=$(($# - 1))
    COMPREPLY=()
    _depeche 2>/dev/null || true
    printf '%s\n' "${COMPREPLY[@]}"
}
for command in $commands; do
    offered depeche "" | grep -x -- "$command" >/dev/null || fail "bash does not offer $command"
    for option in $(options_of "$command"); do
        offered depeche "$command" -- | grep -x -- "$option" >/dev/null || fail "bash does not offer $command $option"
    done
done
offered depeche analyze --format "" | grep -x html >/dev/null || fail "bash does not offer analyze --format html"
offered depeche run --set inp | grep -x input.topic= >/dev/null || fail "bash does not offer run --set input.topic="
offered depeche completion z | grep -x zsh >/dev/null || fail "bash does not offer completion zsh"
offered depeche help ana | grep -x analyze >/dev/null || fail "bash does not offer help analyze"

zsh=$("$depeche" completion zsh) fish=$("$depeche" completion fish)
for command in $commands; do
    grep -q "'$command:" <<<"$zsh" || fail "zsh does not know $command"
    grep -q -- "-a $command -d" <<<"$fish" || fail "fish does not know $command"
    for option in $(options_of "$command"); do
        grep -q -- "'\*${option}[=[]" <<<"$zsh" || fail "zsh does not know $option"
        grep -q -- "from $command'.* -l ${option#--} " <<<"$fish" || fail "fish does not know $command $option"
    done
done
if command -v shellcheck >/dev/null; then
    "$depeche" completion bash | shellcheck -s bash - || fail "shellcheck complains of bash's"
fi
if command -v zsh >/dev/null; then zsh -n <(printf '%s\n' "$zsh") || fail "zsh cannot read its script"; fi
if command -v fish >/dev/null; then fish -n <(printf '%s\n' "$fish") || fail "fish cannot read its script"; fi
exit "$bad"
