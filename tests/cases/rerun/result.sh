# a result reads back as the calls of the replay, as lines and as a document, and can be compared
shop=$TESTDATA/rerun/shop.jsonl
fixed='jq -c --unbuffered "{id, output: 8}"'
esper-trace-replay -q --replay -o recorded "$shop" >/dev/null
esper-trace-replay -q --exec "calculate_tax=$fixed" --exec "checkout=$fixed" --ignore '$' -o replayed "$shop" >/dev/null
esper-trace-replay --which recorded
esper-trace-replay --calls recorded | jq -c 'del(.attributes, .output)' >calls
jq -c 'del(.attributes, .output)' "$shop" | cmp - calls
esper-trace-replay --calls recorded | jq -c . >calls
for i in 1 2 3; do
	sed -n ${i}p recorded | jq . >document
	esper-trace-replay --calls document
done | jq -c . | cmp - calls
echo '-- calls that were not made are left out'
esper-trace-replay --calls replayed | jq -c '[.trace_id, .call_id, .parent_id, .status, .output, .attributes.served_by, .attributes.verdict]'
echo '-- selected, and compared'
esper-trace-replay --calls --trace-id s3 --where verdict=fixed replayed | jq -c .call_id
esper-trace-replay --compare --format jsonl recorded replayed | jq -c '.metrics[] | select(.metric == "error_rate" or .metric == "calls" or .metric == "tokens") | [.metric, .a, .b]'
