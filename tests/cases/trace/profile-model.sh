# --profile and --critical-path say what a slow model in jq says: of all traces in testdata and of random ones; the parts of a path add up to the duration
if [ ! -x "$BUILD/fault/faults" ]; then
	echo "not with the sanitizers, which need far more time"
	exit 77
fi
cases=$TESTDATA/../tests/cases/trace
add() { # what is said of the calls in a file, and the calls for the model, as an array on a line
	n=$(wc -l <calls)
	[ "$n" -gt 0 ] && [ "$n" -le 300 ] || return # the model is slow
	inputs=$((inputs + 1))
	esper-trace-replay -q --profile --format jsonl calls >>profiles
	esper-trace-replay -q --critical-path --format jsonl calls >>paths
	esper-trace-replay -q --activity --format jsonl calls >>activity
	{
		printf '['
		paste -s -d , - <calls
		printf ']\n'
	} >>all
}
for file in $(find "$TESTDATA/examples" "$TESTDATA/traces" -type f | sort); do
	esper-trace-replay -q --calls "$file" >calls 2>/dev/null
	add
done
[ "$inputs" -gt 80 ] || echo "only $inputs files"
for seed in $(seq 1 26); do
	awk -v seed="$seed" -v n=$((seed % 13 * 3 + 2)) -f "$cases/profile-random.awk" | esper-trace-replay -q --calls >calls
	add
done
for seed in 1 2 3; do
	awk -v seed="$seed" -v traces=12 -f "$TESTDATA/traces/random.awk" | sort -s -n -k 1,1 | cut -f 2- | esper-trace-replay -q --calls >calls
	add
done
jq -c 'del(.open, .traces, .slowest)' profiles >ours
jq -c --arg what profile -f "$cases/profile.jq" all >model
diff ours model | head -n 10
jq -c 'select(.open | not) | del(.open, .path[].from_ns, .path[].to_ns)' paths >ours
jq -c --arg what path -f "$cases/profile.jq" all >model
diff ours model | head -n 10
[ "$(wc -l <model)" -gt 200 ] || echo "only $(wc -l <model) paths"
jq -r 'select(.duration_ns != null and (.path | map(.self_ns) | add) != .duration_ns) | .trace_id' paths
jq -cs 'map(.repeats) | add' activity >ours
jq -c --arg what roots -f "$cases/profile.jq" all | jq -cs add | diff ours - # each root is in one line
echo compared
