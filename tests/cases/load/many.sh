# a thousand requests, fifty at once; out of order, at ten times the pace, and for a time
[ -x "$BUILD/esper-http" ] || { echo "no libcurl"; exit 77; }
mkfifo port
"$BUILD/net/server" log >port &
server=$!
trap 'kill "$server" 2>/dev/null' EXIT
read -r port <port
# requests N: so many, a hundredth of a second apart
requests() {
	awk -v n="$1" 'BEGIN { for (i = 0; i < n; i++)
		printf("{\"trace_id\":\"t%d\",\"call_id\":\"c%d\",\"parent_id\":null,\"name\":\"GET /x\",\"kind\":\"http\"," \
			"\"service\":null,\"start\":\"2026-01-01T00:00:%02d.%02dZ\",\"duration_ns\":2000000,\"status\":\"ok\"," \
			"\"input\":{\"method\":\"GET\",\"url\":\"http://a/%d\"},\"output\":{\"status\":200}}\n",
			i, i, int(i / 100), i % 100, i) }'
}
requests 1000 >requests.jsonl
# load [OPTION...]: the report, without what no two runs have in common
load() {
	esper-trace-replay --parallel 50 --target "http://127.0.0.1:$port/ok" --format jsonl "$@" >report.jsonl 2>said
	echo "status $?"
	grep -v 'too late' said
	jq -c '{errors, verdicts, requests, unanswered, missing, calls, parallel, pace, idle, out_of_order,
		ordered: (.latency | .p50_ns <= .p95_ns and .p95_ns <= .p99_ns and .p99_ns <= .max_ns),
		rate: (.throughput > 0), recorded}' report.jsonl
}
load requests.jsonl
grep -c '^GET' log
echo '-- out of order, ten times as fast'
sed -n 'p; 500q' requests.jsonl >half
sed 1,500d requests.jsonl | cat - half >reversed.jsonl
load --pace 10x reversed.jsonl
jq '.elapsed_ns > 9.8e8' report.jsonl
echo '-- a list of calls is sent call by call'
sed 's/"trace_id":"t[0-9]*"/"trace_id":"log"/' requests.jsonl >list.jsonl
load list.jsonl
echo '-- the first traces'
load --limit 3 requests.jsonl
echo '-- again and again'
head -n 10 requests.jsonl >few.jsonl
# a time that is enough for it
for time in 300 3000 30000; do
	esper-trace-replay -q --parallel 2 --duration ${time}ms --target "http://127.0.0.1:$port/ok" --format jsonl few.jsonl >again
	[ "$(jq .requests again)" -le 10 ] || break
done
jq -c --argjson ms $time '[.requests > 10, .errors, .elapsed_ns >= $ms * 1e6]' again
exit 0
