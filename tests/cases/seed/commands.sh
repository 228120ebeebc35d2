# every command of the documents that Esper was made after works, by its own name or by the one of ours that does the same
# TAG: of the commands to run; tests/cases/seed/models has the others
TAG=${TAG:-now}
PATH=$PATH:$TESTDATA/../scripts/seed
list=$TESTDATA/seed/commands.tsv
# event TRACE NAME NANOSECONDS TYPE MORE: of telemetry, without days: 1761876000 is 2025-10-31 02:00
event() {
	printf '{"event_type":"%s","timestamp_ns":%s,"function_name":"%s","correlation_id":"%s"%s}\n' \
		"$4" "$3" "$2" "$1" "$5"
}
# simple TRACE NAME SECOND DURATION_NS ARGS [ERROR]
simple() {
	event "$1" "$2" "${3}000000000" function_entry ",\"args\":{$5}"
	[ -z "$6" ] || event "$1" "$2" "${3}000000500" error ",\"error_type\":\"$6\",\"message\":\"$6 happened\""
	event "$1" "$2" $(($3 * 1000000000 + $4)) function_exit "${6:+,\"error\":true}"
}
# order TRACE SECOND STEP ERROR: with a child STEP, and `charge`, which fails if ERROR is not empty
order() {
	parent=",\"parent_correlation_id\":\"$1\""
	event "$1" order "${2}000000000" function_entry
	event "$1-1" "$3" "${2}000000100" function_entry "$parent"
	event "$1-1" "$3" "${2}000000200" function_exit
	event "$1-2" charge "${2}000000300" function_entry "$parent"
	[ -z "$4" ] || event "$1-2" charge "${2}000000400" error ",\"error_type\":\"$4\""
	event "$1-2" charge "${2}000000500" function_exit "${4:+,\"error\":true}"
	event "$1" order "${2}000000600" function_exit "${4:+,\"error\":true}"
}
{
	sed 's/16987654321/17618805321/; s/16987654321/17618805321/' "$TESTDATA/examples/incident.jsonl"
	simple order_7 load_order 1761880700 900000 '"customer":"customer_X"' KeyError
	simple order_8 checkout 1761880800 7000000000 '"message":"error_id=123"' Timeout
	simple req_1 login 1761876943 1000000 '"user_id":12345,"ip":"192.168.1.100"'
	simple req_2 export_users 1761877005 2000000 '"user_id":12345' PermissionError
	for i in 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29; do
		simple a_$i checkout 17618781$i 12${i}000 '"variant":"A","conversion":false'
		simple b_$i checkout 17618782$i 9${i}000 '"variant":"B","conversion":true'
		order c_$i 17618830$i new_card Declined
		order d_$i 17618830$i known_card
	done
} >production.log
# call ID PARENT NAME SERVICE SECOND STATUS: of a trace over services
call() {
	printf '{"trace_id":"abc123","call_id":"%s","parent_id":%s,"name":"%s","kind":"span","service":"%s","start":"2025-10-31T02:30:0%sZ","duration_ns":5000000000,"status":"%s"}\n' "$@"
}
mkdir -p store/acme/traces
cp production.log store/acme/traces/production.jsonl
{
	call c1 null order checkout_service 0 error
	call c2 '"c1"' check inventory_service 1 error
	call c3 '"c2"' query database_service 2 error
} | zstd -q >store/acme/traces/services.jsonl.zst
{
	cat "$TESTDATA/examples/incident.jsonl"
	event req_abc123 process_order 1698765432124300000 context ',"context":{"code.version":"v1.2.3"}'
} >incident.jsonl
cp "$TESTDATA/examples/prela.jsonl" traces.jsonl
# tool NAME SECOND INPUT OUTPUT: a span of the agent
tool() {
	printf '{"span_id":"s-%s","trace_id":"t-1","parent_span_id":"s-1","name":"%s","span_type":"tool","started_at":"2026-02-04T12:00:01.2%s0+00:00","ended_at":"2026-02-04T12:00:01.2%s5+00:00","status":"success","attributes":{},"events":[],"replay_snapshot":{"tool_name":"%s","tool_input":%s,"tool_output":%s}}\n' \
		"$1" "$1" "$2" "$2" "$1" "$3" "$4"
}
{
	cat traces.jsonl
	tool calculator 7 '{"a":2,"b":3}' '{"result":5}'
	tool delete_file 8 '{"path":"/tmp/notes"}' '{"deleted":true}'
	tool send_email 9 '{"to":"ann@example.com"}' '{"status":"sent","message_id":"77"}'
} >trace.json
printf '{"trace_id":"t-2","spans":[{"span_id":"s-1","trace_id":"t-2","name":"chat","span_type":"llm","started_at":"2026-02-04T12:00:00+00:00","ended_at":"2026-02-04T12:00:01+00:00","status":"success","attributes":{},"events":[]}]}\n' >bare.json
printf '{"trace_id":"l","call_id":"1","parent_id":null,"name":"calculate_tax","kind":"function","service":null,"start":null,"duration_ns":null,"status":"error","error":{"type":"ZeroDivisionError","message":"division by zero","where":"tax.py:2"},"input":{"amount":100.0}}\n' >lines.jsonl
printf 'def calculate_tax(amount):\n    discount_amount = amount / discount_count\n' >tax.py
for i in 10 11 12 13 14 15 16 17 18 19; do
	printf '{"trace_id":"w%s","call_id":"%s","parent_id":null,"name":"GET /","kind":"http","service":null,"start":"2026-11-20T10:00:%s.000Z","duration_ns":5000000,"status":"ok","input":{"method":"GET","url":"/"},"output":{"status":200}}\n' $i $i $i
done >requests.jsonl
echo '{"search": {"results": []}}' >mocks.json
echo '{"rate limit policy": {"documents": []}}' >retrieval.json
echo '{"send_email": {"status": "sent", "message_id": "mock-123"}}' >email.json
# command NAME JQ: an adapter
command_file() {
	printf "#!/bin/sh\nexec jq -c --unbuffered '%s'\n" "$2" >"$1"
	chmod +x "$1"
}
command_file calculate_tax '{id} + (try {output: (.input.amount * .input.rate)} catch {error: {type: "TypeError", message: .}})'
command_file calculator '{id, output: {result: (.input.a + .input.b)}}'
command_file checkout '{id, output: {ok: true}}'
command_file service '{id, output: {in_stock: true}}'
command_file tool '{id} + if .name == "search" then {output: {results: ["429 means slow down"]}} else {output: {result: (.input.a + .input.b)}} end'
command_file query '{id, output: [{id: "d2", text: "about \(.input)"}]}'
command_file embed '{id, model: "letters", embedding: [(.text | length), 1, (.text | split(" ") | length)]}'
command_file flaky '{id} + if input_line_number % 2 == 1 then {error: {type: "rate_limit", message: "slow down"}, status: 429} else {output: "Wait."} end'
head -n 8 "$TESTDATA/examples/logins.jsonl" >logins.jsonl
cp "$TESTDATA/examples/rules.json" .
export ESPER_STORE=store ESPER_TENANT=acme ESPER_ACTOR=alice LC_ALL=C.UTF-8
tab=$(printf '\t')
# what is measured is not compared
measured() {
	sed 's/[0-9.]*[mµun]*s ([+-][0-9.]*[mµun]*s)/TIME/; s/ ([+-][0-9.]*[mµun]*s)$/ TIME/; s/^\(  now  *\).*/\1TIME/; s/\( 823ms\)  .*/\1 TIME/; s/ in [0-9.]*[mµun]*s, at most/ in TIME, at most/; s/: [0-9.]* per second/: N per second/'
}
while IFS=$tab read -r when words command; do
	case $when in
	"$TAG")
		[ "$command" != = ] || command=$words
		printf '$ %s\n' "$command"
		sh -c "$command" >out 2>err </dev/null
		status=$?
		measured <out | head -n "${LINES_MOST:-4}" | cut -c 1-120
		head -n 3 err | cut -c 1-160 | sed 's/^/! /'
		[ $status -eq 0 ] || echo "! status $status"
		;;
	later) echo "(later) $words" ;;
	esac
done <"$list"
[ "$TAG" = now ] || exit 0
echo '-- what was extracted'
for file in *_traces.jsonl *_examples.jsonl variant_?.jsonl production_requests.jsonl slow_requests.jsonl suspicious.jsonl distributed_trace.jsonl sanitized_trace.jsonl; do
	echo "$file: $(wc -l <"$file") lines, $(esper-trace-replay -q --sessions --format jsonl "$file" | wc -l) traces"
done
