# twice as many records of one id, of one call, or of traces take about twice the work, also to select
. "$TESTDATA/../tests/steps/grows"
event() { # event N TYPE ID PARENT REST: N lines with %d as the number
	awk -v n="$1" -v type="$2" -v id="$3" -v parent="$4" -v rest="$5" 'BEGIN {
		for (i = 1; i <= n; i++) {
			gsub(/#/, "\"", rest)
			s = rest
			gsub(/@/, i, s)
			c = id
			gsub(/@/, i, c)
			printf "{\"event_type\":\"%s\",\"timestamp_ns\":%d,\"function_name\":\"f\",\"correlation_id\":\"%s\",\"parent_correlation_id\":%s%s}\n", type, i * 10, c, parent, s
		}
	}' >>in
}
same_id() {
	event "$1" function_entry a null
	event "$1" function_exit a null
}
same_records() {
	event 1 function_entry a null
	event "$1" function_entry a null ',#args#:{#n#:@}'
	event "$1" function_entry a null ',#args#:{#n#:@}'
}
ends() {
	event "$1" function_exit a null ',#return_value#:@'
}
contexts() {
	event 1 function_entry a null
	event "$1" context a null ',#context#:{#k@#:@}'
}
children() {
	event 1 function_entry a null
	event "$1" variable_change a null ',#variable_name#:#v#,#value#:@'
	event "$1" function_entry c@ '"a"'
}
requests() {
	event 1 function_entry a null
	event "$1" http_request a null
	event "$1" http_response a null
}
many() {
	event "$1" function_entry t@ null
}
attributes() { # attributes N STEP: of an OTLP resource
	awk -v n="$1" -v step="$2" 'BEGIN {
		printf "{\"resource\":{\"attributes\":["
		for (i = 0; i < n; i++)
			printf "%s{\"key\":\"k%d\",\"value\":{\"intValue\":\"%d\"}}", i ? "," : "", (step > 0 ? i : n - i), step
		printf "]},"
	}'
}
asks() { # a chain of requests, each of a model of its own, and the tools that they ask
	awk -v n="$1" 'BEGIN {
		for (i = 0; i < n; i++) {
			printf "{\"trace_id\":\"t\",\"call_id\":\"%d\",\"parent_id\":%s,\"name\":\"n\",\"kind\":\"%s\",\"service\":null,\"start\":null,\"duration_ns\":1,\"status\":\"ok\",", i, i ? "\"" i - 1 "\"" : "null", i % 3 ? "llm" : "tool"
			printf "\"input\":{\"messages\":[{\"role\":\"user\",\"content\":\"<a>b</a>\"}]},\"llm\":{\"model\":\"m%d\",\"vendor\":null,\"usage\":{\"input_tokens\":1},\"cost_usd\":0.001}}\n", i
		}
	}' >>in
}
resources() { # a span and its log record, which have other resources
	{
		printf '{"resourceSpans":['
		attributes "$1" 1
		echo '"scopeSpans":[{"spans":[{"traceId":"01","spanId":"a1","name":"f","startTimeUnixNano":"1","endTimeUnixNano":"9"}]}]}]}'
		printf '{"resourceLogs":['
		attributes "$1" -1
		echo '"scopeLogs":[{"logRecords":[{"timeUnixNano":"2","body":{"stringValue":"b"},"traceId":"01","spanId":"a1"}]}]}]}'
	} >>in
}
beside() { # children that overlap, each of a name and a user of its own, and as many below one another
	awk -v n="$1" 'BEGIN {
		for (i = 0; i < 2 * n; i++)
			printf "{\"trace_id\":\"%s\",\"call_id\":\"c%d\",\"parent_id\":%s,\"name\":\"n%d\",\"kind\":\"span\",\"service\":null,\"start\":\"2026-01-01T00:00:00.%09dZ\",\"duration_ns\":%d,\"status\":\"error\",\"input\":{\"user\":\"u%d\"}}\n", i % 8 ? "t" : "t" i, i, i % 8 == 0 ? "null" : i % 2 ? "\"c1\"" : "\"c" i - 2 "\"", i, i * 7, 9 * n, i
	}' >>in
}
grows 'one id' 400 same_id esper-trace-replay -q --calls
grows 'records that come again' 400 same_records esper-trace-replay -q --calls
grows 'ends without beginnings' 400 ends esper-trace-replay -q --calls
grows 'contexts of one call' 400 contexts esper-trace-replay -q --calls
grows 'children and events of one call' 400 children esper-trace-replay -q --calls
grows 'requests of one call' 400 requests esper-trace-replay -q --calls
grows 'a trace of many' 400 many esper-trace-replay -q --extract --trace-id t7
grows 'many traces of many' 400 many esper-trace-replay -q --extract --name f
grows 'sessions' 400 many esper-trace-replay -q --sessions
grows 'sessions by day' 400 many esper-trace-replay -q --by day
grows 'models and chains' 400 asks esper-trace-replay -q --sessions
grows 'many models' 400 asks esper-trace-replay -q --by model
grows 'a profile' 800 beside esper-trace-replay -q --profile --format jsonl
grows 'critical paths' 800 beside esper-trace-replay -q --critical-path --format jsonl
grows 'activity' 800 beside esper-trace-replay -q --activity --format jsonl
grows 'wide resources' 2000 resources esper-trace-replay -q --calls
jq -r '"\(.attributes | length) and \(.events[0].attributes | length) attributes"' out
