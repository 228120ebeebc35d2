# targets that fail, hang, die, or whose command dies: errors are counted by type, and the load ends
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
requests 100 >requests.jsonl
# load PAGE [OPTION...]
load() {
	page=$1
	shift
	echo "-- $page $*"
	esper-trace-replay --parallel 4 --target "http://127.0.0.1:$port/$page" --format jsonl "$@" requests.jsonl >report.jsonl 2>said
	echo "status $?"
	sed "s/$port/PORT/" said
	jq -c '[.requests, .errors, .unanswered, .verdicts.same], (.error_types[] | [.type, .count]),
		(.differences[] | [.name, .path, .count, .recorded, .now])' report.jsonl
}
load 500
load hang --limit 8 --timeout 200ms
echo '-- stopped: what was due and has no answer counts'
: >log
env --default-signal=INT esper-trace-replay --parallel 2 --pace 1000000x --target "http://127.0.0.1:$port/hang" \
	--format jsonl requests.jsonl >report.jsonl 2>said &
# two are sent, so all are due
until [ "$(grep -c '^GET' log)" = 2 ]; do :; done
kill -INT $!
wait $!
echo "status $?"
cat said
jq -c '[.requests, .errors, .unanswered]' report.jsonl
load dies
echo '-- a command that dies is started again, and not too often'
for time in 1 5 25; do
	esper-trace-replay -q --parallel 2 --duration ${time}s --exec 'kind:http=exit 3' --format jsonl requests.jsonl >again
	[ "$(jq .requests again)" -le 4 ] || break
done
jq -c --argjson s $time '[.requests > 4, .requests < 50 * $s, .errors == .requests, .error_types[0].type]' again
exit 0
