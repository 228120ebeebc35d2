# --export otlp reads back to the bytes of --calls, for every format and for odd calls, and is valid OTLP
if [ ! -x "$BUILD/fault/faults" ]; then
	echo "not with the sanitizers, which need far more time"
	exit 77
fi
back() { # back WHAT FILE
	esper-trace-replay -q --calls "$2" >want 2>/dev/null
	[ -s want ] || return
	esper-trace-replay -q --export otlp "$2" >otlp 2>/dev/null
	esper-trace-replay -q --calls otlp | cmp -s - want || echo "$1: differs"
	cat otlp >>all
	count=$((count + 1))
}
count=0
for file in "$TESTDATA"/traces/*/*; do
	back "$file" "$file"
done
[ $count -gt 70 ] || echo "only $count files"
for seed in 1 2 3; do
	awk -v seed=$seed -v traces=40 -v strays=1 -f "$TESTDATA/traces/random.awk" | sort -s -n -k 1,1 | cut -f 2- >log
	back "random $seed" log
done
back 'the example' "$TESTDATA/traces/incident.jsonl"

# call TRACE ID PARENT NAME SERVICE START DURATION STATUS [MORE]
call() {
	printf '{"trace_id":"%s","call_id":%s,"parent_id":%s,"name":%s,"kind":"function","service":%s,"start":%s,"duration_ns":%s,"status":"%s"%s}\n' "$@"
}
at='"2020-01-01T00:00:03Z"'
{
	call t '"a"' null '"before 1970"' '"s"' '"1969-12-31T23:59:59.5Z"' 1000 ok ''
	call t '"b"' '"a"' '""' '""' '"1970-01-01T00:00:00Z"' -5 ok ',"notes":["negative_duration"]'
	call t '"c"' '"a"' null null null null open ',"notes":["no_exit"]'
	call t '"c2"' '"a"' '"no start"' null null 7 ok ''
	call t '"d"' '"a"' '"é\u0000\u001b\"\\"' '"s"' '"2262-04-11T23:47:16.854775807Z"' 9223372036854775807 ok ''
	call t '"d2"' '"a"' '"x"' '"s"' '"1677-09-21T00:12:43.145224193Z"' -9223372036854775807 error ',"error":{"type":null,"message":"m","where":null}'
	call t '"e"' '"e2"' '"circle"' null '"2020-01-01T00:00:00Z"' 5 ok ''
	call t '"e2"' '"e"' '"circle"' null '"2020-01-01T00:00:01Z"' 5 ok ''
	call t '"f"' '"nowhere"' '"orphan"' null '"2020-01-01T00:00:02Z"' 5 error ',"error":{"type":"T","message":null,"where":"f:3"}'
	call t '"g"' null '"our own names"' '"s"' "$at" 5 ok ',"attributes":{"esper.kind":"mine","a":1}'
	call t '"g1"' null '"the same key twice"' '"s"' "$at" 5 ok ',"attributes":{"a":1,"a":2}'
	call t '"g2"' null '"the same key twice, inside"' '"s"' "$at" 5 ok ',"attributes":{"b":{"x":1,"x":2}}'
	call t '"h"' null '"an escape that is not ours"' '"s"' "$at" 5 ok ',"attributes":{"s":"\u0041","n":1e999,"":1}'
	call t '"i"' null '"values"' '"s"' "$at" 5 ok ',"input":null,"output":"x","llm":{"model":"m","vendor":null,"usage":{"input_tokens":5},"cost_usd":1.50},"attributes":{"n":1,"m":12345678901234567890,"z":-0,"k":0.10,"e":1E5,"i":-9223372036854775808,"nul":null,"t":true,"u":"é\n","arr":[1,"a",null,[],{}],"o":{},"o2":{"a":{"b":[1.0]}},"input.value":"x","output.value":3,"code.file.path":"y","error.type":5,"span.kind":"server"},"source":{"file":"f.py","line":3},"after":"zz"'
	call t '"j"' null '"no attributes"' '"s"' "$at" 5 ok ',"attributes":{}'
	call t '"k"' null '"events and links"' '"s"' "$at" 5 ok ',"links":[{"trace_id":"00112233445566778899aabbccddeeff","call_id":"0011223344556677","attributes":{"a":1}},{"trace_id":"t","call_id":"a"},{"x":1},5],"source":{"file":null,"line":3},"events":[{"at":"2020-01-01T00:00:03Z","type":"log","message":"exception"},{"at":"2020-01-01T00:00:03Z","type":"log","message":null,"level":"info"},{"at":null,"after":0,"type":"log","message":"x"},{"at":"2020-01-01T00:00:03.000000001Z","type":"log","message":"x","level":"WARN","attributes":{"a":"b"}},{"at":"2020-01-01T00:00:03.000000002Z","type":"error","error_type":null,"message":null,"where":"x:1","attributes":{"exception.stacktrace":"s"}},{"at":"1960-01-01T00:00:03.000000002Z","type":"error","error_type":"E","message":"m","where":null},{"at":"2020-01-01T00:00:03.000000002Z","type":"log","message":"","attributes":{"esper.event":"{}"}},{"at":"2020-01-01T00:00:03.000000002Z","type":"log","message":"q","attributes":{}},{"at":"2020-01-01T00:00:03.000000003Z","after":7,"type":"loop","phase":"entry","loop_type":"for"},{"at":"2020-01-01T00:00:03.000000003Z","type":"branch","condition":"x>1","taken":true}]'
	call t '"l"' null '"one half of a place"' '"s"' "$at" 5 ok ',"source":{"file":"only","line":null},"input":{"a":"\u0041","b":[1,  2]}'
	call 0011223344556677 '"00112233445566AA"' null '"hex"' '"s"' "$at" 5 ok ''
	call 00112233445566770011223344556678 '"00112233445566AA"' '"0000000000000001"' '"hex"' '"s"' "$at" 5 ok ''
	call 00112233445566770011223344556678 '"00112233445566AA"' '"0000000000000001"' '"hex, another"' '"s"' "$at" 5 ok ''
	call '' '"q"' null '"no trace id"' '"s"' "$at" 5 ok ''
	call 0 '"0"' null '"zeros"' '"s"' "$at" 5 ok ''
} >odd
back 'odd calls' odd
[ "$(wc -l <want)" -eq 22 ] || echo 'odd calls: some are missing'
awk 'BEGIN {
	for (s = "1"; i < 900; i++) s = "[" s "]"
	printf "{\"trace_id\":\"deep\",\"call_id\":\"x\",\"parent_id\":null,\"name\":\"n\",\"kind\":\"tool\",\"service\":null,\"start\":\"2021-01-01T00:00:00Z\",\"duration_ns\":1,\"status\":\"ok\",\"input\":%s,\"attributes\":{\"a\":%s}}\n", s, s
}' >deep
back 'deep values' deep
jq -r -f "$TESTDATA/traces/otlp.jq" all

echo 'as it is written:'
esper-trace-replay --export otlp "$TESTDATA/traces/incident.jsonl"
echo 'many lines:'
awk 'BEGIN { for (i = 0; i < 9000; i++) printf "{\"trace_id\":\"t\",\"call_id\":\"c%d\",\"parent_id\":null,\"name\":\"n\",\"kind\":\"span\",\"service\":\"s%d\",\"start\":\"2021-01-01T00:00:00Z\",\"duration_ns\":1,\"status\":\"ok\"}\n", i, i % 3 }' >many
esper-trace-replay --export otlp many >otlp
wc -l <otlp
esper-trace-replay --calls otlp | cmp - many
echo 'attributes of others that have our names:'
cat >foreign <<'END'
{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331","name":"a","startTimeUnixNano":"1","endTimeUnixNano":"2","attributes":[{"key":"esper.kind","value":{"stringValue":"coffee"}}]}
{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203332","name":"b","startTimeUnixNano":"1","endTimeUnixNano":"2","attributes":[{"key":"esper.export","value":{"intValue":"2"}},{"key":"esper.kind","value":{"stringValue":"tool"}}]}
{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203333","name":"c","startTimeUnixNano":"1","endTimeUnixNano":"2","attributes":[{"key":"esper.export","value":{"intValue":"1"}},{"key":"esper.llm","value":{"stringValue":"{no JSON"}}]}
END
esper-trace-replay --calls foreign
