# --history: the values of a variable or argument in order, with what changed; dotted names lead into values
export LC_ALL=C.UTF-8
cat >log <<'EOD'
{"event_type":"function_entry","timestamp_ns":1000,"function_name":"order","args":{"total":10.0,"cart":{"n":1,"a.b":{"c":5}}},"correlation_id":"r1"}
{"event_type":"variable_change","timestamp_ns":2000,"variable_name":"total","value":10,"correlation_id":"r1"}
{"event_type":"variable_change","timestamp_ns":3000,"variable_name":"total","value":12.5,"correlation_id":"r1"}
{"event_type":"function_entry","timestamp_ns":4000,"function_name":"tax","args":{"total":12.5,"rate":0.08},"correlation_id":"f1","parent_correlation_id":"r1"}
{"event_type":"variable_change","timestamp_ns":5000,"variable_name":"total","value":"12.5","correlation_id":"f1"}
{"event_type":"variable_change","timestamp_ns":5500,"variable_name":"self.total","value":7,"correlation_id":"f1"}
{"event_type":"function_exit","timestamp_ns":6000,"function_name":"tax","correlation_id":"f1"}
{"event_type":"variable_change","timestamp_ns":7000,"variable_name":"total","value":null,"correlation_id":"r1"}
{"event_type":"variable_change","timestamp_ns":7500,"variable_name":"cart","value":{"n":2,"items":["x",{"sku":"y"}]},"correlation_id":"r1"}
{"event_type":"variable_change","timestamp_ns":8000,"variable_name":"cart","value":{"n":2},"correlation_id":"r1"}
{"event_type":"function_exit","timestamp_ns":9000,"function_name":"order","correlation_id":"r1"}
{"event_type":"function_entry","timestamp_ns":20000,"function_name":"order","args":{"total":12.5},"correlation_id":"r2"}
{"event_type":"function_exit","timestamp_ns":30000,"function_name":"order","correlation_id":"r2"}
EOD
short='"\(.position) \(.at) \(.trace_id) \(.call_id) \(.name) \(.role) \(.value | tojson) \(.changed)"'
esper-trace-replay --history total --format jsonl log | tee rows | jq -r "$short"
head -n 1 rows
echo '-- the positions are those of the timeline'
esper-trace-replay --format jsonl log | jq -c '[.position, .at, .call_id]' >positions
jq -c '[.position, .at, .call_id]' rows | grep -vxF -f positions
echo '-- dotted names'
for name in cart.n cart.items.1.sku cart.a.b.c cart.a.b self.total self rate; do
	echo "= $name"
	esper-trace-replay --history "$name" --format jsonl log | jq -r "$short"
done
echo '-- numbers in objects are compared by value, and the order of members says nothing'
cat >objects <<'EOD'
{"event_type":"function_entry","timestamp_ns":1000,"function_name":"f","args":{"o":{"a":1,"b":[2]}},"correlation_id":"r1"}
{"event_type":"variable_change","timestamp_ns":2000,"variable_name":"o","value":{"b":[2e0],"a":1.0},"correlation_id":"r1"}
{"event_type":"variable_change","timestamp_ns":3000,"variable_name":"o","value":{"b":["2"],"a":1.0},"correlation_id":"r1"}
EOD
esper-trace-replay --history o --format jsonl objects | jq -r "$short"
echo '-- for people'
esper-trace-replay --history total log
LC_ALL=C COLUMNS=40 esper-trace-replay --history cart log
echo '-- without a clock'
echo '{"trace_id":"t","call_id":"a","parent_id":null,"name":null,"kind":"span","service":null,"start":null,"duration_ns":null,"status":"ok","events":[{"at":null,"after":0,"type":"variable","name":"v","value":"\u001b[2J"}]}' >none
esper-trace-replay --history v none
esper-trace-replay --history v --format jsonl none
echo '-- of a selection; as zstd, with any number of threads'
esper-trace-replay --history total --format jsonl --trace-id r2 log | jq -r "$short"
zstd -q -o l.zst log
esper-trace-replay -j 3 --history total --format jsonl l.zst | cmp - rows
echo '-- nothing'
esper-trace-replay --history totals log
echo "status $?"
esper-trace-replay --history total --trace-id r3 log
echo "status $?"
esper-trace-replay --history total </dev/null
echo "status $?"
exec 2>&1
esper-trace-replay --history total log >/dev/full
echo "full: $?"
for wrong in --history '--history=' '--history x --extract' '--history x --full'; do
	# shellcheck disable=SC2086 # several words
	esper-trace-replay $wrong </dev/null
	echo "$wrong: $?"
done
