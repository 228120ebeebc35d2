# what is not there: nothing selected is 1, an empty input 0, only unknown lines 3 (1 with a selection), an ambiguous id 2; a reject is 3
cat >log <<'LOG'
{"event_type":"function_entry","timestamp_ns":1,"function_name":"a","correlation_id":"t11","parent_correlation_id":null}
{"event_type":"function_entry","timestamp_ns":2,"function_name":"a","correlation_id":"t12","parent_correlation_id":null,"error":true}
LOG
run() {
	esper-trace-replay "$@"
	echo "status $?"
}
: >empty
echo '{"level":"info","msg":"up"}' >unknown
for action in --calls --extract; do
	run $action --name nobody log
	run $action --trace-id t1 log
	run $action --trace-id t1 --name nobody log
	run -q $action --trace-id t11 log
	run $action empty
	run $action --name a empty
	run $action unknown
	run $action --name a unknown
	run -q $action --name a unknown log
	{ echo '{"event_type":'; cat log; } >torn
	run $action --trace-id t12 torn
	run $action --code-version 2 log
done
run --calls --kind pony log
run --calls --kind functoin log
run --calls --status broken log
run --calls --where nothing log
run --calls --name '' log
run --calls --limit -1 log
run --calls --stats=stats --trace-id t12 log unknown
jq -c 'del(.elapsed_seconds)' stats
