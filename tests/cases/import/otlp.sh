# OTLP/JSON: spans become calls with their resource and scope, whatever the framing, whatever the case of ids, under the names before version 1.0, too; nothing of a span is dropped.
agent=$TESTDATA/traces/otlp/agent.jsonl
echo '-- an agent: an llm call, a tool that failed'
esper-trace-replay --calls "$agent" | tee calls
echo '-- calls read back'
esper-trace-replay --calls calls | cmp - calls
echo '-- one document, values one after another, a span a line'
jq . "$agent" | esper-trace-replay -q --calls | cmp - calls
jq -c '.resourceSpans[] as $r | $r.scopeSpans[] as $s | $s.spans[] | {resourceSpans:[$r | .scopeSpans = [$s | .spans = []]]} as $e | . as $span | $e | .resourceSpans[0].scopeSpans[0].spans = [$span]' "$agent" >lines
esper-trace-replay -q --calls lines | cmp - calls
jq . lines | esper-trace-replay -q --calls | cmp - calls
echo '-- names before 1.0'
sed 's/"scopeSpans"/"instrumentationLibrarySpans"/; s/"scope"/"instrumentationLibrary"/' "$agent" |
	tee old | esper-trace-replay -q --calls | cmp - calls
jq . old | esper-trace-replay -q --calls | cmp - calls
cat >odd <<'END'
{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"s"}},{"key":"a","value":{"stringValue":"of the resource"}}],"droppedAttributesCount":1,"entityRefs":["e"]},"schemaUrl":"r/1","scopeSpans":[{"scope":{"name":"n","attributes":[{"key":"of.scope","value":{"boolValue":true}}]},"spans":[
{"traceId":"","spanId":"","name":"without ids","startTimeUnixNano":"5","endTimeUnixNano":"0"},
{"traceId":"00000000000000000000000000000001","spanId":"00000000000000ff","parentSpanId":"0000000000000000","name":"values","kind":0,"startTimeUnixNano":10,"endTimeUnixNano":"20","attributes":[{"key":"a","value":{"stringValue":"own"}},{"key":"int","value":{"intValue":"-9223372036854775808"}},{"key":"int2","value":{"intValue":7}},{"key":"double","value":{"doubleValue":1.50}},{"key":"nan","value":{"doubleValue":"NaN"}},{"key":"bool","value":{"boolValue":false}},{"key":"bytes","value":{"bytesValue":"AAE="}},{"key":"empty","value":{}},{"key":"list","value":{"arrayValue":{"values":[{"intValue":"1"},{"arrayValue":{}},{"kvlistValue":{"values":[{"key":"x","value":{"intValue":"1"}},{"key":"x","value":{"intValue":"2"}}]}}]}}},{"key":"twice","value":{"intValue":"1"}},{"key":"twice","value":{"stringValue":"2"}},{"key":"twice","value":{"stringValue":"2"}}],"events":[{"timeUnixNano":"12","name":"e","attributes":[{"key":"k","value":{"stringValue":"v"}}],"droppedAttributesCount":3}],"droppedEventsCount":4,"droppedLinksCount":5,"newMember":{"x":1},"status":{"code":1,"message":"fine"}},
{"traceId":"00000000000000000000000000000001","spanId":"00000000000000fe","parentSpanId":"00000000000000ff","name":"java","kind":"SPAN_KIND_CONSUMER","startTimeUnixNano":"11","endTimeUnixNano":"9","attributes":[{"key":"error.type","value":{"stringValue":"timeout"}}],"status":{"code":"STATUS_CODE_ERROR"},"events":[{"timeUnixNano":"11","name":"exception","attributes":[{"key":"exception.message","value":{"stringValue":"m"}},{"key":"exception.stacktrace","value":{"stringValue":"E: m\n\tat a.B.c(B.java:12)\n\tat a.D.e(D.java:3)\n"}}]}]}
]}]}]}
END
echo '-- documents that lie across blocks'
awk 'BEGIN { for (i = 1; i <= 6000; i++) printf "{\n \"resourceSpans\": [{\"scopeSpans\": [{\"spans\": [{\"traceId\": \"t%d\", \"spanId\": \"s\", \"name\": \"n\", \"startTimeUnixNano\": \"%d\"}, {\"traceId\": \"t%d\", \"spanId\": \"r\", \"name\": \"n\", \"startTimeUnixNano\": \"%d\"}], \"scope\": {\"name\": \"%d\"}}], \"resource\": {\"attributes\": [{\"key\": \"service.name\", \"value\": {\"stringValue\": \"%d\"}}, {\"key\": \"filler\", \"value\": {\"stringValue\": \"%0300d\"}}]}}]\n}\n", i, i, i, i, i, i, 0 }' |
	esper-trace-replay -q --calls | jq -r 'select(.trace_id != "t" + .service or .attributes."otel.scope.name" != .service) | .trace_id'
echo '-- odd ones'
tr -d '\n' <odd | esper-trace-replay --calls | tee calls
esper-trace-replay -q --calls calls | cmp - calls
esper-trace-replay -q --calls odd | cmp - calls
echo '-- hostile: missing members, wrong types, numbers that are too large, keys twice'
cat >hostile <<'END'
{"traceId":7,"spanId":{},"name":["x"],"startTimeUnixNano":"18446744073709551615","endTimeUnixNano":-1e400,"kind":99,"status":2,"events":[1,{"name":3,"timeUnixNano":"x","attributes":7}],"links":[null,{"spanId":"z"},"s"],"attributes":"none","flags":-1}
{"traceId":"t","spanId":"s","startTimeUnixNano":1,"startTimeUnixNano":2,"endTimeUnixNano":3,"name":"a","name":"b","attributes":[null,{"key":1,"value":{"intValue":"x"}},{"value":{"intValue":"0x1"}},{"key":"k"},{"key":"k2","value":5},{"key":"k3","value":{"arrayValue":5}},{"key":"k4","value":{"kvlistValue":{"values":[5,{"key":{}}]}}}],"events":{},"links":{"a":1},"status":{"code":{},"message":[]}}
{"resourceSpans":[]}
{"resourceLogs":[ ]}
{"resourceSpans":[{"resource":7,"scopeSpans":[{"scope":"s","spans":[{"traceId":"t2","spanId":"s","name":"bare"},5,{}]}]}]}
{"resourceSpans":{"scopeSpans":1}}
{"resourceSpans":[{"scopeSpans":null}]}
END
esper-trace-replay --calls hostile | tee calls
esper-trace-replay -q --calls calls | cmp - calls
echo '-- deep values'
nest() { awk -v n="$1" -v a="$2" -v z="$3" 'BEGIN { for (i = 0; i < n; i++) printf "%s", a; printf "{\"intValue\":\"5\"}"; for (i = 0; i < n; i++) printf "%s", z }'; }
{
	printf '{"traceId":"t","spanId":"s","name":"deep","startTimeUnixNano":"1","endTimeUnixNano":"2","attributes":[{"key":"list","value":'
	nest 250 '{"arrayValue":{"values":[' ']}}'
	printf '},{"key":"object","value":'
	nest 200 '{"kvlistValue":{"values":[{"key":"k","value":' '}]}}'
	printf '}]}\n'
} | esper-trace-replay --calls >calls
tr -d '[]{}' <calls | sed 's/"k"://g'
esper-trace-replay -q --calls calls | cmp - calls
echo '-- as many calls as spans'
for real in "$TESTDATA"/traces/otlp/example.json "$TESTDATA"/traces/otlp/widgets.json; do
	jq '[.resourceSpans[].scopeSpans[].spans[]] | length' "$real"
	esper-trace-replay -q --calls "$real" | tee calls | wc -l
	esper-trace-replay -q --calls calls | cmp - calls
done
