# Traces are threads of a debug adapter, each with a position of its own; runs go from one to the next, in both directions.
. "$TESTDATA/dap/client.sh"
for i in 1 2 3; do
	cat <<EOF
{"event_type":"function_entry","timestamp_ns":${i}0,"function_name":"main","args":{"i":$i},"correlation_id":"t$i"}
{"event_type":"function_entry","timestamp_ns":${i}1,"function_name":"work","args":{},"correlation_id":"w$i","parent_correlation_id":"t$i"}
{"event_type":"function_exit","timestamp_ns":${i}2,"error":false,"correlation_id":"w$i"}
{"event_type":"function_exit","timestamp_ns":${i}3,"error":false,"correlation_id":"t$i"}
EOF
done >trace.jsonl
{
	opened trace.jsonl '"stopOnEntry":true'
	cat <<'EOF'
configurationDone
threads
next {"threadId":2}
stackTrace {"threadId":1}
stackTrace {"threadId":2}
stackTrace {"threadId":3}
evaluate {"expression":"i"}
setFunctionBreakpoints {"breakpoints":[{"name":"main","condition":"i == 3"},{"name":"work"}]}
continue {"threadId":1}
continue {"threadId":2}
continue {"threadId":3}
reverseContinue {"threadId":3}
reverseContinue {"threadId":3}
stackTrace {"threadId":3}
stackTrace {"threadId":4}
EOF
} | dap | tail -n +3
echo '-- many: the list of threads has 1000, and the one that has stopped'
awk 'BEGIN {
	for (i = 1; i <= 1500; i++)
		printf "{\"event_type\":\"function_entry\",\"timestamp_ns\":%d,\"function_name\":\"f%d\",\"correlation_id\":\"c%d\"}\n", i, i, i
}' >many.jsonl
{
	opened many.jsonl
	cat <<'EOF'
setFunctionBreakpoints {"breakpoints":[{"name":"f1500"}]}
configurationDone
threads
EOF
} | dap >/dev/null
jq -c 'select(.event == "output").body.output, select(.event == "stopped").body, select(.command == "threads").body.threads | if type == "array" then [length, .[0], .[-1]] else . end' messages
