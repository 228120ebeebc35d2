# -j N runs N copies of each command; the results are those of one copy, in order
shop=$TESTDATA/rerun/shop.jsonl
i=0
while [ $i -lt 60 ]; do
	i=$((i + 1))
	sed "s/\"s\\([123]\\)\"/\"s\\1-$i\"/" "$shop"
done >traces
cat >adapter <<'SH'
echo $$ >>started
exec jq -c --unbuffered '{id, output: .input}'
SH
for n in 1 4; do
	rm -f started
	esper-trace-replay -q -j $n --exec 'kind:tool=sh adapter' --exec 'kind:database=jq -c --unbuffered "{id, output: .call_id}"' --format jsonl traces >result
	echo "status $?"
	jq -c 'del(.total_duration_ms) | .spans[] |= del(.duration_ms)' result >result.$n
	[ "$(wc -l <started)" -le $n ] || echo "started $(wc -l <started) times"
done
cmp result.1 result.4
wc -l <result.4
jq -r .trace_id result.4 | head -n 4
esper-trace-replay -q -j 4 --exec 'kind:tool=sh adapter' traces >text
tail -n 1 text
