# --compare of two traces: the first call, argument, variable or result that differs; inserted and removed calls; over formats; deep and wide trees
if [ ! -x "$BUILD/fault/faults" ]; then
	echo "not with the sanitizers, which need far more time"
	exit 77
fi
export LC_ALL=C.UTF-8
# call ID PARENT NAME START [REST]
call() {
	printf '{"trace_id":"t","call_id":"%s","parent_id":%s,"name":"%s","kind":"function","start":"2026-01-01T00:00:%sZ","duration_ns":1000%s}\n' \
		"$1" "$2" "$3" "$4" "${5:-,\"status\":\"ok\"}"
}
# differ FILE FILE
differ() {
	esper-trace-replay -q --compare --format jsonl "$1" "$2" | jq -c '.divergence | if . then [.position_a, .position_b, .name, .what, .expected, .actual, .inserted, .removed, .inserted_calls, .removed_calls] else . end'
}
{
	call a null main 00 ',"status":"ok","input":{"user":7,"cart":{"items":[{"sku":"x","n":1}]}},"output":{"total":10.50},"events":[{"at":"2026-01-01T00:00:00Z","type":"variable","name":"tax","value":0.08},{"at":"2026-01-01T00:00:05Z","type":"branch","condition":"tax > 0","taken":true}]'
	call b '"a"' load 01 ',"status":"ok","input":{"id":1}'
	call c '"a"' load 02 ',"status":"ok","input":{"id":2}'
	call d '"a"' load 03 ',"status":"ok","input":{"id":3},"output":"three"'
	call e '"d"' query 04
	call f '"a"' pay 06
} >one
echo '-- the same; the order of members, the spelling of numbers, ids and times do not matter'
differ one one
sed 's/"call_id":"/&9/; s/"parent_id":"/&9/; s/10.50/1.05e1/; s/"duration_ns":1000/"duration_ns":5/; s/{"user":7,\("cart":[^]]*]}\)}/{\1,"user":7.0}/' one >same
differ one same
echo '-- arguments'
sed 's/"n":1/"n":2/' one >two && differ one two && differ two one
sed 's/"user":7,//' one >two && differ one two && differ two one
sed 's/{"id":2}/{"id":22}/' one >two && differ one two
sed 's/{"id":2}/[2]/' one >two && differ one two
echo '-- calls that are there once'
grep -v '"call_id":"c"' one >two && differ one two && differ two one
grep -v '"call_id":"[de]"' one >two && differ one two && differ two one
sed 's/"name":"pay"/"name":"refund"/' one >two && differ one two
{ cat one && call g '"d"' retry 04 && call h '"g"' query 04; } >two && differ one two
echo '-- variables and branches'
sed 's/0.08/0.09/' one >two && differ one two
sed 's/"name":"tax"/"name":"rate"/' one >two && differ one two
sed 's/"taken":true/"taken":false/' one >two && differ one two
echo '-- results'
sed 's/"three"/"3"/' one >two && differ one two
sed 's/10.50/10.51/' one >two && differ one two
sed '/"call_id":"e"/s/"status":"ok"/"status":"error","error":{"type":"E","message":"no","where":null}/' one >two && differ one two
sed 's/"message":"no"/"message":"yes"/' two >three && differ two three
sed 's/"type":"E"/"type":"F"/' two >three && differ two three
echo '-- what one of them has nowhere is not compared'
sed 's/,"input":.*/}/; s/,"output":.*/}/' one >two && differ one two
echo '-- another root'
sed 's/"name":"main"/"name":"start"/' one >two && differ one two
echo '-- for people'
sed 's/{"id":2}/{"id":22}/' one | grep -v '"call_id":"e"' >two
esper-trace-replay --compare one two | sed -n '/^winner/,$p'
echo '-- telemetry and the same as OTLP or as our own calls'
esper-trace-replay -q --calls "$TESTDATA/examples/incident.jsonl" >incident
differ "$TESTDATA/examples/incident.jsonl" incident
sed 's/100.0/90.0/' incident >changed
differ "$TESTDATA/examples/incident.jsonl" changed
echo '-- the positions are those of the timeline'
position=$(esper-trace-replay -q --compare --format jsonl one two | jq .divergence.position_b)
esper-trace-replay --format jsonl two | jq -c "select(.position == $position) | [.call_id, .type]"
echo '-- pairs: the first pair that differs'
sed 's/"trace_id":"t"/"trace_id":"u"/; s/"user":7/"user":8/' one | cat one - >both
sed 's/"trace_id":"t"/"trace_id":"u"/; s/"user":7/"user":8/' two | cat one - >other
esper-trace-replay -q --compare --format jsonl both other | jq -c '.pairs, (.divergence | [.position_a, .what, .trace_a, .trace_b])'
echo '-- 100,000 siblings, and 10,000 levels'
# wide CHANGED: a root with many children
wide() {
	awk -v changed="$1" 'BEGIN {
		print "{\"trace_id\":\"w\",\"call_id\":\"r\",\"parent_id\":null,\"name\":\"r\",\"kind\":\"function\",\"start\":\"2026-01-01T00:00:00Z\",\"duration_ns\":1,\"status\":\"ok\"}"
		for (i = 0; i < 100000; i++) {
			if (changed && i % 1000 == 999)
				continue
			n = changed && i == 77777 ? "x" : i % 10
			printf("{\"trace_id\":\"w\",\"call_id\":\"%d\",\"parent_id\":\"r\",\"name\":\"f%d\",\"kind\":\"function\",\"start\":\"2026-01-01T00:%02d:%02dZ\",\"duration_ns\":1,\"status\":\"ok\",\"input\":{\"n\":\"%s\"}}\n",
			    i, i % 7, i / 60 / 60, i / 60 % 60, n)
		}
	}'
}
deep() {
	awk -v last="$1" 'BEGIN {
		for (i = 0; i < 10000; i++)
			printf("{\"trace_id\":\"w\",\"call_id\":\"%d\",\"parent_id\":%s,\"name\":\"f\",\"kind\":\"function\",\"start\":\"2026-01-01T00:00:00Z\",\"duration_ns\":1,\"status\":\"ok\",\"input\":{\"n\":%d}}\n",
			    i, i ? "\"" (i - 1) "\"" : "null", i == 9999 ? last : i)
	}'
}
wide 0 >w0
wide 1 >w1
differ w0 w0
esper-trace-replay -q --compare --format jsonl w0 w1 | jq -c '.divergence | [.position_a, .position_b, .what, (.removed | length), .removed_calls, .inserted_calls]'
deep 0 >d0
deep 1 >d1
differ d0 d1
