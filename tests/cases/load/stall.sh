# a server that stalls for a second shows in p99, because latencies count from when requests were due
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
requests 500 >requests.jsonl
esper-trace-replay -q --parallel 4 --pace 1x --target "http://127.0.0.1:$port/stall" --format jsonl requests.jsonl >paced.jsonl
echo "status $?"
# the fiftieth request stops a second; about a hundred others are due meanwhile
jq -c '{requests, calls, errors, unanswered, same: .verdicts.same, stalled: (.latency.max_ns >= 9e8 and .latency.p99_ns >= 5e8),
	median: (.latency.p50_ns < 5e8), late: (.late_ns >= 5e8), recorded}' paced.jsonl
exit 0
