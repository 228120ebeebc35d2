# Times: from the start of the trace, as UTC, or both; three digits, cut; strictly by time if asked for; negative and extreme ones stay.
LC_ALL=C.UTF-8
export LC_ALL
cat >t <<'EOF'
{"event_type":"function_entry","timestamp_ns":1700000000000000000,"function_name":"main","correlation_id":"m"}
{"event_type":"function_entry","timestamp_ns":1700000000000000999,"function_name":"a","correlation_id":"a","parent_correlation_id":"m"}
{"event_type":"function_entry","timestamp_ns":1700000000001999999,"function_name":"b","correlation_id":"b","parent_correlation_id":"m"}
{"event_type":"variable_change","timestamp_ns":1700000000002000000,"variable_name":"in_a","value":1,"correlation_id":"a"}
{"event_type":"function_exit","timestamp_ns":1700000012340000000,"function_name":"a","correlation_id":"a"}
{"event_type":"function_exit","timestamp_ns":1700000754000000000,"function_name":"b","correlation_id":"b"}
{"event_type":"function_exit","timestamp_ns":1700360000000000000,"function_name":"main","correlation_id":"m"}
EOF
esper-trace-replay t
echo '-- absolute'
COLUMNS=120 esper-trace-replay --time absolute t
echo '-- both, by time'
COLUMNS=120 esper-trace-replay --time both --order time t
echo '-- a tree whose calls do not interleave stays a tree'
esper-trace-replay -q --order time "$TESTDATA/traces/incident.jsonl" | head -n 4
echo '-- the ends of time, and an end before the beginning'
cat >edges <<'EOF'
{"event_type":"function_entry","timestamp_ns":-9223372036854775807,"function_name":"old","correlation_id":"o"}
{"event_type":"function_exit","timestamp_ns":9223372036854775807,"function_name":"old","correlation_id":"o"}
{"event_type":"function_entry","timestamp_ns":500,"function_name":"back","correlation_id":"p"}
{"event_type":"function_exit","timestamp_ns":300,"function_name":"back","correlation_id":"p"}
{"event_type":"function_exit","timestamp_ns":900,"function_name":"late","correlation_id":"q","duration_ns":100}
EOF
esper-trace-replay -q edges
esper-trace-replay -q --order time --time both edges >/dev/null
echo "status $?"
