# --anomalies: traces with rare steps, repetitions or durations, the rarest first, each with its counts; the same from any form of the input; status 1 if none is rare
# traces ODD: 100 traces, of which some are odd
traces() {
	awk -v odd="$1" '
	function call(id, parent, name, at, duration, status) {
		printf("{\"trace_id\":\"t%03d\",\"call_id\":\"%d.%s\",\"parent_id\":%s,\"name\":\"%s\",\"kind\":\"function\",\"service\":null,\"start\":\"2026-01-01T00:%02d:%02d.%03dZ\",\"duration_ns\":%d,\"status\":\"%s\"%s}\n",
			i, i, id, parent == "" ? "null" : "\"" i "." parent "\"", name, i / 60, i % 60, at, duration, status,
			status == "error" ? ",\"error\":{\"type\":\"Denied\",\"message\":\"no\",\"where\":null}" : "")
	}
	BEGIN {
		for (i = 0; i < 100; i++) {
			call("r", "", "order", 0, 9000000, "ok")
			call("l", "r", "login", 1, 1000000 + i * 1000, odd && i == 70 ? "error" : "ok")
			if (odd && i == 20)
				call("b", "r", "backdoor", 2, 1000000, "ok")
			if (!odd || i != 30)
				call("c", "r", "check", 3, odd && i == 40 ? 900000000 : 1000000 + i * 1000, "ok")
			call("p", "r", "pay", 4, odd && i == 60 ? 1000 : 1000000, "ok")
			for (k = 0; odd && i == 50 && k < 3; k++)
				call("p" k, "r", "pay", 5 + k, 1000000, "ok")
		}
	}'
}
export LC_ALL=C.UTF-8
traces 1 >log
esper-trace-replay --anomalies log
echo '-- as JSON'
esper-trace-replay --anomalies --format jsonl log | tee found
echo '-- the same from any form'
zstd -q -o log.zst log
sort -r log | esper-trace-replay --anomalies --format jsonl -j 3 | cmp - found
esper-trace-replay --anomalies --format json log.zst | cmp - found
echo '-- of a selection: few traces have nothing rare'
esper-trace-replay --anomalies --limit 9 log
echo "status $?"
traces 0 | esper-trace-replay --anomalies
echo "status $?"
esper-trace-replay --anomalies </dev/null
echo "status $?"
