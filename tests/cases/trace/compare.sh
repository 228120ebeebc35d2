# --compare: pairs, corrected p, the noise of A, the least effect; --variant-key, --metric; a winner only where all say so
if [ ! -x "$BUILD/fault/faults" ]; then
	echo "not with the sanitizers, which need far more time"
	exit 77
fi
export LC_ALL=C.UTF-8
before=$TESTDATA/examples/before.jsonl after=$TESTDATA/examples/after.jsonl
# traces SEED N SCALE [MEMBERS OF THE ROOT]: durations that vary; @ is the number, % yes or no
traces() {
	awk -v seed="$1" -v n="$2" -v scale="$3" -v more="$4" '
	function random() { seed = (seed * 1103515245 + 12345) % 2147483648; return int(seed / 65536) / 32768 }
	BEGIN {
		for (i = 0; i < n; i++) {
			ns = int((5 + 5 * random() + 5 * random()) * scale * 1000000)
			members = more
			gsub(/@/, i, members)
			gsub(/%/, random() < 0.5 ? "true" : "no", members)
			printf("{\"trace_id\":\"%d-%d\",\"call_id\":\"%d\",\"parent_id\":null,\"name\":\"root\",\"kind\":\"function\"," \
			    "\"start\":\"2026-01-01T00:%02d:%02dZ\",\"duration_ns\":%d,\"status\":\"ok\"%s}\n", n, i, i * 2, i / 60, i % 60, ns, members)
			printf("{\"trace_id\":\"%d-%d\",\"call_id\":\"%d\",\"parent_id\":\"%d\",\"name\":\"work\",\"kind\":\"function\"," \
			    "\"start\":\"2026-01-01T00:%02d:%02dZ\",\"duration_ns\":%d,\"status\":\"ok\"}\n", n, i, i * 2 + 1, i * 2, i / 60, i % 60, ns / 2)
		}
	}'
}
brief='[.a, .b, .paired, .winner, .traces_a, .traces_b, .pairs, .paired_by, [.metrics[] | select(.significant) | .metric], [.by_name[] | select(.significant) | .name]]'
compare() {
	esper-trace-replay -q --compare --format jsonl "$@" | jq -c "$brief"
}
echo '-- pairs'
esper-trace-replay --compare "$before" "$after" | sed 's|: /.*/|: |; s|, /.*/|, |'
esper-trace-replay --compare --format jsonl "$before" "$after" >pairs
jq -c 'keys_unsorted, (.metrics[0], .by_name[0] | keys_unsorted), .metrics[0], .by_name[1]' pairs
compare "$before" "$after" | sed 's|/[^"]*/||g'
echo '-- each way'
compare "$after" "$before" | sed 's|/[^"]*/||g'
echo '-- the same'
compare "$before" "$before" | sed 's|/[^"]*/||g'
echo '-- no pairs: traces of one distribution, and traces that take 20 % more'
traces 1 200 1 >a
traces 2 200 1 >same
traces 3 200 1.2 >slow
sed -i 's/"trace_id":"/&s/' same
sed -i 's/"trace_id":"/&x/' slow
compare a same
compare a slow
compare slow a
COLUMNS=60 esper-trace-replay --compare a slow
LC_ALL=C COLUMNS=200 esper-trace-replay --compare --full a same
echo '-- alpha and least effect'
compare --alpha 1e-20 a slow
compare --min-effect 0.5 a slow
compare --min-effect 50% a slow
echo '-- pairs by sample, and by correlation id; who has no partner'
traces 4 20 1 ',"attributes":{"sample_id":"s@"}' >s1
traces 5 30 1.3 ',"attributes":{"sample_id":"s@"}' >s2
sed 's/"trace_id":"/&x/' s2 >s3
esper-trace-replay --compare s1 s3 | sed -n 3,6p
compare s1 s3
compare s3 s1
traces 6 20 1 >c1
traces 7 20 1.3 >c2
compare c1 c2
traces 8 20 1 ',"input":{"q":{"n":@,"x":[1]}}' >i1
traces 9 21 1.3 ',"input":{"q":{"x":[1.0],"n":@}}' >i2
compare i1 i2
echo '-- equal inputs are no pairs'
traces 8 20 1 ',"input":{}' >e1
traces 9 21 1.3 ',"input":{}' >e2
compare e1 e2
echo '-- variants'
traces 10 40 1 ',"attributes":{"variant":"new","ok":"%"}' >v1
traces 11 41 1.5 ',"attributes":{"variant":"old"},"input":{"ok":"%"}' >v2
traces 12 3 1 >v3
cat v1 v2 v3 | esper-trace-replay --variant-key variant --metric ok --metric none --format jsonl | jq -c "$brief, .metrics[7:][]"
cat v2 v1 | compare --variant-key variant - | tee one
cat v1 v2 | compare --variant-key variant | cmp - one
sed 's/"old"/"older"/; s/"trace_id":"/&x/' v2 | cat v1 v2 - | esper-trace-replay --variant-key variant
echo "three: $?"
esper-trace-replay --variant-key variant v1
echo "one: $?"
esper-trace-replay --variant-key nothing v1
echo "none: $?"
sed 's/"old"/"older"/; s/"trace_id":"/&x/' v2 | cat v1 v2 - | compare --variant-key variant --where 'variant=new' --where 'variant=old' -
echo '-- tokens and costs; what is not known is no 0'
agents=$TESTDATA/examples/agents.jsonl
esper-trace-replay -q --format jsonl --compare "$agents" "$agents" | jq -c '.metrics[5:7][] | [.metric, .a, .b, .traces_a]'
esper-trace-replay -q --format jsonl --compare c1 c2 | jq -c '.metrics[5:7][]'
echo '-- a selection is made on each side; pipes, zstd and threads make no difference'
compare --limit 100 a slow
compare --last 10s a slow
compare --name root --limit 150 a slow | tee limited
for j in 1 3; do
	cat a | compare -j $j --name root --limit 150 - slow | sed 's/"-"/"a"/' | cmp - limited
	zstd -qf a slow
	compare -j $j --name root --limit 150 a.zst slow.zst | sed 's/\.zst//g' | cmp - limited
done
echo '-- redacted'
sed 's/"s\([0-9]*\)"/"u\1@example.com"/' s1 >mail1
sed 's/"s\([0-9]*\)"/"u\1@example.com"/' s3 >mail2
esper-trace-replay --redact --redact-key a --format jsonl --compare mail1 mail2 | jq -c '[.pairs, .paired_by]'
echo '-- a trace without an end has no duration'
sed 's/"duration_ns":[0-9]*,"status":"ok"/"duration_ns":null,"status":"open"/' same | grep '"name":"root"' >hung
head -n 20 a | cat - hung >some
for b in hung some; do
	esper-trace-replay --compare --format jsonl a $b | jq -c '[.metrics[:3][] | .b]'
done
echo '-- answers are numbers, too'
sed 's/"status":"ok"}/"status":"ok","attributes":{"ok":1.0}}/' a >one
sed 's/"status":"ok"}/"status":"ok","attributes":{"ok":0.0}}/' a >zero
esper-trace-replay --compare --metric ok --format jsonl zero one | jq -c '.metrics[7] | [.metric, .a, .b]'
echo '-- names are shown whole'
name=a_name_that_is_about_forty_columns_wide_
sed "s/\"work\"/\"$name\"/" a >long
COLUMNS=80 esper-trace-replay --compare long long | grep a_name
sed "s/\"work\"/\"$name$name$name\"/" a >long
COLUMNS=80 esper-trace-replay --compare --full long long | grep a_name
echo '-- nothing to compare'
esper-trace-replay --compare a /dev/null
echo "status $?"
esper-trace-replay --compare --name nobody a slow
echo "status $?"
esper-trace-replay --variant-key variant </dev/null
echo "status $?"
echo '-- counted'
esper-trace-replay --stats --compare a slow 2>&1 >/dev/null | jq -c '[.events_in, .events_out, .calls, .traces]'
echo '-- wrong usage'
exec 2>&1
for wrong in '--compare a' '--compare a b c' '--compare - -' '--compare --errors a b' '--compare --depth 1 a b' '--metric x a' \
	'--compare --alpha 0 a b' '--compare --alpha 1 a b' '--compare --alpha x a b' '--compare --min-effect -1 a b' \
	'--compare --metric calls a b' '--compare --metric errors a b' '--compare --metric mean a b' '--compare --metric= a b' '--compare --redact --check a b' '--compare a missing'; do
	# shellcheck disable=SC2086 # several words
	esper-trace-replay $wrong </dev/null | sed '/^[A-Z]/d'
	echo "$wrong"
done
esper-trace-replay --compare a slow >/dev/full
echo "full: $?"
