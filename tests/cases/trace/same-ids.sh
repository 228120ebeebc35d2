# A trace that is named after its root is the trace of that id: calls with and without trace ids, ids of 16 and 32 digits, and events of a function that has the id of a call.
look() {
	esper-trace-replay -q --calls "$1" >calls
	jq -c '[.trace_id, .call_id, .parent_id, .name, .notes]' calls
	esper-trace-replay -q --calls calls | cmp - calls
}
cat >root <<'EOF'
{"event_type":"function_entry","timestamp_ns":1770206400000000000,"function_name":"f","correlation_id":"t-1"}
{"event_type":"function_entry","timestamp_ns":1770206500000000000,"function_name":"g","correlation_id":"G","parent_correlation_id":"t-1"}
{"event_type":"function_entry","timestamp_ns":1770206500000000000,"function_name":"dup","correlation_id":"s-1","parent_correlation_id":"t-1"}
{"span_id":"s-1","trace_id":"t-1","parent_span_id":"G","name":"x","span_type":"custom","started_at":"2026-02-04T12:00:01","ended_at":"2026-02-04T12:00:02","status":"success"}
EOF
echo '-- a trace id that is the id of a root'
look root
cat >digits <<'EOF'
{"event_type":"function_entry","timestamp_ns":1,"function_name":"short","correlation_id":"ABCDEF0123456789"}
{"event_type":"function_entry","timestamp_ns":2,"function_name":"below","correlation_id":"b","parent_correlation_id":"abcdef0123456789"}
{"event_type":"function_entry","timestamp_ns":3,"function_name":"long","trace_id":"1234567890123456abcdef0123456789","span_id":"b"}
EOF
echo '-- 16 and 32 digits'
look digits
cat >function <<'EOF'
{"event_type":"function_entry","timestamp_ns":1,"function_name":"f","correlation_id":"f"}
{"event_type":"function_exit","timestamp_ns":2,"function_name":"f","correlation_id":"f"}
{"event_type":"variable_change","timestamp_ns":3,"function_name":"f","variable_name":"x","value":3}
EOF
echo '-- a function that has the id of a call'
look function
cat >circle <<'EOF'
{"event_type":"function_entry","timestamp_ns":1,"function_name":"a","correlation_id":"a","parent_correlation_id":"b"}
{"event_type":"function_entry","timestamp_ns":2,"function_name":"b","correlation_id":"b","parent_correlation_id":"a"}
{"event_type":"function_entry","timestamp_ns":3,"function_name":"t","trace_id":"a","span_id":"c"}
EOF
echo '-- a circle'
look circle
