# replayed traces are judged, exported and shown as pages: what was asked for, what was not, what was new
exec 2>&1
shop=$TESTDATA/rerun/shop.jsonl
fixed='jq -c --unbuffered "{id, output: (.input.amount * .input.rate)}"'
cat >expect <<'END_EXPECT'
{"expect":[{"called":"calculate_tax","output":8,"status":"ok"},{"no_errors":true}]}
END_EXPECT
echo '-- --expect judges the replayed trace'
esper-trace-replay --exec "calculate_tax=$fixed" --expect expect --trace-id s3 "$shop"
echo "status $?"
esper-trace-replay --replay --expect expect --trace-id s3 "$shop"
echo "status $?"
esper-trace-replay --exec "calculate_tax=$fixed" --expect expect --format tap --trace-id s3 "$shop"
esper-trace-replay --exec "calculate_tax=$fixed" --expect expect --format jsonl --trace-id s3 "$shop" | jq -c '[.success, .ok]'
esper-trace-replay --exec "calculate_tax=$fixed" --expect expect --trace-id s3 -o result "$shop"
jq -c .success result
echo '-- a verdict that is bad is one, whatever is expected'
echo '{"expect":[{"called":"calculate_tax"}]}' >lax
esper-trace-replay -q --exec 'calculate_tax=jq -c --unbuffered "{id, error: {type: \"ZeroDivisionError\"}}"' --expect lax --format tap --trace-id s3 "$shop"
echo "status $?"
echo '-- --calls'
cat >adapter <<'SH'
while read -r request; do
	id=$(echo "$request" | jq .id)
	for question in '{"kind":"database","name":"select price","input":{"sku":"b"}}' '{"kind":"tool","name":"new","input":1}' '{"name":"discount"}'; do
		echo "{\"id\":$id,\"call\":$question}"
		read -r reply
	done
	echo "{\"id\":$id,\"output\":{\"total\":1}}"
done
SH
echo '{"name":"new","output":"mocked"}' >mocks
esper-trace-replay -q --replay --calls --exec 'checkout=exec sh adapter' --mock mocks --trace-id s1 "$shop" | jq -c 'del(.duration_ns)'
echo "-- --export and --html"
esper-trace-replay -q --replay --export folded --exec "calculate_tax=$fixed" --trace-id s2 --trace-id s3 "$shop" | sed 's/ .*//'
esper-trace-replay -q --exec "calculate_tax=$fixed" --html page --trace-id s3 "$shop"
grep -c 'calculate_tax' page
grep -c 'ZeroDivisionError' page
echo '-- --fail-on compares totals'
esper-trace-replay --replay --fail-on 'errors>1' --fail-on 'cost>+10%' --fail-on 'tokens>10' "$shop"
echo "status $?"
costly='jq -c --unbuffered "{id, output: \"I look it up.\", usage: {input_tokens: 30, output_tokens: 10}, cost_usd: 0.0004}"'
esper-trace-replay --exec "chat=$costly" --fail-on 'tokens>+10%' --fail-on 'cost>+50%' --trace-id s2 "$shop"
echo "status $?"
echo '-- --full lists the questions'
esper-trace-replay -q --full --exec 'checkout=exec sh adapter' --mock mocks --fault discount=timeout --trace-id s1 "$shop"
