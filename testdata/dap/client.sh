# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# A client of a debug adapter, for cases.  It sends the requests of standard input, one a line,
#
#	stackTrace {"threadId":1}
#
# and prints what comes back, one message a line; then what of it is against the protocol.

# framed: makes messages of requests
framed() {
	awk '{
		arguments = substr($0, length($1) + 2)
		printf "{\"seq\":%d,\"type\":\"request\",\"command\":\"%s\"%s}\n", NR, $1,
			arguments == "" ? "" : ",\"arguments\":" arguments
	}' | LC_ALL=C awk -f "$TESTDATA/dap/frame.awk"
}

# dap [OPTION]...: options of esper-trace-replay
dap() {
	framed | dap_raw "$@"
}

# dap_raw [OPTION]...: sends its input as it is
dap_raw() {
	esper-trace-replay --dap "$@" >raw
	status=$?
	LC_ALL=C awk -f "$TESTDATA/dap/unframe.awk" raw >messages
	jq -r 'if .type == "event" then "\(.event) \(.body // "" | tojson)"
		elif .success then "\(.request_seq) \(.command) \(.body // "" | tojson)"
		else "\(.request_seq) \(.command) refused: \(.message)" end' messages
	jq -r --slurpfile schema "$TESTDATA/dap/debugAdapterProtocol.json" \
		-f "$TESTDATA/dap/valid.jq" messages
	jq -s -r '[.[].seq] | if . == [range(1; length + 1)] then empty else "seq: \(.)" end' messages
	[ $status -eq 0 ] || echo "status $status"
}

# opened FILE [MORE]: the requests that begin a session; MORE are members of the launch
opened() {
	echo 'initialize {"adapterID":"esper","supportsVariableType":true}'
	printf 'launch {"program":"%s"%s}\n' "$1" "${2:+,$2}"
}
