# services, edges and the cascade are what a slow model in jq makes of the calls, on real traces and on random trees
if [ ! -x "$BUILD/fault/faults" ]; then
	echo "not with the sanitizers, which need far more time"
	exit 77
fi
cat >model.jq <<'JQ'
# nanoseconds since a second that is given
def at($base): if . == null then null
	else (.[0:19] + "Z" | fromdate) as $s
	| ((.[19:] | capture("^(\\.(?<f>[0-9]+))?Z$").f // "0") + "000000000" | .[0:9] | tonumber) + ($s - $base) * 1e9 end;
# the part of a call that its children leave: the calls are sorted into steps, each of which is covered or not
def self($c; $kids): $c.duration_ns as $d
	| if $d == null then null elif $d < 0 then 0
	elif $c.t == null then ([$kids[] | .duration_ns // 0 | select(. > 0)] | add // 0) as $k | [$d - $k, 0] | max
	else [$kids[] | select(.t != null and (.duration_ns // 0) > 0)
		| [([.t - $c.t, 0] | max), ([.t - $c.t + .duration_ns, $d] | min)] | select(.[0] < .[1])]
		| ([.[][]] + [0, $d] | unique) as $p | . as $k
		| [range(($p | length) - 1) | [$p[.], $p[. + 1]]
			| select(. as $s | all($k[]; .[0] > $s[0] or .[1] < $s[1])) | .[1] - .[0]] | add // 0
		| . - ([$kids[] | select(.t == null) | .duration_ns // 0 | select(. > 0)] | add // 0) | [., 0] | max end;
def same($a; $b): $a.name != null and $a.p == $b.p and $a.name == $b.name and $a.kind == $b.kind
	and $a.service == $b.service and $a.input == $b.input and ($a | has("input")) == ($b | has("input"));
def retry($all; $i): $all[$i] as $c | if $c.p == null then false
	else ([range($i) | select(same($all[.]; $c))] | last) as $l
	| $l != null and ($all[$l] | .status == "error" and
		(.t == null or $c.t == null or .duration_ns == null or $c.t >= .t + .duration_ns)) end;
def timed_out: .status == "error" and ((.error | (.type // "") + "\n" + (.message // "") | ascii_downcase
	| test("timeout|timed out|time out|deadline.?exceeded|etimedout")) or .error.type == "504");
# how many calls a call makes out of its service, with all that is below it there
def out($all; $i): [range($all | length) | select($all[.].p == $i)
	| if $all[.].s != $all[$i].s then 1 else out($all; .) end] | add // 0;
def around($all; $i; $what): $all[$i] as $c | ($c.p != null and $all[$c.p].s != $c.s) as $entry
	| ($c[$what] and ($what == "timeout" or ($entry | not)))
	or ($c.p != null and ($entry | not) and $all[$c.p].out == 1 and around($all; $c.p; $what));
def model: (map(.start | select(.) | .[0:19] + "Z" | fromdate) | min) as $base
	| ([to_entries[] | {key: .value.call_id, value: .key}] | reverse | from_entries) as $number
	| map(.t = (.start | at($base)) | .p = if .parent_id == null or ((.notes // []) | any(. == "parent_missing" or . == "cycle"))
		then null else $number[.parent_id] end)
	| reduce range(length) as $i (.; .[$i].s = (.[$i].service // (if .[$i].p == null then null else .[.[$i].p].s end)))
	| . as $all
	# an open call is as if it were not there: .e is the first of the callers whose duration is known
	| map(.e = (.p | until(. == null or $all[.].duration_ns != null; $all[.].p)))
	| . as $all
	| [range(length) as $i | .[$i] | .self = self(.; [$all[] | select(.e == $i)]) | .retry = retry($all; $i)
		| .timeout = timed_out | .out = out($all; $i)]
	| . as $all
	| {trace_id: .[0].trace_id,
	services: [reduce .[].s as $s ([]; if any(.[]; . == $s) then . else . + [$s] end) | .[] as $s
		| [$all[] | select(.s == $s)]
		| {service: $s, calls: length, errors: map(select(.status == "error")) | length, self_ns: (map(.self // 0) | add)}],
	edges: ([range(length) as $i | $all[$i] | select(.p != null and $all[.p].s != .s)
			| {from: $all[.p].s, to: .s, status, duration_ns,
			retry: (.retry or ($all[.p].out == 1 and around($all; .p; "retry"))),
			timeout: (.timeout or ($all[.p].out == 1 and around($all; .p; "timeout")))}]
		| . as $x | reduce .[] as $e ([]; if any(.[]; . == [$e.from, $e.to]) then . else . + [[$e.from, $e.to]] end)
		| map(. as $k | [$x[] | select([.from, .to] == $k)]
			| {from: $k[0], to: $k[1], calls: length, errors: map(select(.status == "error")) | length,
			retries: map(select(.retry)) | length, timeouts: map(select(.timeout)) | length,
			p95_ns: ([.[].duration_ns | select(. != null)] | sort | .[(length * 0.95 | ceil) - 1]?)})),
	roles: [.[] | select(.retry or .timeout) | .call_id] | sort};
reduce .[] as $c ([]; if length > 0 and .[-1][0].trace_id == $c.trace_id then .[-1] += [$c] else . + [[$c]] end)
| .[] | model
JQ
compare() { # compare WHAT: the traces in the file calls
	jq -s -c -f model.jq calls >model
	jq -c 'del(.roles)' model >want
	esper-trace-replay -q --distributed --format jsonl calls >told
	jq -c '{trace_id, services, edges}' told | cmp - want || echo "$1: services or edges differ"
	# all retries and time-outs have a role, and what else has one is the origin or passed it on
	jq -c --slurpfile model model '. as $t | ($model[] | select(.trace_id == $t.trace_id) | .roles) as $roles
		| ($roles - [.cascade[].call_id]) + ([.cascade[] | select(.role | IN("retry", "timeout")) | .call_id] - $roles)
		| select(. != [])' told | sed "s|^|$1: |"
	# --root-cause says the same
	jq -c '.cascade | select(. != []) | [.[0].call_id, [.[] | select(.role == "passed_on") | .name]]' told >got
	esper-trace-replay -q --root-cause --format jsonl calls | jq -c 'select(.origin) | [.origin.call_id, .passed_on_by]' |
		cmp -s - got || echo "$1: the root cause differs"
	jq -c '.edges[] | select(.retries > 0 or .timeouts > 0)' told >>some
	jq -c '.cascade[].role' told >>roles
}
: >all
for format in jaeger zipkin otlp otel datadog xray elastic honeycomb weave; do
	for file in "$TESTDATA/traces/$format"/*.json*; do
		esper-trace-replay -q --calls "$file" >>all 2>/dev/null
	done
done
esper-trace-replay -q --calls all >calls
jq -r '[.trace_id, .service] | @tsv' calls | sort -u | cut -f 1 | uniq -c | awk '$1 > 1 { n++ } END { if (n < 8) print "few traces of several services: " n }'
compare 'real traces'
cat >random.awk <<'AWK'
# traces of calls as --calls prints them: clients and servers, failures, attempts, overlaps, missing times
function pick(n) { return int(rand() * n) }
BEGIN {
	srand(seed)
	for (t = 0; t < traces; t++) for (i = 0; i < 14; i++) {
		p = i < 2 ? -1 : pick(pick(3) ? i : 2)
		start = pick(12) ? sprintf("\"2026-01-01T00:00:%02d.%03dZ\"", i < 2 ? 0 : pick(20), pick(1000)) : "null"
		status = pick(5) < 3 ? "error" : pick(9) ? "ok" : "open"
		s = pick(4)
		printf "{\"trace_id\":\"t%d\",\"call_id\":\"t%d.%d\",\"parent_id\":%s,\"name\":\"f%d\",\"kind\":\"%s\",\"service\":%s,",
			t, t, i, p < 0 ? "null" : "\"t" t "." p "\"", pick(2), pick(8) ? "span" : "http", (s == 3 ? "null" : "\"s" s "\"")
		printf "\"start\":%s,\"duration_ns\":%s,\"status\":\"%s\"%s%s}\n", start,
			status == "open" ? "null" : i < 2 ? "25000000000" : pick(3000000000), status,
			status != "error" ? "" : ",\"error\":{\"type\":\"" (pick(3) ? "E" : pick(2) ? "504" : "TimeoutError") "\",\"message\":\"x\",\"where\":null}",
			pick(5) ? "" : ",\"input\":{\"n\":" pick(2) "}"
	}
}
AWK
for seed in 1 2 3 4; do
	awk -v seed=$seed -v traces=25 -f random.awk | esper-trace-replay -q --calls >calls
	compare "seed $seed"
done
[ "$(wc -l <some)" -gt 20 ] || echo 'hardly any retries or time-outs'
sort roles | uniq -c | awk '$1 < 5 { print "seldom: " $2 }'
