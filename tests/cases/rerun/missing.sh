# a call without a recording fails its trace; if nothing has a recording, the run cannot be made
exec 2>&1
bare=$TESTDATA/rerun/bare.jsonl shop=$TESTDATA/rerun/shop.jsonl
esper-trace-replay --replay "$bare"
echo "status $?"
esper-trace-replay --replay --format jsonl "$bare" | jq -c '[.trace_id, .success, .errors, [.spans[].served_by]]'
echo '-- among others'
esper-trace-replay --replay "$bare" "$shop"
echo "status $?"
echo '-- something else serves them'
printf '%s\n' '{"name":"chat","output":"hello"}' '{"name":"worker","output":1}' >mocks
esper-trace-replay --mock mocks "$bare"
echo "status $?"
echo '-- and the inputs are empty'
esper-trace-replay --replay </dev/null
echo "status $?"
esper-trace-replay --replay --trace-id nobody "$shop"
echo "status $?"
