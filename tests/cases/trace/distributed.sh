# --distributed: services as lanes, edges with retries and time-outs, the cascade; at several widths, and folded
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
	call t1 d1 '"c1"' select database null ok 01 1890000000
	call t1 c2 '"b"' reserve http '"stock"' error 03 2000000000 "$(error TimeoutError 'no answer within 2s'),\"input\":{\"sku\":7}"
	call t1 c3 '"b"' reserve http '"stock"' error 05 2000000000 "$(error TimeoutError 'no answer within 2s'),\"input\":{\"sku\":7}"
	call t1 e '"b"' reserve http '"stock"' ok 07 2000000 '"input":{"sku":8}'
	call t1 f '"b"' audit span '"log"' error 01 1000000 "$(error Err 'deadline_exceeded')"
	call t2 a null run function null ok 20 1000000
} >log
esper-trace-replay --distributed log
echo '-- JSON, and the name that others know it by'
esper-trace-replay -q --distributed --format jsonl log | tee told
esper-trace-replay --distributed-view --format jsonl log | cmp - told
esper-trace-replay -q --calls log | esper-trace-replay -q --distributed --format jsonl | cmp - told
echo '-- widths, and ASCII'
COLUMNS=200 esper-trace-replay -q --distributed --limit 1 log | sed -n 2,5p
COLUMNS=40 esper-trace-replay -q --distributed --limit 1 log
LC_ALL=C esper-trace-replay -q --distributed --limit 1 log | sed -n 3,6p
echo '-- a name that is wider than its column stands apart from what follows'
{
	call t a null 'GET /' http '"recommendation-service-eu-west-1-prod"' error 00 9000000000
	call t b '"a"' select span '"db"' error 01 8000000000
} >log
esper-trace-replay -q --distributed log | sed -n '/^cascade/,$p'
echo '-- clients and servers: the server worked, but the client had given up, and tries again'
{
	call t a null checkout span '"shop"' error 00 9000000000 "$(error E x)"
	call t b1 '"a"' pay http '"shop"' error 00 1000000000 "$(error 504 '')"
	call t c1 '"b1"' pay span '"bank"' ok 00 3000000000
	call t b2 '"a"' pay http '"shop"' error 02 1000000000 '"attributes":{"http.status_code":408}'
	call t c2 '"b2"' pay span '"bank"' ok 02 3000000000
	call t d2 '"c2"' book span '"ledger"' ok 02 300000000
	call t b3 '"a"' pay http '"shop"' ok 04 1000000000
	call t c3 '"b3"' pay span '"bank"' ok 04 200000000
} >log
esper-trace-replay -q --distributed --format jsonl log | jq -c '.edges[], (.cascade[] | [.call_id, .role, .timed_out])'
echo '-- a status of a time-out: in the result, the attributes, the type or the message of a failure; other numbers are none'
status() { # status REST
	{
		call t a null f span '"A"' ok 00 9000000000
		call t b '"a"' g http '"B"' "${2:-error}" 01 2000000000 "$1"
	} | esper-trace-replay -q --distributed --format jsonl | jq -c --arg of "$1" '[.edges[0].timeouts, $of]'
}
status '"output":{"status_code":504}'
status '"output":{"status":504}'
status '"output":{"statusCode":"408","body":{}}'
status '"attributes":{"http.response.status_code":504}'
status '"attributes":{"rpc.grpc.status_code":4}'
status "$(error E 'HTTP 504')"
status "$(error E 'GET / HTTP/1.1: status code: 408 after a while')"
status "$(error E '{\"status\":504}' | sed 's/{"s/{\\"s/; s/us":5/us\\":5/')"
status "$(error 504 '')"
status "$(error E 408)"
status '"output":{"status_code":504}' ok
status '"output":{"status":500,"rows":504}'
status '"output":{"body":{"status":504}}'
status '"output":[504]'
status "$(error E '504 rows were left')"
status "$(error E 'HTTP 5040')"
status "$(error E 'exitstatus 504')"
status "$(error PermissionError 'HTTP 504')"
echo '-- no retries: at the same time, after it worked, with another input, of another service; retries: without times'
{
	call t a null f span '"A"' ok 00 9000000000
	call t b1 '"a"' g span '"B"' error 01 2000000000 "$(error E x)"
	call t b2 '"a"' g span '"B"' ok 02 2000000000
	call t c1 '"a"' h span '"B"' error 01 1000000000 "$(error E x)"
	call t c2 '"a"' h span '"B"' ok 02 1000000000
	call t c3 '"a"' h span '"B"' ok 03 1000000000
	call t d1 '"a"' i span '"B"' error 01 1000000000 "$(error E x),\"input\":1"
	call t d2 '"a"' i span '"B"' ok 02 1000000000 '"input":2'
	call t d3 '"a"' i span '"B"' ok 02 1000000000
	call t d4 '"a"' i span '"C"' ok 02 1000000000 '"input":1'
	call t e1 '"a"' j span '"B"' error 01 1000000000 "$(error E x)" | sed 's/"start":"[^"]*"/"start":null/'
	call t e2 '"a"' j span '"B"' ok 02 1000000000 | sed 's/"start":"[^"]*"/"start":null/'
} >log
esper-trace-replay -q --distributed --format jsonl log | jq -c '[.cascade[] | select(.role == "retry") | .call_id]'
echo '-- services with addresses, and names that want to control the terminal'
{
	call t a null f span '"ann@example.com"' ok 00 9000000000
	call t b '"a"' g span '"\u001b[31mred\u202e"' error 01 2000000000 "$(error E '\u001b[2J')"
} >log
esper-trace-replay -q --distributed log
echo key >key
esper-trace-replay -q --distributed --redact --redact-key key --format jsonl log | jq -c '[.services[].service, .edges[].from] | map(gsub("[0-9a-f]{6,}"; "…"))'
echo '-- many services, edges and retries: the first, unless all are asked for'
{
	call t a null f span '"root"' error 00 9000000000 "$(error E x)"
	awk 'BEGIN { for (i = 0; i < 50; i++) {
		printf "{\"trace_id\":\"t\",\"call_id\":\"s%d\",\"parent_id\":\"a\",\"name\":\"g\",\"kind\":\"span\",\"service\":\"s%d\",\"start\":\"2026-01-01T00:00:01Z\",\"duration_ns\":5,\"status\":\"ok\"}\n", i, i
		for (k = 0; k < 40; k++)
			printf "{\"trace_id\":\"t\",\"call_id\":\"r%d.%d\",\"parent_id\":\"s%d\",\"name\":\"h\",\"kind\":\"span\",\"service\":\"s%d\",\"start\":\"2026-01-01T00:00:01.%03dZ\",\"duration_ns\":5,\"status\":\"error\",\"error\":{\"type\":\"E\",\"message\":\"x%d\",\"where\":null}}\n", i, k, i, i, k, k / 4
	} }'
} >log
esper-trace-replay -q --distributed log | sed -n '1,4p;/more/p;/^cascade/,$p' | awk '/cascade/ || length < 60' | uniq
esper-trace-replay -q --distributed --full log | wc -l
echo '-- nothing'
: | esper-trace-replay --distributed
esper-trace-replay --distributed --name x log
echo "status $?"
esper-trace-replay --distributed --depth 3 log
echo "status $?"
esper-trace-replay --distributed log >/dev/full
echo "status $?"
