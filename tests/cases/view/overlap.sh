# A call that begins before an earlier sibling has ended is marked, also among roots; one that begins when it ends is not.
LC_ALL=C.UTF-8
export LC_ALL
cat >o <<'EOF'
{"event_type":"function_entry","timestamp_ns":0,"function_name":"main","correlation_id":"m"}
{"event_type":"function_entry","timestamp_ns":100,"function_name":"long","correlation_id":"1","parent_correlation_id":"m"}
{"event_type":"function_entry","timestamp_ns":150,"function_name":"within","correlation_id":"2","parent_correlation_id":"m"}
{"event_type":"function_exit","timestamp_ns":160,"function_name":"within","correlation_id":"2"}
{"event_type":"function_entry","timestamp_ns":190,"function_name":"also","correlation_id":"3","parent_correlation_id":"m"}
{"event_type":"function_exit","timestamp_ns":200,"function_name":"long","correlation_id":"1"}
{"event_type":"function_exit","timestamp_ns":210,"function_name":"also","correlation_id":"3"}
{"event_type":"function_entry","timestamp_ns":210,"function_name":"after","correlation_id":"4","parent_correlation_id":"m"}
{"event_type":"function_exit","timestamp_ns":220,"function_name":"after","correlation_id":"4"}
{"event_type":"function_exit","timestamp_ns":300,"function_name":"main","correlation_id":"m"}
EOF
esper-trace-replay o
esper-trace-replay o | grep -c '∥'
LC_ALL=C esper-trace-replay o | grep '||'
