# Telemetry without ids: an end, a request and its result are about the innermost open call of their function, as events are, and a beginning is a call that is named after its function.
cat >log <<'EOF'
{"event_type":"function_entry","timestamp_ns":5,"function_name":"g","args":{"n":1}}
{"event_type":"variable_change","timestamp_ns":6,"function_name":"g","variable_name":"x","value":3}
{"event_type":"http_request","timestamp_ns":6,"function_name":"g","method":"GET","url":"/1"}
{"event_type":"function_exit","timestamp_ns":8,"function_name":"g","return_value":1}
{"event_type":"http_response","timestamp_ns":7,"function_name":"g","status":200}
{"event_type":"function_exit","timestamp_ns":9,"function_name":"g","return_value":2}
{"event_type":"function_entry","timestamp_ns":10,"function_name":"g","args":{"n":2}}
{"event_type":"database_query","timestamp_ns":11,"function_name":"g","query":"q"}
{"event_type":"http_request","timestamp_ns":12,"function_name":"g","method":"GET","url":"/2"}
{"event_type":"http_request","timestamp_ns":13,"function_name":"g","method":"GET","url":"/3"}
{"event_type":"http_response","timestamp_ns":14,"function_name":"g","status":203}
{"event_type":"http_response","timestamp_ns":15,"function_name":"g","status":202}
{"event_type":"function_exit","timestamp_ns":18,"function_name":"g","error":"bad"}
{"event_type":"function_entry","timestamp_ns":20,"function_name":"k","correlation_id":"K"}
{"event_type":"function_exit","timestamp_ns":21,"function_name":"k"}
{"event_type":"function_entry","timestamp_ns":22,"function_name":"k","correlation_id":"K2"}
{"event_type":"http_request","timestamp_ns":23,"function_name":"k","correlation_id":"K2","method":"GET","url":"/k"}
{"event_type":"http_response","timestamp_ns":24,"function_name":"k","status":9}
{"event_type":"function_exit","timestamp_ns":25,"function_name":"k","correlation_id":"K2"}
EOF
esper-trace-replay --calls log | tee calls
echo '-- reads itself'
esper-trace-replay -q --calls calls | cmp - calls
echo '-- selected'
esper-trace-replay --extract --error log
esper-trace-replay -q --stats --calls log 2>&1 >/dev/null | sed 's/.*"events_known"/"events_known"/'
echo '-- two requests of a call that is not there, the later one first: the earlier one has the id'
cat >late <<'LINES'
{"event_type":"http_request","timestamp_ns":157,"method":"PUT","url":"http://x/y","correlation_id":"a"}
{"event_type":"http_request","timestamp_ns":146,"method":"GET","url":"http://x/y","correlation_id":"a"}
{"event_type":"http_response","timestamp_ns":156,"status_code":200,"correlation_id":"a"}
{"event_type":"function_entry","timestamp_ns":150,"function_name":"f","correlation_id":"b","parent_correlation_id":"a"}
LINES
esper-trace-replay -q --calls late | jq -c '[.call_id, .parent_id, .name, .notes]'
esper-trace-replay -q --calls late | esper-trace-replay -q --calls | jq -c '[.call_id, .parent_id, .name, .notes]'
