# --fail-on judges a load; without anything that executes, nothing is executed, and that is said
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
requests 20 >requests.jsonl
# load [OPTION...]
load() {
	echo "-- $*" | sed "s/$port/PORT/"
	esper-trace-replay --parallel 2 "$@" requests.jsonl 2>&1 >out | sed 's/replayed [0-9.]*[a-zµ]*\( (.*)\)*$/replayed …/'
	grep '^gate' out | sed 's/replayed [0-9.]*[a-zµ]*\( (.*)\)*$/replayed …/'
}
load --target "http://127.0.0.1:$port/ok" --fail-on 'p99>60s' --fail-on 'p95>+1000000%' --fail-on 'errors>0'
load --target "http://127.0.0.1:$port/ok" --fail-on 'p99>1ns' --fail-on 'mean>1ns'
load --target "http://127.0.0.1:$port/500" --fail-on 'errors>0' --fail-on 'errors>5%' --ignore status
echo '-- usage'
for gate in 'p99>5q' 'p99' 'similarity<0.9'; do
	esper-trace-replay --parallel 2 --replay --fail-on "$gate" requests.jsonl
	echo "status $?"
done 2>&1
esper-trace-replay --replay --fail-on 'p99>5ms' requests.jsonl 2>&1
esper-trace-replay --target https://staging.example requests.jsonl 2>&1
esper-trace-replay --target ftp://127.0.0.1 requests.jsonl 2>&1
esper-trace-replay --target-ok a requests.jsonl 2>&1
esper-trace-replay --target http://127.0.0.1 --redact requests.jsonl 2>&1
esper-trace-replay --parallel 2 --pace 1000000000x --duration 1h --target http://127.0.0.1:1 requests.jsonl 2>&1
esper-trace-replay --calls --replay --parallel 2 requests.jsonl 2>&1
esper-trace-replay --model x --parallel 2 requests.jsonl 2>&1
esper-trace-replay --pace 0x --parallel 2 requests.jsonl 2>&1
esper-trace-replay --pace fast --parallel 2 requests.jsonl 2>&1
esper-trace-replay --duration 0 --parallel 2 requests.jsonl 2>&1
echo '-- from the recording'
esper-trace-replay --parallel 50 --replay requests.jsonl >out
echo "status $?"
sed 's/[0-9.]*[nµum]*s,/…,/; s/: [0-9.]* per/: … per/' out | head -n 1
exit 0
