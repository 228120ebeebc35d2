# --export of nothing, of a selection, of much, redacted, to a full disk and a closed pipe
if [ ! -x "$BUILD/fault/faults" ]; then
	echo "not with the sanitizers, which need far more time"
	exit 77
fi
run() {
	esper-trace-replay "$@"
	echo "status $?"
}
incident=$TESTDATA/traces/incident.jsonl
formats='chrome speedscope folded otlp'
for format in $formats; do
	echo "$format:"
	run --export $format </dev/null
	run --export $format --name nobody "$incident"
	run --export $format "$incident" -o /dev/full
done
run --export pprof "$incident"
run --export=folded --under calculate_tax "$incident"
echo 'redacted:'
printf '%s\n' '{"trace_id":"ada@example.com","call_id":"a","parent_id":null,"name":"mail ada@example.com","kind":"tool","service":null,"start":"2020-01-01T00:00:00Z","duration_ns":5,"status":"error","error":{"type":"E","message":"ada@example.com bounced","where":null},"input":{"to":"ada@example.com","password":"hunter2"}}' >log
for format in $formats; do
	esper-trace-replay -q --redact --export $format log >redacted
	grep -c 'mail' redacted
	grep -E 'ada@|hunter2' redacted
done
echo 'deep and wide:'
awk 'BEGIN {
	for (i = 0; i < 10000; i++)
		printf "{\"trace_id\":\"deep\",\"call_id\":\"d%d\",\"parent_id\":%s,\"name\":\"d\",\"kind\":\"span\",\"service\":\"s%d\",\"start\":\"2021-01-01T00:00:00.%09dZ\",\"duration_ns\":%d,\"status\":\"ok\"}\n", i, i ? "\"d" (i - 1) "\"" : "null", i % 2, i, i == 9999 ? 7 : 20006 - 2 * i - (i == 0)
	for (i = 0; i < 30000; i++)
		printf "{\"trace_id\":\"wide\",\"call_id\":\"w%d\",\"parent_id\":null,\"name\":\"w%d\",\"kind\":\"span\",\"service\":null,\"start\":\"2021-01-01T00:00:00Z\",\"duration_ns\":5,\"status\":\"ok\"}\n", i, i % 100
}' >many
for format in chrome speedscope; do
	esper-trace-replay --export $format many >out
	jq -r -f "$TESTDATA/traces/$format.jq" out
	esper-trace-replay -q --calls out | wc -l
done
jq '[.profiles[].name] | length' out
esper-trace-replay --export folded --trace-id wide many | head -n 2
esper-trace-replay --export folded many | { head -n 1; } | cut -c 1-8
esper-trace-replay --calls many >want
esper-trace-replay --export otlp many | esper-trace-replay --calls | cmp - want
