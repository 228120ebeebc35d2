# --train: what comes before failures is learned, and tested on the last fifth by time; nothing of the failure itself; the same file from any form of the input; --predict says how likely a trace is to fail, and why
# traces COUNT KIND: from one every second, as calls.  Three retries make `pay` fail, if KIND is planted; else one of three fails, by its number
traces() {
	awk -v count="$1" -v kind="$2" '
	function call(id, parent, name, at, duration, status) {
		printf("{\"trace_id\":\"t%04d\",\"call_id\":\"%d.%s\",\"parent_id\":%s,\"name\":\"%s\",\"kind\":\"function\",\"service\":null,\"start\":\"2026-01-01T%02d:%02d:%02d.%03dZ\",\"duration_ns\":%s,\"status\":\"%s\"%s}\n",
			i, i, id, parent == "" ? "null" : "\"" i "." parent "\"", name, i / 3600, i / 60 % 60, i % 60, at, duration, status,
			status == "error" ? ",\"error\":{\"type\":\"Timeout\",\"message\":\"late\",\"where\":null}" : "")
	}
	function random(n) {
		seed = (seed * 16807) % 2147483647
		return int(seed / 2147483647 * n)
	}
	BEGIN {
		seed = 7
		for (i = 0; i < count; i++) {
			retries = random(4)
			bad = kind == "planted" ? retries == 3 : random(3) == 0
			open = kind == "open"
			call("r", "", "order", 0, open ? "null" : "9000000", open ? "open" : bad ? "error" : "ok")
			call("l", "r", "login", 1, 1000, "ok")
			for (k = 0; k < retries; k++)
				call("t" k, "r", "retry", 2 + k, 1000, "ok")
			if (!open)
				call("p", "r", "pay", 6, 1000, bad ? "error" : "ok")
			if (!open)
				call("e", "r", bad ? "rollback" : "ship", 7, 1000, "ok")
		}
	}'
}
export LC_ALL=C.UTF-8
traces 300 planted >log
esper-trace-replay --train model log
echo '-- as JSON'
esper-trace-replay --train again --format jsonl log | tee result
cmp model again
echo '-- the file'
cat model
echo '-- nothing of the failure, and nothing after it'
grep -c 'rollback\|ship\|Timeout' model
echo '-- the same from any form'
zstd -q -o log.zst log
sort -r log >sorted
split -l 100 log part.
for inputs in log.zst sorted 'part.ac part.aa part.ab part.ad part.ae part.af part.ag part.ah part.ai part.aj part.ak part.al part.am part.an part.ao part.ap part.aq part.ar part.as'; do
	set --
	for file in $inputs; do
		[ -f "$file" ] && set -- "$@" "$file"
	done
	esper-trace-replay -q -j 3 --train other --format jsonl "$@" | cmp - result
	cmp model other
done
echo '-- what is likely of open traces'
traces 9 open >open
esper-trace-replay -q --predict model open
esper-trace-replay -q --predict model --format jsonl open | jq -c '[.trace_id, .score, [.because[].what]]'
echo '-- of traces that have ended'
esper-trace-replay --predict model log
echo "status $?"
esper-trace-replay -q --predict model --all --format jsonl log >scores
esper-trace-replay -q --sessions --status error --format jsonl log | jq -r .trace_id | sort >failed
jq -r 'select(.score >= 0.5) | .trace_id' scores | sort | cmp - failed && echo all and no others
echo '-- failures at random'
traces 300 random | esper-trace-replay --train random --format jsonl | jq -c '[.verdict, .auc < 0.6, .traces]'
esper-trace-replay --predict random --limit 1 open
echo '-- too few'
traces 10 planted | esper-trace-replay --train few
esper-trace-replay --train none --name nobody log
echo "status $?"
ls few none
