# --order time --depth says what it leaves out, also where calls overlap; tokens of 0 for a cache are not shown
cat >log <<'LOG'
{"trace_id":"t1","call_id":"1","parent_id":null,"name":"root","kind":"function","service":null,"start":"2026-01-01T00:00:00Z","duration_ns":9000000000,"status":"ok"}
{"trace_id":"t1","call_id":"2","parent_id":"1","name":"a","kind":"llm","service":null,"start":"2026-01-01T00:00:01Z","duration_ns":3000000000,"status":"ok","llm":{"model":"m","vendor":null,"usage":{"input_tokens":0,"output_tokens":2,"cache_read_tokens":0,"cache_write_tokens":0,"reasoning_tokens":0},"cost_usd":null}}
{"trace_id":"t1","call_id":"3","parent_id":"1","name":"b","kind":"function","service":null,"start":"2026-01-01T00:00:02Z","duration_ns":3000000000,"status":"error"}
{"trace_id":"t1","call_id":"4","parent_id":"3","name":"c","kind":"function","service":null,"start":"2026-01-01T00:00:03Z","duration_ns":1000000000,"status":"error"}
{"trace_id":"t1","call_id":"5","parent_id":"2","name":"d","kind":"function","service":null,"start":"2026-01-01T00:00:01.5Z","duration_ns":1000000000,"status":"ok"}
LOG
for depth in 1 2 3; do
	esper-trace-replay --order time --depth $depth log | sed '/^root cause/,$d'
done
esper-trace-replay --order time --depth 2 -n log | grep -c '#'
esper-trace-replay --order time --depth 2 --format jsonl log | jq -c '[.position, .type, .name]'
