# --from, --to, --last, --min-duration, --max-duration, --limit and --sample at their edges
cat >log <<'LOG'
{"event_type":"function_entry","timestamp_ns":1000000000,"function_name":"a","correlation_id":"t1","parent_correlation_id":null}
{"event_type":"function_exit","timestamp_ns":1500000000,"function_name":"a","correlation_id":"t1","parent_correlation_id":null}
{"event_type":"function_entry","timestamp_ns":3000000000,"function_name":"a","correlation_id":"t3","parent_correlation_id":null}
{"event_type":"variable_change","timestamp_ns":3200000000,"function_name":"a","correlation_id":"t3","variable_name":"v","value":1}
{"event_type":"function_entry","timestamp_ns":2000000000,"function_name":"a","correlation_id":"t2","parent_correlation_id":null}
{"event_type":"function_exit","timestamp_ns":2000000000,"function_name":"a","correlation_id":"t2","parent_correlation_id":null,"duration_ns":700000000}
{"event_type":"function_exit","timestamp_ns":900000000,"function_name":"a","correlation_id":"t0","duration_ns":200000000}
{"event_type":"function_entry","timestamp":"?","function_name":"a","correlation_id":"never","parent_correlation_id":null}
{"event_type":"function_exit","timestamp":"?","function_name":"a","correlation_id":"never","parent_correlation_id":null,"duration_ms":700.5}
LOG
traces() {
	esper-trace-replay -q --calls "$@" log >calls
	status=$?
	echo "$* ($status): $(jq -r '.trace_id' calls | uniq | paste -s -d ' ')"
}
traces --from @1
traces --from '1970-01-01 00:00:01.000000001'
traces --to @3
traces --from @2 --to @3
traces --from @3 --to @2
traces --to '1970-01-01 00:00:00.700000001'
traces --time-range '1970-01-01 00:00-01:00'
traces --last 1s
traces --last 999999999ns
traces --last-hour
traces --min-duration 500ms
traces --min-duration 500000001ns
traces --min-duration 700500us
traces --min-duration 700501us
traces --max-duration 200ms
traces --max-duration 199ms
traces --min-duration 200ms --max-duration 500ms
traces --limit 0
traces --limit 1
traces --limit 2 --name a
traces --limit 99
traces --sample 0
traces --sample 2
traces --sample 2 --limit 1
traces --sample 99
for id in t0 t1 t2 t3 never; do echo "$(printf %s $id | sha256sum | cut -c 1-64) $id"; done | sort | head -n 2 | cut -d ' ' -f 2
# --last counts from the start of the latest trace, however late its calls are, and those of others
cat >log <<'LOG'
{"event_type":"function_entry","timestamp_ns":1000000000,"function_name":"a","correlation_id":"early"}
{"event_type":"function_entry","timestamp_ns":9000000000,"function_name":"b","correlation_id":"e1","parent_correlation_id":"early"}
{"event_type":"function_entry","timestamp_ns":2000000000,"function_name":"a","correlation_id":"late"}
{"event_type":"function_entry","timestamp_ns":8000000000,"function_name":"b","correlation_id":"l1","parent_correlation_id":"late"}
{"event_type":"function_exit","timestamp_ns":2100000000,"duration_ns":50000000,"function_name":"a","correlation_id":"later"}
LOG
traces --last 0s
traces --last 50ms
traces --last 1s
traces --last 1s --name b
traces --last 2s --limit 1
esper-trace-replay -q --calls --last 50ms <log | jq -r .trace_id | uniq | paste -s -d ' '
# the last nanosecond that there is comes before no time
cat >log <<'LOG'
{"event_type":"function_entry","timestamp_ns":9223372036854775808,"function_name":"a","correlation_id":"none"}
{"event_type":"function_entry","timestamp_ns":9223372036854775807,"function_name":"a","correlation_id":"last"}
{"event_type":"function_entry","timestamp_ns":-9223372036854775807,"function_name":"a","correlation_id":"first"}
LOG
traces
esper-trace-replay -q log | grep trace
esper-trace-replay --calls --time-range '1970-01-01' log
echo "status $?"
esper-trace-replay --calls --min-duration soon log
echo "status $?"
