# verdicts: same, fixed, still_fails, new_error, differs; and what does not count
shop=$TESTDATA/rerun/shop.jsonl
# gives OUTPUT ARGUMENT...: an adapter that answers so
gives() {
	output=$1
	shift
	printf '%s %s: ' "$output" "$*"
	printf '%s' "$output" >answer
	esper-trace-replay -q --exec "$name=jq -c --unbuffered --slurpfile a answer '{id} + \$a[0]'" --trace-id "$trace" --format jsonl "$@" "$shop" >result
	status=$?
	jq -c --argjson status $status "[.spans[] | select(.served_by == \"exec\") | [.verdict, .difference]] + [\$status]" result
}
trace=s3 name=calculate_tax
gives '{"output":8}'
gives '{"error":{"type":"ZeroDivisionError","message":"another one"}}'
gives '{"error":{"type":"TypeError"}}'
gives '{"error":"no type"}'
trace=s1 name=checkout
gives '{"output":{"total":26.5,"currency":"EUR","at":"2026-11-20T10:00:01Z"}}'
gives '{"output":{"at":"2026-11-20T10:00:01Z","currency":"\u0045UR","total":265e-1}}'
gives '{"output":{"total":26.6,"currency":"EUR","at":"2027"}}'
gives '{"output":{"total":26.6,"currency":"EUR","at":"2027"}}' --ignore at
gives '{"output":{"total":26.6,"currency":"EUR","at":"2027"}}' --ignore at --tolerance total=0.2
gives '{"output":{"total":26.6,"currency":"EUR","at":"2027"}}' --ignore at --tolerance total=0.01
gives '{"output":{"total":26.6,"currency":"EUR","at":"2027"}}' --ignore '$.at' --tolerance 'total=1%'
gives '{"output":{"total":26.6,"currency":"EUR","at":"2027"}}' --match 'at=20*' --tolerance '*=1%'
gives '{"output":{"total":26.5,"currency":"EUR","at":"1999"}}' --match 'at=20*'
gives '{"output":{"total":26.5,"currency":"EUR"}}'
gives '{"output":{"total":26.5,"currency":"EUR"}}' --ignore at
gives '{"output":{"total":26.5,"currency":"EUR","at":"2026-11-20T10:00:01Z","new":null}}'
gives '{"output":{"total":26.5,"currency":"EUR","at":"2026-11-20T10:00:01Z","new":{"a":1}}}' --ignore 'new*'
gives '{"output":[1]}'
gives '{"output":null}'
gives '{"output":null}' --ignore '$'
gives '{"error":{"type":"E"}}'
trace=s2 name=kb
gives '{"output":[{"id":"p1","text":"Two days."}]}'
gives '{"output":[{"id":"p2","text":"Two days."}]}'
gives '{"output":[{"id":"p2","text":"Two days."}]}' --ignore '[*].id'
gives '{"output":[{"id":"p2","text":"Two days."}]}' --ignore '$[].id'
gives '{"output":[{"id":"p1","text":"Two days."},{"id":"p3"}]}'
gives '{"output":[]}'
trace=s1 name='GET /rates'
gives '{"output":{"status":200,"headers":{"content-type":"application/json"},"body":{"rate":1.06}}}' --ignore body.rate
gives '{"output":{"status":500,"headers":{},"body":null}}'
echo '-- executed twice: what differs between the two runs does not count'
trace=s1 name=checkout
cat >counter <<'SH'
n=0
while read -r request; do
	n=$((n + 1))
	echo "$request" | jq -c --argjson n $n '{id, output: {total: 26.5, currency: "EUR", at: "run \($n)"}}'
done
SH
esper-trace-replay -q --exec 'checkout=sh counter' --trace-id s1 --format jsonl "$shop" | jq -c '[.spans[0].verdict, .spans[0].output]'
esper-trace-replay -q --exec 'checkout=sh counter' --twice --trace-id s1 --format jsonl "$shop" | jq -c '[.spans[0].verdict, .spans[0].output]'
echo '-- values that the recorder cut'
cut() {
	jq -nc --arg recorded "$1" '{trace_id:"k",call_id:"1",parent_id:null,name:"f",kind:"tool",service:null,start:null,duration_ns:1,status:"ok",input:{},output:$recorded}' >trace
	jq -nc --arg now "$2" '{name:"f",output:$now}' >mocks
	printf '%.40s / %.40s: ' "$1" "$2"
	esper-trace-replay -q --mock mocks --format jsonl trace | jq -c '.spans[0].verdict'
}
cut 'abc...[truncated]' 'abcdef'
cut 'abc...[TRUNCATED: original length 10]' 'abcdef'
cut 'abc [truncated]' 'abcdef'
cut 'abc [truncated]' 'abXdef'
cut 'a long text that was cut...' 'a long text that was cut in the middle'
cut 'Loading...' 'Loading failed'
cut "$(printf '%500s' x)" "$(printf '%500sy' x)"
cut "$(printf '%499s' x)" "$(printf '%499sy' x)"
echo '-- what mocks give once, each of the two runs gets'
cat >asker <<'SH'
while read -r request; do
	id=$(echo "$request" | jq .id)
	echo "{\"id\":$id,\"call\":{\"name\":\"x\"}}"
	read -r reply
	echo "$reply" | jq -c '{id, output: {total: 26.5, currency: "EUR", at: .result}}'
done
SH
printf '%s\n' '{"name":"x","times":1,"output":"first"}' '{"name":"x","output":"second"}' >mocks
esper-trace-replay -q --exec 'checkout=sh asker' --mock mocks --twice --trace-id s1 --format jsonl "$shop" | jq -c '[.spans[0].verdict, .spans[0].difference, [.questions[].output]]'
echo '-- nothing was recorded, and it is an error now'
esper-trace-replay -q --exec 'process_order=exit 3' $TESTDATA/examples/incident.jsonl
echo "status $?"
esper-trace-replay -q --exec 'process_order=exit 3' --block '*' $TESTDATA/examples/incident.jsonl
echo "status $?"
esper-trace-replay -q --exec 'process_order=read r; echo "{\"id\":1,\"output\":1}"' $TESTDATA/examples/incident.jsonl
echo "status $?"
