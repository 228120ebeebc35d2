# --under makes the named calls roots of traces of their own records; --traces-of takes what other records belong to
cat >log <<'LOG'
{"event_type":"function_entry","timestamp_ns":1,"function_name":"a","correlation_id":"r1","parent_correlation_id":null}
{"event_type":"function_entry","timestamp_ns":2,"function_name":"b","correlation_id":"r1b","parent_correlation_id":"r1"}
{"event_type":"function_entry","timestamp_ns":3,"function_name":"b","correlation_id":"r1bb","parent_correlation_id":"r1b"}
{"event_type":"log","timestamp_ns":4,"function_name":"b","message":"no id"}
{"event_type":"function_exit","timestamp_ns":5,"function_name":"b","correlation_id":"r1bb","parent_correlation_id":"r1b"}
{"event_type":"function_exit","timestamp_ns":6,"function_name":"b","correlation_id":"r1b","parent_correlation_id":"r1"}
{"event_type":"function_exit","timestamp_ns":7,"function_name":"a","correlation_id":"r1","parent_correlation_id":null}
{"event_type":"function_entry","timestamp_ns":8,"function_name":"c","correlation_id":"r2","parent_correlation_id":null}
{"event_type":"function_entry","timestamp_ns":9,"function_name":"b","correlation_id":"00000000000000Aa","parent_correlation_id":"r2"}
{"event_type":"function_entry","timestamp_ns":10,"function_name":"d","correlation_id":"lost1","parent_correlation_id":"lost"}
LOG
calls() {
	echo "$*:"
	esper-trace-replay -q --calls "$@" >calls
	status=$?
	jq -c '[.trace_id, .call_id, .parent_id, .events[]?.message]' calls
	[ $status = 0 ] || echo "status $status"
}
calls --under b log
calls --under r1bb log
calls --under r1bb --under c log
calls --under 0x00000000000000AA log
calls --under b --name c log
calls --under b --limit 1 log
calls --under b --trace-id lost log
calls --under nobody log
calls --under lost1 log
echo extract:
esper-trace-replay -q --extract --under r1bb log
echo '{"event_type":"x","timestamp_ns":3,"function_name":"b","correlation_id":"00000000000000aa"}' >one
calls --traces-of one log
calls --traces-of one --traces-of - log <<'LOG'
{"event_type":"log","timestamp_ns":4,"function_name":"b","message":"no id"}
LOG
grep '"no id"' log | calls --traces-of - log
echo '{"event_type":"x","timestamp_ns":3,"function_name":"e","correlation_id":"other","parent_correlation_id":"lost"}' >two
calls --traces-of two log
esper-trace-replay -q --calls --trace-id r2 log >three
calls --traces-of three log
echo 'customer 7' | esper-trace-replay --calls --traces-of - log
echo "status $?"
grep 'customer 8' log | esper-trace-replay --calls --traces-of - log
echo "status $?"
esper-trace-replay --calls --traces-of none log
echo "status $?"
esper-trace-replay --calls --traces-of - - <log
echo "status $?"
esper-trace-replay --extract --traces-of - <log
echo "status $?"
