# Positions count ENTER, events and EXIT depth first over all traces; --depth, --order and folding do not change them, and what was not recorded has none.
LC_ALL=C.UTF-8
export LC_ALL
cat >two <<'EOF'
{"event_type":"function_entry","timestamp_ns":100,"function_name":"first","correlation_id":"a"}
{"event_type":"function_entry","timestamp_ns":200,"function_name":"inner","correlation_id":"b","parent_correlation_id":"a"}
{"event_type":"variable_change","timestamp_ns":300,"variable_name":"v","value":1,"correlation_id":"b"}
{"event_type":"function_exit","timestamp_ns":500,"function_name":"inner","correlation_id":"b"}
{"event_type":"variable_change","timestamp_ns":400,"variable_name":"w","value":2,"correlation_id":"a"}
{"event_type":"function_entry","timestamp_ns":1000,"function_name":"second","correlation_id":"c"}
{"event_type":"function_exit","timestamp_ns":1100,"function_name":"second","correlation_id":"c"}
EOF
esper-trace-replay -qn two
echo '-- one level'
esper-trace-replay -qn --depth 1 two
echo '-- by time, which is not depth first here'
esper-trace-replay -qn --order time two
echo '-- as JSON: the same positions, also with --depth and by time'
esper-trace-replay -q --format jsonl two | tee json | jq -r '"\(.position) \(.type) \(.name)"'
esper-trace-replay -q --format jsonl --depth 1 two | jq -r .position | tr '\n' ' '
esper-trace-replay -q --format jsonl --order time two | jq -r .position | tr '\n' ' '
echo
echo '-- a fold hides positions, and the next one shows that'
awk 'BEGIN {
	printf "{\"event_type\":\"function_entry\",\"timestamp_ns\":1,\"function_name\":\"m\",\"correlation_id\":\"m\"}\n"
	for (i = 1; i <= 1000; i++)
		printf "{\"event_type\":\"variable_change\",\"timestamp_ns\":%d,\"variable_name\":\"v\",\"value\":%d,\"correlation_id\":\"m\"}\n", i + 1, i
	printf "{\"event_type\":\"function_exit\",\"timestamp_ns\":2000,\"function_name\":\"m\",\"correlation_id\":\"m\"}\n"
}' | esper-trace-replay -n
