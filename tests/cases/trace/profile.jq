# What --profile and --critical-path must say of an array of lines of --calls, computed slowly and in
# another way: times are cut into elementary intervals, and callers are followed call by call.
# --arg what profile, path, or roots for their number

# ns since the second $base; a double holds it for a hundred days
def ns($base):
	if .start == null then null
	else (.start | capture("^(?<s>[^.Z]*)(\\.(?<f>[0-9]*))?Z$")) as $t
	| (($t.s + "Z" | fromdateiso8601) - $base) * 1000000000 + (($t.f // "0") + "000000000" | .[0:9] | tonumber)
	end;

# calls with .key, .parent (a key, or null for a root), .at and .took
def forest:
	(map(.start // empty | .[0:19] + "Z" | fromdateiso8601) | min // 0) as $base
	| map([.trace_id, .call_id] | tojson) as $known | ($known | map({(.): true}) | add) as $is
	| map(. as $c | ([.trace_id, .parent_id] | tojson) as $p
		| .key = ([.trace_id, .call_id] | tojson)
		| .parent = (if .parent_id != null and $is[$p] and ((.notes // []) | index("cycle") | not) then $p else null end)
		| .at = ns($base) | .took = .duration_ns)
	# an open call is as if it were not there: .caller is the first of the callers whose duration is known
	| (map({(.key): .}) | add) as $by
	| map(.caller = (.parent | until(. == null or $by[.].took != null; $by[.].parent)));

# the calls that each call called, by its key
def called:
	sort_by(.at == null, .at) | group_by(.caller // "") | map({(.[0].caller // ""): .}) | add // {};

# the length of a list of [from, to], counted once where they overlap
def covered:
	map(select(.[1] > .[0])) as $i
	| ($i | map(.[]) | unique) as $p
	| [range(0; ($p | length) - 1) | [$p[.], $p[. + 1]]
		| . as $e | select($i | any(.[0] <= $e[0] and .[1] >= $e[1])) | .[1] - .[0]] | add // 0;

def self($children):
	. as $c
	| if .took == null then null
	elif .took <= 0 then 0
	else ([$children[] | select($c.at != null and .at != null and .took != null)
		| [([.at, $c.at] | max), ([.at + .took, $c.at + $c.took] | min)]] | covered) as $in
	| ([$children[] | select(($c.at == null or .at == null) and .took != null and .took > 0) | .took] | add // 0) as $unplaced
	| [.took - $in - $unplaced, 0] | max
	end;

def positive: if . < 0 then 0 else . end;
def rank($p): sort | .[((length * $p / 100) | ceil) - 1];
def group: [.name, .kind, .service];

def profile:
	. as $calls | ($calls | map({(.key): .}) | add) as $by
	| ($calls | called) as $below
	| def inner: . as $c | [.parent | recurse(if . == null then empty else $by[.].parent end; . != null) | select(. != null)]
		| any(.[]; $by[.].took != null and ($by[.] | group) == ($c | group));
	to_entries | map(.value + {n: .key}) | map(.self = self($below[.key] // [])) as $selfs
	| ($selfs | map(.self // 0) | add // 0) as $sum
	| $selfs | group_by(group) | map(
		(map(.took // empty | positive)) as $t
		| {n: (map(.n) | min), name: .[0].name, kind: .[0].kind, service: .[0].service, calls: length,
			errors: map(select(.status == "error")) | length,
			total_ns: (map(select(.took != null and (inner | not)) | .took | positive) | add // 0),
			self_ns: (map(.self // 0) | add), share: 0,
			p50_ns: ($t | if . == [] then null else rank(50) end), p95_ns: ($t | if . == [] then null else rank(95) end),
			p99_ns: ($t | if . == [] then null else rank(99) end), max_ns: ($t | max)}
		| if $sum > 0 then .share = .self_ns / $sum else . end)
	| sort_by(-.self_ns, -.total_ns, .n)[] | del(.n);

# the part of .key between $from and $to, as a list of [key, self]; $clock: do its children have a place in it?
def walk_back($below; $from; $to; $clock):
	. as $c
	| ($below[.key] // []) as $children
	| [$children[] | select($clock and .at != null and .took != null and .at + .took > .at)
		| {c: ., from: ([.at, $from] | max), to: ([.at + .took, $to] | min), end: (.at + .took)}
		| select(.from < .to)] as $kids
	| {now: $to, on: []}
	| until(.done; .now as $now | .on as $on
		| ([$kids[] | select(.to <= $now) | . as $k | select($on | map(.c.key) | index($k.c.key) | not)]) as $ended
		| if $ended == [] then .done = true
		else ($ended | map(.end) | max) as $last | ($ended | map(select(.end == $last)) | sort_by(.from)[0]) as $k
		| .on = [$k] + $on | .now = $k.from end)
	| .on as $on
	| ($to - $from - ($on | map(.to - .from) | add // 0)) as $left
	# what has no place runs one after the other, at the beginning
	| (reduce ($children[] | select(($clock | not) or .at == null) | select((.took // 0) > 0)) as $k ({used: 0, list: []};
		([$k.took, $left - .used] | min) as $takes
		| if $takes > 0 then .list += [{c: $k, from: ($from + .used), to: ($from + .used + $takes)}] | .used += $takes else . end)) as $others
	| [[$c.key, $left - $others.used]]
		+ [$others.list[] | . as $k | $k.c | walk_back($below; $k.from; $k.to; false) | .[]]
		+ [$on[] | . as $k | $k.c | walk_back($below; $k.from; $k.to; true) | .[]];

def path:
	. as $calls
	| ($calls | map({(.key): .}) | add) as $by
	| ($calls | called) as $below
	| reduce $calls[] as $c ([]; if length > 0 and .[-1][0].trace_id == $c.trace_id then .[-1] += [$c] else . + [[$c]] end)
	| .[] | map(select(.parent == null)) as $roots
	# an open root lasts to an event of the trace, which is not modelled
	| select($roots | all(.took != null or .at == null))
	| ($roots | map(.took // empty) | max) as $most
	| select($most != null or ($roots | all(.status != "open"))) | (first($roots[] | select(.took == $most))) as $root
	| {trace_id: $root.trace_id, duration_ns: ($most | if . == null then null else positive end),
		path: [(if $most == null then empty else $root | walk_back($below; .at // 0; (.at // 0) + (.took | positive); .at != null) end)[]
			| $by[.[0]] + {self: .[1]} | {call_id, name, service, self_ns: .self}]};

forest | if $what == "profile" then profile elif $what == "path" then path else map(select(.parent == null)) | length end
