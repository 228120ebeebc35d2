# --compare of few traces finds nothing significant and says why; decimals and large numbers have no digits that nobody recorded
trace() { # trace SIDE N DURATION COST
	printf '{"trace_id":"%s%s","call_id":"%s","parent_id":null,"name":"ask","kind":"llm","service":null,"start":"2026-01-01T00:00:0%sZ","duration_ns":%s,"status":"ok","llm":{"model":"m","vendor":null,"usage":{"input_tokens":10},"cost_usd":%s}}\n' "$1" "$2" "$2" "$2" "$3" "$4"
}
{ trace a 1 1000 0.1; trace a 2 1100 0.2; } >a
{ trace b 3 9000000 0.4; trace b 4 9100000 0.5; } >b
metrics='.metrics[] | select(.metric == "duration_mean" or .metric == "cost") | del(.traces_a, .traces_b)'
esper-trace-replay --compare --format jsonl a b | jq -c "$metrics, .winner"
esper-trace-replay --compare --fail-on 'p50>+10%' --fail-on 'cost>+10%' --fail-on 'cost>0.3' a b | grep -E 'winner|gate'
echo '-- pairs'
for side in a b; do
	i=0
	while [ $i -lt 5 ]; do
		i=$((i + 1))
		d=$((i * 1000))
		[ $side = a ] || d=$((d * 9))
		trace $side $i $d 0.1 | sed "s/}}\$/},\"attributes\":{\"sample_id\":\"s$i\"}}/"
	done >p$side
done
esper-trace-replay --compare --fail-on 'mean>+10%' pa pb | grep -E 'pairs|winner|gate'
echo '-- large numbers'
trace a 1 9007199254740993 0.000000000000000001 >a
trace b 1 9223372036854775807 999999999.25 >b
esper-trace-replay --compare --format jsonl a b | tr , '\n' | grep -E '"(a|b|delta|low|high)":' | sort -u
