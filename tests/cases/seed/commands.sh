# every command of the documents that Esper was made after works, by its own name or by the one of ours that does the same
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
cp traces.jsonl trace.json
head -n 8 "$TESTDATA/examples/logins.jsonl" >logins.jsonl
cp "$TESTDATA/examples/rules.json" .
export ESPER_STORE=store ESPER_TENANT=acme ESPER_ACTOR=alice LC_ALL=C.UTF-8
tab=$(printf '\t')
while IFS=$tab read -r when words command; do
	case $when in
	'#'*) ;;
	now)
		[ "$command" != = ] || command=$words
		echo "\$ $command"
		sh -c "$command" >out 2>err </dev/null
		status=$?
		head -n 3 out | cut -c 1-120
		head -n 3 err | cut -c 1-160 | sed 's/^/! /'
		[ $status -eq 0 ] || echo "! status $status"
		;;
	*) echo "($when) $words" ;;
	esac
done <"$list"
echo '-- what was extracted'
for file in *_traces.jsonl *_examples.jsonl variant_?.jsonl production_requests.jsonl slow_requests.jsonl suspicious.jsonl distributed_trace.jsonl sanitized_trace.jsonl; do
	echo "$file: $(wc -l <"$file") lines, $(esper-trace-replay -q --sessions --format jsonl "$file" | wc -l) traces"
done
