# --export folded with --compare or --variant-key: two columns as difffolded.pl has them, whose sums are those of each side alone
before=$TESTDATA/examples/before.jsonl after=$TESTDATA/examples/after.jsonl
call() { # call TRACE ID PARENT NAME START DURATION VARIANT
	printf '{"trace_id":"%s","call_id":"%s","parent_id":%s,"name":"%s","kind":"function","service":null,"start":"2020-01-01T00:00:00.%09dZ","duration_ns":%s,"status":"ok","attributes":{"variant":"%s"}}\n' "$@"
}
{
	call a r null main 0 1000 old
	call a x '"r"' 'only old' 100 300 old
	call a y '"r"' both 500 100 old
	call a z '"y"' 'step 5' 500 0 old
} >a
{
	call b r null main 0 700 new
	call b y '"r"' both 100 200 new
	call b w '"y"' 'only new' 100 150 new
} >b
esper-trace-replay --export folded --compare a b
echo '-- the order of the options says nothing'
esper-trace-replay --compare --export folded a b >other
esper-trace-replay --export folded --compare a b | cmp - other
echo '-- variants: the value that comes first is A'
cat a b | esper-trace-replay --variant-key variant --export folded
echo '-- each column is that of the side alone'
sums() {
	esper-trace-replay --export folded --compare "$before" "$after" | awk -v from="$1" '{ s += $(NF - from) } END { printf("%d\n", s) }'
}
alone() {
	esper-trace-replay --export folded "$1" | awk '{ s += $NF } END { printf("%d\n", s) }'
}
test "$(sums 1)" = "$(alone "$before")" && test "$(sums 0)" = "$(alone "$after")" && echo same
esper-trace-replay --export folded --compare "$before" "$after" | LC_ALL=C sort -c && echo sorted
echo '-- gates are judged'
esper-trace-replay --export folded --compare --fail-on 'mean<1s' a b
echo "status $?"
echo '-- refused'
for format in chrome speedscope otlp; do
	esper-trace-replay --export $format --compare a b
	echo "status $?"
done
esper-trace-replay --export folded --calls a
echo "status $?"
echo '-- one side is empty'
esper-trace-replay --export folded --compare a /dev/null
echo "status $?"
echo '-- a deep stack is told'
awk 'BEGIN {
	for (i = 0; i < 1500; i++)
		printf("{\"trace_id\":\"t\",\"call_id\":\"%d\",\"parent_id\":%s,\"name\":\"n\",\"kind\":\"function\",\"service\":null,\"start\":\"2020-01-01T00:00:00Z\",\"duration_ns\":%d,\"status\":\"ok\"}\n", i, i ? "\"" i - 1 "\"" : "null", 5000 - i)
}' >deep
esper-trace-replay --export folded deep | wc -l
