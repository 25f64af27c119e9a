#!/usr/bin/env bash
# Draws the figures of the configs in PATHS into OUT, or checks them, and writes the summary of the
# step. The inputs are environment variables, so that no shell can run them as commands.
set -euo pipefail

cache=$RUNNER_TEMP/convanim-cache
written=$RUNNER_TEMP/convanim-written
messages=$RUNNER_TEMP/convanim-messages

command=gallery
words=(--log-format=github --out="$OUT")
while IFS= read -r format; do
    if [ -n "$format" ]; then
        command=render
        words+=(--format="$format")
    fi
done <<< "$FORMATS"
case $CHECK in
    true) words+=(--check --diff) ;;
    false) words+=(--cache="$cache") ;;
    *)
        echo "::error::the input check must be true or false"
        exit 2
        ;;
esac
words+=(--)
while IFS= read -r path; do
    if [ -n "$path" ]; then words+=("$path"); fi
done <<< "$PATHS"

# The runner looks for commands in both streams, so it only sees what --log-format has escaped.
status=0
"$RUNNER_TEMP/convanim/bin/convanim" "$command" "${words[@]}" > "$written" 2> "$messages" || status=$?
cat "$messages"

# Indented text is shown verbatim, even if the name of a file contains Markdown. A summary may have
# at most one megabyte.
indented() { head -c 400000 | sed 's/^/    /'; }
{
    echo "## convanim $command"
    echo
    case $CHECK$status in
        true0) echo "Everything is up to date." ;;
        false0) echo "Files written: $(wc -l < "$written" | tr -d ' ')" ;;
        *) echo "Failed with exit status $status." ;;
    esac
    echo
    sed -E -e 's/^::[a-z]+ file=(.*),line=([0-9]+),col=([0-9]+)::/\1:\2:\3: /' -e 's/^::[a-z]+( file=[^,:]*)?:://' \
        -e 's/%0[AD]/ /g' -e 's/%3A/:/g' -e 's/%2C/,/g' -e 's/%25/%/g' "$messages" | indented
    echo
    indented < "$written"
    echo
} >> "$GITHUB_STEP_SUMMARY"

# Entries older than a month usually belong to configs that have changed since.
if [ -d "$cache" ]; then
    find "$cache" -mindepth 2 -maxdepth 2 -type d -mtime +30 -exec rm -rf {} +
fi
exit "$status"
