# What the SDKs of OpenTelemetry print to a console: spans of Python, Go and JavaScript become calls, pretty-printed or one a line.
for name in python.json go.json javascript.jsonl; do
	echo "-- $name"
	esper-trace-replay --calls "$TESTDATA/traces/otel/$name" | tee calls
	esper-trace-replay -q --calls calls | cmp - calls
	jq -c . "$TESTDATA/traces/otel/$name" | esper-trace-replay -q --calls | cmp - calls
	jq -s . "$TESTDATA/traces/otel/$name" | esper-trace-replay -q --calls | cmp - calls
	[ "$(jq -s length "$TESTDATA/traces/otel/$name")" = "$(wc -l <calls)" ] || echo "not as many calls as spans"
done
echo '-- hostile'
cat >hostile <<'END'
{"name":7,"context":{"trace_id":5,"span_id":"x","more":1},"kind":[],"parent_id":{},"start_time":[1],"end_time":"soon","status":{"status_code":9,"description":{}},"attributes":[1],"events":7,"links":[7],"resource":8}
{"name":"no ids","context":{},"kind":"k","start_time":"2026-01-01T00:00:00Z","status":{}}
{"Name":"n","SpanContext":{"SpanID":"y"},"Parent":7,"SpanKind":"server","StartTime":5,"EndTime":{},"Attributes":{"k":1},"Events":[{"Time":"x"},7],"Links":"l","Status":"bad","Resource":[7],"InstrumentationScope":[1]}
{"name":"j","spanId":"z","startTime":["1",-1],"endTime":[],"duration":[1e300,0],"status":null,"events":[{"time":[9e18,9e18],"name":null}]}
{"name":"j2","id":"z2","traceId":"q","kind":-1,"timestamp":1e300,"duration":"x"}
END
esper-trace-replay --calls hostile | tee calls
esper-trace-replay -q --calls calls | cmp - calls
