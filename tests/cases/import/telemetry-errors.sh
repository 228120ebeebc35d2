# Telemetry: nothing that a record says of an error, a request or a time is lost, and fractions are rounded half up.
cat >errors <<'EOF'
{"event_type":"function_entry","timestamp_ns":10,"function_name":"f","correlation_id":"f"}
{"event_type":"error","timestamp_ns":11,"correlation_id":"f","error_type":"E","message":"m","line_number":4}
{"event_type":"error","timestamp_ns":12,"correlation_id":"f","error_type":"E","error":"boom"}
{"event_type":"error","timestamp_ns":13,"correlation_id":"f","message":"outer","error":{"type":"E","message":"inner","code":7}}
{"event_type":"http_request","timestamp_ns":14,"correlation_id":"h","parent_correlation_id":"f","method":"GET","url":"u"}
{"event_type":"http_response","timestamp_ns":15,"correlation_id":"h","parent_correlation_id":"f","status":404,"error":"not found"}
{"event_type":"database_query","timestamp_ns":16,"correlation_id":"d","parent_correlation_id":"f","query":"q"}
{"event_type":"database_result","timestamp_ns":17,"correlation_id":"d","parent_correlation_id":"f","error_type":"Timeout","error":{"message":"late","code":7}}
{"event_type":"function_exit","timestamp_ns":20,"function_name":"f","correlation_id":"f","message":"failed","error":{"type":"T","message":"t"},"line_number":9}
EOF
echo '-- errors'
esper-trace-replay --calls errors
echo '-- v3: the place of a stack trace; what stands beside a request'
cat >v3 <<'EOF'
{"timestamp":"2026-01-01T00:00:00Z","event_type":"function_entry","trace_id":"t","span_id":"s","function_name":"g"}
{"timestamp":"2026-01-01T00:00:01Z","event_type":"http_request","trace_id":"t","span_id":"r","parent_span_id":"s","http":{"flavor":"1.1","request":{"method":"GET","url":"/"}}}
{"timestamp":"2026-01-01T00:00:02Z","event_type":"function_exit","trace_id":"t","span_id":"s","error":{"type":"T","message":"t","stacktrace":"File \"a.py\", line 3, in g"}}
EOF
esper-trace-replay --calls v3
echo '-- times and durations'
cat >times <<'EOF'
{"event_type":"function_entry","timestamp_ns":10.5,"function_name":"half","correlation_id":"a"}
{"event_type":"function_exit","timestamp_ns":20,"function_name":"half","correlation_id":"a","duration_ns":-2.5}
{"event_type":"function_entry","timestamp_ns":12,"function_name":"less","correlation_id":"b"}
{"event_type":"function_exit","timestamp_ns":20,"function_name":"less","correlation_id":"b","duration_ns":-2.41}
{"event_type":"function_entry","timestamp_ns":13,"function_name":"more","correlation_id":"c"}
{"event_type":"function_exit","timestamp_ns":20,"function_name":"more","correlation_id":"c","duration_ns":-2.51}
{"event_type":"function_entry","timestamp":"yesterday","function_name":"vague","correlation_id":"d"}
EOF
esper-trace-replay --calls times
echo '-- what the end says differently'
cat >ends <<'EOF'
{"event_type":"function_exit","timestamp_ns":2,"function_name":"a","correlation_id":"a","sequence":9,"same":1,"more":{},"severity":"ERROR"}
{"event_type":"function_entry","timestamp_ns":1,"function_name":"a","correlation_id":"a","sequence":1,"same":1,"severity":"INFO"}
EOF
esper-trace-replay --calls ends
tac ends | esper-trace-replay --calls
