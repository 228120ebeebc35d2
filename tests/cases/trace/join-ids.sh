# Events and calls without a trace id belong to the only call of their id that has one, whatever the format and the order of both.
export LC_ALL=C.UTF-8
T=5b8efff798038103d269b633813fc60c
# all FILE...: the calls, which must not depend on the order of the files
all() {
	esper-trace-replay -q --calls "$@" >calls
	esper-trace-replay -q --calls calls | cmp - calls
	printf '%s\n' "$@" | tac | xargs esper-trace-replay -q --calls | cmp - calls
	cat "$@" >input
	esper-trace-replay -q --extract "$@" | cmp - input
	jq -c '[.trace_id, .call_id, .parent_id, .name, .duration_ns, [.events[]? | .message // .name], .notes]' calls
}
event() { # event TYPE MS CALL [MORE]
	printf '{"event_type":"%s","timestamp_ns":%s000000,"function_name":"f","correlation_id":"%s"%s}\n' "$1" $((1795168800000 + $2)) "$3" "$4"
}
otlp_log() { # otlp_log MS CALL TEXT [RESOURCE]
	printf '{"resourceLogs":[{"resource":{"attributes":[%s]},"scopeLogs":[{"logRecords":[{"timeUnixNano":"%s000000","body":{"stringValue":"%s"},"spanId":"%s"}]}]}]}\n' \
		"$4" $((1795168800000 + $1)) "$3" "$2"
}
resource() {
	printf '{"key":"%s","value":{"stringValue":"%s"}}' "$1" "$2"
}
printf '{"resourceSpans":[{"resource":{"attributes":[%s,%s]},"scopeSpans":[{"spans":[{"traceId":"'$T'","spanId":"b000000000000001","name":"get","startTimeUnixNano":"1795168800000000000","endTimeUnixNano":"1795168801000000000"}]}]}]}\n' \
	"$(resource service.name orders)" "$(resource host.name h1)" >span
echo '-- events of several kinds, a request and its result, and a function below'
{
	event variable_change 100 b000000000000001 ',"variable_name":"n","value":7'
	event log 200 B000000000000001 ',"message":"read"'
	event http_request 300 b000000000000001 ',"method":"GET","url":"/x"'
	event http_response 400 b000000000000001 ',"status_code":200'
	event function_entry 500 f1 ',"parent_correlation_id":"b000000000000001"'
	event log 550 f1 ',"message":"in f1"'
	event log 560 f2 ',"message":"in f2, which nothing begins","parent_correlation_id":"f1"'
	event function_exit 600 f1
} >functions
all span functions
echo '-- the same id in both worlds: a call that is begun without a trace id is one of its own'
event function_entry 500 b000000000000001 >begun
all span begun
echo '-- what is around an event is compared with what is around its call'
{
	otlp_log 100 b000000000000001 one "$(resource service.name orders),$(resource host.name h1)"
	otlp_log 200 b000000000000001 two "$(resource service.name orders),$(resource host.name h2)"
} >logs
esper-trace-replay -q --calls span logs | jq -c '[.events[] | [.message, .attributes]]'
esper-trace-replay -q --calls logs span | jq -c '[.events[] | [.message, .attributes]]'
echo '-- Zipkin, whose ids have halves'
printf '[{"traceId":"%s","id":"c000000000000001","name":"get","kind":"CLIENT","timestamp":1795168800000000,"duration":900000,"localEndpoint":{"serviceName":"web"}}]\n' $T >zipkin
otlp_log 300 c000000000000001 'in the client' >client
all zipkin client
printf '[{"traceId":"%s","id":"c000000000000001","shared":true,"name":"get","kind":"SERVER","timestamp":1795168800100000,"duration":700000,"localEndpoint":{"serviceName":"orders"}}]\n' $T >server
all server client
all zipkin server client
echo '-- a trace id of 16 digits is that of 32: beginnings, ends and events of a call'
{
	event function_entry 0 s1 ',"trace_id":"'$T'","span_id":"s1"'
	event log 1 s1 ',"trace_id":"d269b633813fc60c","span_id":"s1","message":"short"'
	event function_exit 2 s1 ',"trace_id":"d269b633813fc60c","span_id":"s1","return_value":1'
	event log 1 s1 ',"message":"none"'
} >short
all short
tac short >tros
esper-trace-replay -q --calls tros | jq -c '[.trace_id, .call_id, .duration_ns, .output, [.events[].message]]'
echo '-- calls of a session, which is read as a whole'
sessions=$TESTDATA/traces/claude-made/session.jsonl
{
	event function_entry 0 t1 ',"parent_correlation_id":"toolu_01B"'
	event function_exit 9 t1
	event log 5 toolu_01B ',"message":"said by the tool"'
	event log 5 elsewhere ',"message":"of nothing that is there"'
} >tool
esper-trace-replay -q --calls "$sessions" tool >calls
esper-trace-replay -q --calls tool "$sessions" | cmp - calls
jq -c 'select(.call_id == "t1" or .events) | [.trace_id, .call_id, .parent_id, [.events[]?.message]]' calls
for selection in '--trace-id 5b0c' '--pattern said' '--name f'; do
	# shellcheck disable=SC2086 # an option and its value
	esper-trace-replay -q --calls $selection "$sessions" tool | jq -c '[.trace_id]' | uniq -c
done
echo '-- several traces have the call'
sed 's/'$T'/6&/; s/65b8efff/6b8efff/; s/get/put/' span >other
{
	otlp_log 100 b000000000000001 one
	event function_entry 500 f1 ',"parent_correlation_id":"b000000000000001"'
} >apart
esper-trace-replay --calls span other apart | jq -c '[.trace_id, .call_id, .name]'
esper-trace-replay --name f --name get --calls span other apart | jq -c '[.trace_id, .call_id, .name]'
