# One timeline of three files: what an agent did, the services that its tools called, and the log lines of these. They join by ids: a record names the span that it belongs to, and the trace or not.
export LC_ALL=C.UTF-8
T=5b8efff798038103d269b633813fc60c
# span ID PARENT NAME FROM TO STATUS [ATTRIBUTES]: times in ms after the start
span() {
	printf '{"traceId":"%s","spanId":"%s","parentSpanId":"%s","name":"%s","kind":1,"startTimeUnixNano":"%s000000","endTimeUnixNano":"%s000000","status":{"code":%s},"attributes":[%s]}' \
		$T "$1" "$2" "$3" $((1795168800000 + $4)) $((1795168800000 + $5)) "$6" "$7"
}
text() {
	printf '{"key":"%s","value":{"stringValue":"%s"}}' "$1" "$2"
}
# log MS TRACE SPAN TEXT
log() {
	printf '{"resourceLogs":[{"resource":{"attributes":[%s]},"scopeLogs":[{"logRecords":[{"timeUnixNano":"%s000000","severityText":"INFO","body":{"stringValue":"%s"},"traceId":"%s","spanId":"%s"}]}]}]}\n' \
		"$(text service.name orders)" $((1795168800000 + $1)) "$4" "$2" "$3"
}
# The agent's tool passed `traceparent: 00-TRACE-a000000000000003-01` on.
{
	printf '{"resourceSpans":[{"resource":{"attributes":[%s]},"scopeSpans":[{"spans":[' "$(text service.name helper)"
	span a000000000000001 '' 'invoke_agent helper' 0 4000 1 "$(text gen_ai.operation.name invoke_agent)"
	printf ,
	span a000000000000002 a000000000000001 'chat gpt-4o' 100 1500 1 "$(text gen_ai.operation.name chat),$(text gen_ai.request.model gpt-4o),{\"key\":\"gen_ai.usage.input_tokens\",\"value\":{\"intValue\":\"120\"}},$(text gen_ai.input.messages '[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Cancel order 7\"}]}]')"
	printf ,
	span a000000000000003 a000000000000001 'execute_tool cancel' 1600 3900 2 "$(text gen_ai.operation.name execute_tool),$(text gen_ai.tool.name cancel)"
	echo ']}]}]}'
} >agent
{
	printf '{"resourceSpans":[{"resource":{"attributes":[%s]},"scopeSpans":[{"spans":[' "$(text service.name orders)"
	span b000000000000001 a000000000000003 'POST /cancel' 1700 3800 2
	printf ,
	span b000000000000002 b000000000000001 'update orders' 1800 3700 2 "$(text db.system postgresql)"
	echo ']}]}]}'
} >services
{
	log 1750 $T b000000000000001 'cancel order 7 for ann'
	log 3650 $T b000000000000002 'lock timeout after 1.8s'
} >lines
echo '-- all three'
esper-trace-replay agent services lines | tee all
for files in 'lines services agent' 'services agent lines' 'lines agent services'; do
	# shellcheck disable=SC2086 # several files
	esper-trace-replay $files | cmp - all
done
cat agent services lines | esper-trace-replay | cmp - all
echo '-- a line of the log leads to the session'
grep 'lock timeout' lines | esper-trace-replay --traces-of - agent services lines | cmp - all
esper-trace-replay --sessions --format jsonl agent services lines | jq -c '[.title, .model, .calls, .errors, .usage]'
echo '-- the agent as a session whose calls have ids of its own: they join if the tool passed these on'
esper-trace-replay -q --calls agent | sed 's/"a00000000000000\(.\)"/"toolu_\1"/g' >session
sed 's/"a000000000000003"/"toolu_3"/' services | esper-trace-replay session - lines | sed -n 2,9p
echo '-- neither the services nor the lines name the trace: they name calls of the session, and it is one trace'
sed 's/"trace_id":"'$T'"/"trace_id":"3f1c9a52-7d1b-4c55-9a53-0a6f2b1c8d01"/' session >apart
esper-trace-replay -q --calls services | jq -c '{span: .call_id, parent: (if .parent_id == "a000000000000003" then "toolu_3" else .parent_id end), name, service, start, ns: .duration_ns}' >unnamed
cat >spans.json <<'END'
{ "when": { "has": ["span", "start", "ns"] },
  "fields": [
    { "name": "call_id", "parser": "String", "selector": { "kind": "RequestField", "path": "span" } },
    { "name": "parent_id", "parser": "String", "selector": { "kind": "RequestField", "path": "parent" } },
    { "name": "name", "parser": "String", "selector": { "kind": "RequestField", "path": "name" } },
    { "name": "service", "parser": "String", "selector": { "kind": "RequestField", "path": "service" } },
    { "name": "start", "parser": "Timestamp", "selector": { "kind": "RequestField", "path": "start" } },
    { "name": "duration_ns", "parser": "I64", "selector": { "kind": "RequestField", "path": "ns" } } ] }
END
cat >lines.json <<'END'
{ "record": "event", "when": { "has": ["span", "msg"] },
  "fields": [
    { "name": "call_id", "parser": "String", "selector": { "kind": "RequestField", "path": "span" } },
    { "name": "at", "parser": "Timestamp", "selector": { "kind": "RequestField", "path": "ts" } },
    { "name": "message", "parser": "String", "selector": { "kind": "RequestField", "path": "msg" } } ] }
END
{
	echo '{"span":"b000000000000001","ts":"2026-11-20T10:00:01.75Z","msg":"cancel order 7 for ann"}'
	echo '{"span":"b000000000000002","ts":"2026-11-20T10:00:03.65Z","msg":"lock timeout after 1.8s"}'
	echo '{"span":"toolu_3","ts":"2026-11-20T10:00:03.85Z","msg":"the tool failed"}'
} >app.log
maps='--map spans.json --map lines.json'
# shellcheck disable=SC2086 # several options
{
	esper-trace-replay $maps apart unnamed app.log | tee one
	for files in 'app.log unnamed apart' 'unnamed apart app.log' 'app.log apart unnamed'; do
		esper-trace-replay $maps $files | cmp - one
	done
	esper-trace-replay -q $maps --calls apart unnamed app.log >calls
	esper-trace-replay -q --calls calls | cmp - calls
	echo '-- it is selected by each of its parts, from files and pipes, and extracted whole'
	cat apart unnamed app.log >parts
	for selection in '--trace-id 3f1c' '--pattern lock' '--name execute*' '--correlation-id toolu_3' '--service orders' '--kind tool'; do
		esper-trace-replay -q $maps --calls $selection apart app.log unnamed | cmp - calls
		cat parts | esper-trace-replay -q $maps --calls $selection | cmp - calls
		esper-trace-replay -q $maps --extract $selection apart unnamed app.log | cmp - parts
	done
	grep 'lock timeout' app.log | esper-trace-replay -q $maps --traces-of - apart unnamed app.log | cmp - one
	esper-trace-replay -q $maps --under 'execute_tool cancel' --extract apart unnamed app.log | cmp - "$(sed -n '3p' apart >under; cat unnamed app.log >>under; echo under)"
}
echo '-- what cannot join: each of these is a trace of its own'
# a session that only knows its own id; the services have the trace id that a tool has made up
esper-trace-replay -q --calls apart services lines | jq -c '[.trace_id, .name, .notes]'
# lines that name no span, or one that is not there; one that names a span and no trace joins it
{
	log 1760 $T '' 'only the trace'
	log 1770 $T b0000000000000ff 'a span that is not there'
	log 1780 '' b000000000000001 'only the span'
	log 1790 '' '' 'nothing'
} >loose
esper-trace-replay --calls agent services loose | jq -c 'select(.events) | [.trace_id, .call_id, .events[].message]'
echo '-- telemetry with and without trace ids, below a span'
printf '{"event_type":"function_%s","timestamp_ns":%s,"function_name":"cancel","correlation_id":"f1"%s,"parent_correlation_id":"b000000000000001"}\n' \
	entry 1795168801900000000 '' exit 1795168801950000000 '' >functions
esper-trace-replay -q --calls agent services functions | jq -c 'select(.name == "cancel") | [.trace_id, .parent_id, .notes]'
sed 's/"correlation_id"/"trace_id":"'$T'",&/' functions |
	esper-trace-replay -q --calls agent services - | jq -c 'select(.name == "cancel") | [.trace_id, .parent_id, .notes]'
echo '-- two traces have the span: what names only the span belongs to none'
sed 's/'$T'/6'$T'/g; s/65b8efff798038103d269b633813fc60c/6b8efff798038103d269b633813fc60c/g' services >other
esper-trace-replay --calls agent services other loose functions | jq -c 'select(.name == "cancel" or .events) | [.trace_id, .call_id, .events[]?.message]'
for selection in '--name cancel' '--pattern only' '--service orders' "--trace-id $T"; do
	# shellcheck disable=SC2086 # an option and its value
	esper-trace-replay -q --calls $selection agent services other loose functions | jq -c '[.trace_id, .name]' | sort -u
done
