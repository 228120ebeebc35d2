# SPDX-License-Identifier: MIT
#
# Makes telemetry of random traces, interleaved and out of order, with what real logs have wrong:
# beginnings and ends that are missing, ids that occur twice, trace ids of 16 digits that belong to
# one of 32, records that are there twice.  With loose=1, some calls and events of a trace with an id
# do not name it.  With unique=1, no id and no line occurs twice.
#
#	awk -v seed=1 -v traces=50 [-v strays=1] [-v loose=1] [-v unique=1] -f random.awk |
#	sort -n | cut -f 2-
function below(n) { return int(rand() * n) }
function chance(percent) { return below(100) < percent }
function hex(digits, s) {
	s = ""
	while (length(s) < digits)
		s = s substr("0123456789abcdef", 1 + below(16), 1)
	return s
}
# Lines are a little out of order.
function put(line) {
	printf "%d\t{%s}\n", clock + (chance(20) ? below(4000) : 0), line
	if (!unique && chance(1))
		printf "%d\t{%s}\n", clock + 5000, line
	clock += 1 + below(50)
}
function common(type, c) {
	line = sprintf("\"event_type\":\"%s\",\"timestamp_ns\":%.0f000,\"function_name\":\"%s\"", type, 1700000000000000 + clock, name[c])
	if (strays && chance(3) && type ~ /^(variable_change|log)$/)
		return line
	if (!spans || (loose && (bare[c] || (type !~ /^function_/ && chance(25)))))
		return line sprintf(",\"correlation_id\":\"%s\",\"parent_correlation_id\":%s", id[c], parent[c])
	t = trace
	if (mixed && chance(30))
		t = substr(trace, length(trace) - 15)
	if (chance(10))
		t = toupper(t)
	return line sprintf(",\"trace_id\":\"%s\",\"span_id\":\"%s\",\"parent_span_id\":%s", t, id[c], parent[c])
}
function add(c, depth, n, i) {
	name[c] = "f" below(6)
	if (chance(97)) {
		line = common("function_entry", c) sprintf(",\"args\":{\"a\":%d,\"user_id\":\"u%d\",\"deep\":{\"k\":\"v%d\"}}", below(4), below(20), below(4))
		if (chance(40))
			line = line sprintf(",\"service\":{\"name\":\"s%d\",\"version\":\"1.%d\"}", below(3), below(2))
		put(line)
	}
	for (n = below(4); n > 0; n--) {
		if (chance(15))
			put(common("error", c) sprintf(",\"error_type\":\"E%d\",\"message\":\"m%d\"", below(4), below(9)))
		else if (chance(30))
			put(common("log", c) sprintf(",\"message\":\"needle%d\",\"severity\":\"INFO\"", below(40)))
		else if (chance(15))
			put(common("context", c) sprintf(",\"context\":{\"variant\":\"b%d\"}", below(3)))
		else if (chance(15) && !(unique && asked[c]++)) {
			put(common("http_request", c) ",\"method\":\"GET\",\"url\":\"/x\"")
			if (chance(80))
				put(common("http_response", c) ",\"status_code\":200")
		} else
			put(common("variable_change", c) sprintf(",\"variable_name\":\"v%d\",\"value\":%d", below(5), below(5)))
		if (depth < 5 && chance(60)) {
			calls++
			i = calls
			id[i] = !unique && chance(2) ? id[1 + below(i - 1)] : spans ? hex(16) : "func_" below(1000000) (unique ? "_" i : "")
			parent[i] = chance(2) ? "\"missing_" below(3) "\"" : "\"" id[c] "\""
			bare[i] = loose && (bare[c] || chance(10))
			add(i, depth + 1)
		}
	}
	if (chance(95)) {
		line = common("function_exit", c)
		if (chance(30))
			line = line sprintf(",\"duration_ns\":%d", below(90000))
		if (chance(10))
			line = line sprintf(",\"error\":{\"type\":\"E%d\",\"message\":\"failed\"}", below(4))
		else
			line = line sprintf(",\"return_value\":%d", below(3))
		put(line)
	}
}
BEGIN {
	srand(seed)
	for (n = 0; n < traces; n++) {
		spans = chance(50)
		start = clock = n * 300 + below(600)
		if (!(spans && chance(4) && length(trace) == 32))
			trace = hex(chance(20) ? 16 : 32)
		else
			trace = hex(16) substr(trace, 17)
		mixed = length(trace) == 32 && chance(30)
		calls++
		id[calls] = spans ? hex(16) : "req_" calls
		parent[calls] = "null"
		if (!unique && !spans && chance(3))
			id[calls] = trace
		add(calls, 0)
	}
}
