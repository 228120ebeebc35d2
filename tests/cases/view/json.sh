# --format jsonl: one object for each position, with the members of its kind; nothing is folded, and -o works.
LC_ALL=C.UTF-8 esper-trace-replay -q --format jsonl "$TESTDATA/traces/incident.jsonl"
esper-trace-replay -q --format json -o out "$TESTDATA/traces/incident.jsonl" && jq -s length out
cat >e <<'EOF'
{"event_type":"function_entry","timestamp_ns":100,"function_name":"main","args":{"x":1},"correlation_id":"r"}
{"event_type":"loop_entry","timestamp_ns":110,"loop_type":"for","correlation_id":"loop_1","parent_correlation_id":"r"}
{"event_type":"loop_iteration","timestamp_ns":111,"iteration_count":1,"correlation_id":"loop_1","parent_correlation_id":"r"}
{"event_type":"loop_exit","timestamp_ns":112,"total_iterations":1,"correlation_id":"loop_1","parent_correlation_id":"r"}
{"event_type":"conditional_entry","timestamp_ns":113,"condition":"x > 0","correlation_id":"cond_1","parent_correlation_id":"r"}
{"event_type":"conditional_exit","timestamp_ns":114,"branch_taken":"if","correlation_id":"cond_1","parent_correlation_id":"r"}
{"event_type":"custom","timestamp_ns":160,"correlation_id":"r","message":"hello","severity":"INFO","k":1}
{"event_type":"http_request","timestamp_ns":170,"method":"GET","url":"http://x/y","correlation_id":"r"}
{"event_type":"http_response","timestamp_ns":180,"status_code":200,"correlation_id":"r"}
{"event_type":"function_exit","timestamp_ns":190,"function_name":"main","correlation_id":"r","return_value":{"a":[1]}}
EOF
esper-trace-replay --format jsonl e
echo '-- the same for people'
esper-trace-replay e
echo '-- as many lines as the heading says events'
esper-trace-replay --format jsonl e | wc -l
