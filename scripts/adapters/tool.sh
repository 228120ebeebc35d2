#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Runs recorded calls of a tool by a command: tool.sh COMMAND [ARGUMENT ...]
#
# The command gets the recorded input, as JSON, on its stdin.  What it prints is the output; if it
# fails, the error has its exit status.  Needs jq.
while IFS= read -r request; do
	id=$(printf '%s' "$request" | jq .id)
	if output=$(printf '%s' "$request" | jq -c .input | "$@"); then
		printf '%s' "$output" | jq -Rsc --argjson id "$id" \
			'{id: $id, output: (. as $text | try fromjson catch $text)}'
	else
		printf '{"id":%s,"error":{"type":"ExitStatus","message":"status %d"}}\n' "$id" $?
	fi
done
