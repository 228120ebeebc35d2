# random calls, as --calls has them: -v seed=, -v n=
function pick(k) { return int(rand() * k) }
BEGIN {
	srand(seed)
	for (t = 0; t < 4; t++)
		for (i = 0; i < n; i++) {
			parent = i == 0 || rand() < 0.05 ? "null" : "\"c" pick(i) "\""
			start = rand() < 0.04 ? "null" : sprintf("\"2026-01-01T00:00:%02d.%03dZ\"", pick(3), pick(40) * (rand() < 0.5 ? 1 : 25) % 1000)
			took = rand() < 0.06 ? "null" : (rand() < 0.05 ? -pick(50) : rand() < 0.1 ? 0 : pick(rand() < 0.3 ? 3000 : 300)) "000000"
			if (took ~ /^-?0+$/)
				took = 0
			printf "{\"trace_id\":\"t%d\",\"call_id\":\"c%d\",\"parent_id\":%s,\"name\":\"f%d\",\"kind\":\"%s\",\"service\":%s,\"start\":%s,\"duration_ns\":%s,\"status\":\"%s\"}\n",
				t, i, parent, pick(4), rand() < 0.8 ? "function" : "http", rand() < 0.5 ? "null" : "\"s\"", start, took,
				took == "null" ? "open" : rand() < 0.1 ? "error" : "ok"
		}
}
