# --root-cause: the origin of every failing trace, how the failure went on, and hints that say what was recorded
export LC_ALL=C.UTF-8
# call TRACE CALL PARENT NAME KIND SERVICE STATUS START DURATION [REST]
call() {
	printf '{"trace_id":"%s","call_id":"%s","parent_id":%s,"name":"%s","kind":"%s","service":%s,"start":"2026-01-01T00:00:%sZ","duration_ns":%s,"status":"%s"%s}\n' \
		"$1" "$2" "$3" "$4" "$5" "$6" "$8" "$9" "$7" "${10:+,${10}}"
}
error() {
	printf '"error":{"type":"%s","message":"%s","where":null}' "$1" "$2"
}
{
	call t1 a null 'GET /' http '"gateway"' error 00 9000000000 "$(error 502 'bad gateway')"
	call t1 b '"a"' checkout span '"orders"' error 00 8000000000 "$(error Upstream 'stock failed')"
	call t1 c1 '"b"' reserve http '"stock"' error 01 2000000000 "$(error TimeoutError 'no answer within 2s'),\"input\":{\"sku\":7}"
	call t1 d1 '"c1"' select database '"stock"' ok 01 1890000000
	call t1 c0 '"c1"' ping http '"stock"' ok 01 90000000
	call t1 c2 '"b"' reserve http '"stock"' error 03 2000000000 "$(error TimeoutError 'no answer within 2s'),\"input\":{\"sku\":7}"
	call t1 c3 '"b"' reserve http '"stock"' error 05 2000000000 "$(error TimeoutError 'no answer within 2s'),\"input\":{\"sku\":7}"
	call t1 e '"b"' reserve http '"stock"' ok 07 2000000 '"input":{"sku":8}'
} >cascade
echo '-- a cascade over services, with retries and a time-out'
esper-trace-replay -q --root-cause --format jsonl cascade | tee causes
esper-trace-replay -q --root-cause cascade
echo '-- the timeline says the same'
esper-trace-replay -q cascade | sed -n '/^root cause/,$p' >timeline
esper-trace-replay -q --root-cause cascade | sed -n '/^root cause/,/^  hint/p' | cmp - timeline
echo '-- the position is that of the failure'
position=$(jq '.origin.position | select(.)' causes)
esper-trace-replay -q --format jsonl cascade | jq -c "select(.position == $position) | [.call_id, .type]"
echo '-- seed'
esper-trace-replay -q --root-cause --format jsonl "$TESTDATA/examples/incident.jsonl" | jq -c '[.origin, .path, .passed_on_by, .handled, .variables, .hint]'
echo '-- variables of the origin come before those of its callers, and win'
for event in 'function_entry","timestamp_ns":1,"function_name":"main","correlation_id":"m"' \
	'variable_change","timestamp_ns":2,"variable_name":"a","value":1,"correlation_id":"m"' \
	'variable_change","timestamp_ns":2,"variable_name":"b","value":1,"correlation_id":"m"' \
	'function_entry","timestamp_ns":3,"function_name":"f","correlation_id":"f","parent_correlation_id":"m"' \
	'variable_change","timestamp_ns":4,"variable_name":"b","value":2,"correlation_id":"f"' \
	'variable_change","timestamp_ns":5,"variable_name":"c","value":null,"correlation_id":"f"' \
	'error","timestamp_ns":6,"error_type":"E","message":"x","correlation_id":"f"' \
	'variable_change","timestamp_ns":7,"variable_name":"b","value":3,"correlation_id":"f"'; do
	printf '{"event_type":"%s}\n' "$event"
done | esper-trace-replay -q --root-cause --format jsonl | jq -c '[.origin.position, .passed_on_by, .variables, [.stack[].variables]]'
echo '-- hints'
# hint TYPE MESSAGE INPUT [MORE CALLS]
hint() {
	{
		call t a null f function null error 00 1500000000 "$(error "$1" "$2"),\"input\":$3"
		shift 3
		[ $# -eq 0 ] || "$@"
	} | esper-trace-replay -q --root-cause | sed -n 's/^  hint: //p'
}
slow() {
	call t b '"a"' fast http null ok 00 10
	call t c '"a"' slow http null ok 00 1234567890
}
open() {
	call t b '"a"' hangs http null open 00 null
}
hint ZeroDivisionError x '{"n":0,"m":1,"z":0.0}'
hint TypeError "'NoneType' object is not iterable" '{"n":0,"m":null}'
hint KeyError "'rate'" '{"prices":{"rates":1},"other":{"rate":2},"n":1}'
hint KeyError "'rate'" '{"other":{"rate":2}}'
hint KeyNotFoundException 'the given key \"rate\"' '{"prices":{}}'
hint KeyError rate '{"prices":{}}'
hint IndexError 'list index out of range' '{"items":[1,[2,3],{"a":[4]}],"one":[1],"i":3,"k":-1,"j":0}'
hint IndexError 'list index out of range' '{"i":3}'
hint TimeoutError x null slow
hint TimeoutError x null open
hint TimeoutError x null
hint RateLimitError x null
hint 504 '' null
hint StatusCode DEADLINE_EXCEEDED null
hint E '' '{"n":1},"attributes":{"http.response.status_code":408}'
echo '-- the retries of a rate limit; a failure that the last attempt repaired'
{
	call t r null agent agent null ok 00 9000000000
	call t 1 '"r"' chat llm null error 01 10 "$(error RateLimitError 429)"
	call t 2 '"r"' chat llm null error 02 10 "$(error RateLimitError 429)"
	call t 3 '"r"' chat llm null ok 03 10
} | esper-trace-replay -q --root-cause
echo '-- what is called again after it worked, or at the same time, is no attempt'
{
	call t r null agent agent null ok 00 9000000000
	call t 1 '"r"' read tool null error 01 10 "$(error E x)"
	call t 2 '"r"' read tool null ok 02 10
	call t 3 '"r"' read tool null ok 03 10
} | esper-trace-replay -q --root-cause | grep retries
{
	call t r null agent agent null ok 00 9000000000
	call t 1 '"r"' read tool null error 01 5000000000 "$(error E x)"
	call t 2 '"r"' read tool null ok 02 10
} | esper-trace-replay -q --root-cause | grep retries
echo '-- a tool whose error the model ignored, and one that it called again'
for again in read search; do
	{
		call t r null agent agent null ok 00 9000000000
		call t 1 '"r"' read tool null error 01 10 "$(error FileNotFoundError x),\"input\":{\"path\":\"a\"}"
		call t 2 '"r"' $again tool null ok 02 10
	} | esper-trace-replay -q --root-cause
done
echo '-- nothing'
call t a null f function null ok 00 1 | esper-trace-replay --root-cause
echo "status $?"
