# --export speedscope is valid, has every call once, and reads back to the same names
if [ ! -x "$BUILD/fault/faults" ]; then
	echo "not with the sanitizers, which need far more time"
	exit 77
fi
check() { # check FILE
	esper-trace-replay -q --calls "$1" >calls 2>/dev/null
	[ -s calls ] || return
	esper-trace-replay -q --export speedscope "$1" >speedscope 2>/dev/null
	jq -r '.name // ""' calls | sort >want
	esper-trace-replay -q --calls speedscope | jq -r '.name // ""' | sort | cmp -s - want || echo "$1: other names"
	cat speedscope >>all
	count=$((count + 1))
}
count=0
for file in "$TESTDATA"/traces/*/*; do
	check "$file"
done
[ $count -gt 70 ] || echo "only $count files"
for seed in 1 2 3; do
	awk -v seed=$seed -v traces=60 -v strays=1 -f "$TESTDATA/traces/random.awk" | sort -s -n -k 1,1 | cut -f 2- >log
	check log
done
jq -r -f "$TESTDATA/traces/speedscope.jq" all
echo 'the example:'
esper-trace-replay --export speedscope "$TESTDATA/traces/incident.jsonl"
echo 'a caller that is gone when its call ends, and one without times:'
printf '%s\n' '{"trace_id":"t","call_id":"a","parent_id":null,"name":"a","kind":"span","service":"web","start":"2020-01-01T00:00:00Z","duration_ns":5,"status":"ok"}' \
	'{"trace_id":"t","call_id":"b","parent_id":"a","name":"b","kind":"span","service":"web","start":"2020-01-01T00:00:00.000000003Z","duration_ns":9,"status":"ok","source":{"file":"b.c","line":7}}' \
	'{"trace_id":"u","call_id":"c","parent_id":null,"name":"c","kind":"llm","service":null,"start":null,"duration_ns":null,"status":"ok"}' >log
esper-trace-replay --export speedscope log
