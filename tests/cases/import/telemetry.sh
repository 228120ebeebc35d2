# Telemetry v1: entries and exits are paired by id whatever their order in the input, events belong to their call or to the innermost open call of their function, and a request and its result are one call.
echo '-- the incident of the manual'
esper-trace-replay --calls "$TESTDATA/traces/incident.jsonl"
echo '-- the same, backwards'
tac "$TESTDATA/traces/incident.jsonl" | esper-trace-replay -q --calls |
	cmp - "$(esper-trace-replay -q --calls "$TESTDATA/traces/incident.jsonl" >calls; echo calls)"
cat >v1 <<'EOF'
{"event_type":"function_entry","timestamp_ns":100,"function_name":"main","args":{"x":1},"correlation_id":"r","thread":7,"line_number":3}
{"event_type":"loop_entry","timestamp_ns":110,"loop_type":"for","correlation_id":"loop_1","parent_correlation_id":"r"}
{"event_type":"loop_iteration","timestamp_ns":111,"iteration_count":1,"correlation_id":"loop_1","parent_correlation_id":"r"}
{"event_type":"loop_exit","timestamp_ns":112,"total_iterations":1,"correlation_id":"loop_1","parent_correlation_id":"r"}
{"event_type":"conditional_entry","timestamp_ns":113,"condition":"x > 0","correlation_id":"cond_1","parent_correlation_id":"r"}
{"event_type":"conditional_exit","timestamp_ns":114,"branch_taken":"if","correlation_id":"cond_1","parent_correlation_id":"r"}
{"event_type":"function_entry","timestamp_ns":120,"function_name":"f","args":{"n":2},"correlation_id":"a","parent_correlation_id":"r"}
{"event_type":"function_entry","timestamp_ns":130,"function_name":"f","args":{"n":1},"correlation_id":"b","parent_correlation_id":"a"}
{"event_type":"variable_change","timestamp_ns":135,"function_name":"f","variable_name":"in_b","value":1}
{"event_type":"function_exit","timestamp_ns":140,"function_name":"f","return_value":null,"correlation_id":"b"}
{"event_type":"variable_change","timestamp_ns":145,"function_name":"f","variable_name":"in_a","value":{"k": [1, "\u0041"]}}
{"event_type":"http_request","timestamp_ns":146,"method":"GET","url":"http://x/y","correlation_id":"a"}
{"event_type":"http_response","timestamp_ns":156,"status_code":200,"correlation_id":"a"}
{"event_type":"http_request","timestamp_ns":157,"method":"PUT","url":"http://x/y","correlation_id":"a"}
{"event_type":"database_query","timestamp_ns":158,"query":"SELECT 1","correlation_id":"q","parent_correlation_id":"a"}
{"event_type":"database_result","timestamp_ns":159,"rows":1,"correlation_id":"q","parent_correlation_id":"a"}
{"event_type":"custom","timestamp_ns":160,"correlation_id":"a","message":"hello","severity":"INFO","k":1}
{"event_type":"context","timestamp_ns":161,"correlation_id":"a","context":{"region":"eu"}}
{"event_type":"function_exit","timestamp_ns":170,"function_name":"f","return_value":2,"correlation_id":"a","duration_ns":49}
{"event_type":"error","timestamp_ns":180,"error_type":"E","message":"no","correlation_id":"r","function_name":"main","line_number":9}
{"event_type":"function_exit","timestamp_ns":190,"function_name":"main","correlation_id":"r","thread":7}
EOF
echo '-- v1'
esper-trace-replay --calls v1
echo '-- odd: no entry, no exit, a parent that is missing, an id twice, a record twice'
cat >odd <<'EOF'
{"event_type":"function_exit","timestamp_ns":500,"function_name":"late","correlation_id":"e1","duration_ns":100,"return_value":1}
{"event_type":"variable_change","timestamp_ns":510,"variable_name":"v","value":1,"correlation_id":"e2"}
{"event_type":"function_entry","timestamp_ns":520,"function_name":"orphan","correlation_id":"e3","parent_correlation_id":"gone"}
{"event_type":"function_entry","timestamp_ns":530,"function_name":"orphan","correlation_id":"e4","parent_correlation_id":"gone"}
{"event_type":"function_entry","timestamp_ns":600,"function_name":"second","correlation_id":"e5"}
{"event_type":"function_entry","timestamp_ns":550,"function_name":"first","correlation_id":"e5"}
{"event_type":"function_exit","timestamp_ns":560,"function_name":"first","correlation_id":"e5"}
{"event_type":"function_exit","timestamp_ns":610,"function_name":"second","correlation_id":"e5"}
{"event_type":"function_entry","timestamp_ns":550,"function_name":"first","correlation_id":"e5"}
{"event_type":"function_entry","timestamp_ns":700,"function_name":"child","correlation_id":"e6","parent_correlation_id":"e5"}
{"event_type":"function_exit","timestamp_ns":690,"function_name":"child","correlation_id":"e6"}
{"event_type":"function_entry","timestamp_ns":800,"function_name":"c1","correlation_id":"c1","parent_correlation_id":"c2"}
{"event_type":"function_entry","timestamp_ns":790,"function_name":"c2","correlation_id":"c2","parent_correlation_id":"c1"}
EOF
esper-trace-replay --calls odd 2>said
cat said
echo '-- v3 and the draft'
cat >v3 <<'EOF'
{"schema":{"format":"telemetry.v3","version":"3.0"},"timestamp":"2026-02-04T12:00:00.100Z","sequence":1,"event_type":"function_entry","severity":"INFO","function_name":"checkout","trace_id":"0x4BF92F3577B34DA6A3CE929D0E0E4736","span_id":"00f067aa0ba902b7","parent_span_id":null,"service":{"name":"shop","version":"1.2.3"},"attributes":{"function.parameters":{"cart":7},"user_id":"u1"}}
{"schema":{"format":"telemetry.v3","version":"3.0"},"timestamp":"2026-02-04T12:00:00.150Z","event_type":"http_request","trace_id":"4bf92f3577b34da6a3ce929d0e0e4736","span_id":"00f067aa0ba902b7","http":{"request":{"method":"GET","url":"http://inventory/items"}}}
{"schema":{"format":"telemetry.v3","version":"3.0"},"timestamp":"2026-02-04T12:00:00.250Z","event_type":"http_response","trace_id":"4bf92f3577b34da6a3ce929d0e0e4736","span_id":"00f067aa0ba902b7","http":{"response":{"status_code":503}},"duration_ms":100.5}
{"schema":{"format":"telemetry.v3","version":"3.0"},"timestamp":"2026-02-04T12:00:00.260Z","event_type":"exception_exit","trace_id":"4bf92f3577b34da6a3ce929d0e0e4736","span_id":"00f067aa0ba902b7","error":{"type":"Unavailable","message":"inventory is down","stacktrace":"at line 1"}}
{"schema":{"format":"telemetry.v3","version":"3.0"},"timestamp":"2026-02-04T12:00:00.300Z","event_type":"function_exit","trace_id":"4bf92f3577b34da6a3ce929d0e0e4736","span_id":"00f067aa0ba902b7","duration_ns":200000000}
{"event":"conditional","branch_id":"if_line_42","condition":"x > 0","result":true,"timestamp_ns":1,"correlation_id":"cond_abc123","function":"g"}
{"event":"function_entry","function":"g","params":{"x":1},"timestamp_ns":0,"correlation_id":"func_1"}
{"event":"function_exit","function":"g","return_value":2,"timestamp_ns":5,"correlation_id":"func_1"}
EOF
esper-trace-replay --calls v3
echo '-- known members behind very many others'
awk 'BEGIN {
	printf "{"
	for (i = 0; i < 70000; i++)
		printf "\"x%d\":1,", i
	print "\"event_type\":\"function_entry\",\"timestamp_ns\":5,\"function_name\":\"f\",\"correlation_id\":\"c\",\"args\":{\"a\":1}}"
}' | esper-trace-replay -q --calls | jq -c '[.call_id, .input, (.attributes | length)]'
echo '-- members with values of other kinds, and the error of a request'
cat >kinds <<'EOF'
{"event_type":"function_entry","timestamp_ns":"soon","function_name":"f","correlation_id":"c","parent_correlation_id":{"a":1},"line_number":"x","service":7,"schema":"v9"}
{"event_type":"log","timestamp_ns":5,"function_name":"f","correlation_id":"c","severity":5,"message":{"a":1}}
{"event_type":"conditional","timestamp_ns":6,"function_name":"f","correlation_id":"c","condition":{"x":1},"branch_taken":true,"result":false}
{"event_type":"loop_entry","timestamp_ns":6,"function_name":"f","correlation_id":"c","loop_type":["w"]}
{"event_type":"variable_change","timestamp_ns":6,"function_name":"f","correlation_id":"c","variable_name":["w"],"value":1}
{"event_type":"error","timestamp_ns":7,"function_name":"f","correlation_id":"c","error":{"type":5,"message":[1]},"line_number":-4,"error_type":"E","message":"m"}
{"event_type":"function_exit","timestamp_ns":9,"timestamp":"2020-01-01T00:00:00Z","function_name":"f","correlation_id":"c","duration_ms":"long","duration_ns":{}}
{"event_type":"log","timestamp":"never","correlation_id":"c","message":"m"}
{"event_type":"http_request","timestamp_ns":8,"correlation_id":"c","method":"GET","url":"/x"}
{"event_type":"http_response","timestamp_ns":9,"correlation_id":"c","error_type":"Timeout","message":"too late"}
EOF
esper-trace-replay -q --calls kinds | tee calls
esper-trace-replay -q --calls calls | cmp - calls
