# several commands, one for each service, replay a trace over its services; faults stand for the network
cat >calls.jsonl <<'END'
{"trace_id":"t1","call_id":"a","parent_id":null,"name":"checkout","kind":"function","service":"web","start":"2026-01-01T00:00:00Z","duration_ns":5000000,"status":"ok","input":{"item":"tea"},"output":{"paid":3}}
{"trace_id":"t1","call_id":"b","parent_id":"a","name":"charge","kind":"function","service":"billing","start":"2026-01-01T00:00:00.001Z","duration_ns":3000000,"status":"ok","input":{"amount":3},"output":{"paid":3}}
{"trace_id":"t2","call_id":"c","parent_id":null,"name":"checkout","kind":"function","service":"web","start":"2026-01-01T00:00:01Z","duration_ns":7000000,"status":"ok","input":{"item":"tea"},"output":{"paid":3}}
{"trace_id":"t2","call_id":"d","parent_id":"c","name":"charge","kind":"function","service":"billing","start":"2026-01-01T00:00:01.001Z","duration_ns":3000000,"status":"ok","input":{"amount":3},"output":{"paid":3}}
{"trace_id":"t3","call_id":"e","parent_id":null,"name":"cron","kind":"function","service":"jobs","start":"2026-01-01T00:00:01Z","duration_ns":7000000,"status":"ok","output":1}
END
cat >web.jq <<'END'
if has("kind") then {id, call: {kind: "function", name: "charge", service: "billing", input: {amount: 3}}}
else {id, output: (.result // {paid: 0})} end
END
# load [OPTION...]
load() {
	echo "-- $*"
	esper-trace-replay --parallel 2 --exec 'service:web=jq --unbuffered -c -f web.jq' \
		--exec 'service:billing=jq --unbuffered -c "{id, output: {paid: .input.amount}}"' --format jsonl "$@" calls.jsonl
	echo "status $?"
}
report='{requests, calls, errors, verdicts, idle, recorded: .recorded.latency.max_ns,
	differences: (.differences | map(del(.call_id)))}'
load >usual 2>&1
grep -v '^{' usual
grep '^{' usual | jq -c "$report"
load --fault 'service:billing=slow:300ms' 2>/dev/null | grep '^{' | jq -c "$report, .latency.p50_ns >= 3e8"
load --fault 'service:billing=error:Down' 2>/dev/null | grep '^{' | jq -c "$report"
exit 0
