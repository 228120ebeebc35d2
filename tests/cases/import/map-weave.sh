# W&B Weave: calls; a usage that is summed up in the calls above is counted once.
dir=$TESTDATA/traces
echo '-- weave/calls.jsonl'
esper-trace-replay --calls <"$dir/weave/calls.jsonl" >calls 2>said
cat calls said
esper-trace-replay -q --calls calls | cmp - calls
echo '-- to look at'
esper-trace-replay -q "$dir/weave/calls.jsonl"
echo '-- usage'
esper-trace-replay -q --calls "$dir/weave/calls.jsonl" | jq -s -c 'map(.llm.usage // empty)'
echo '-- a call that goes on has no summary'
echo '{"id":"c1","op_name":"weave:///e/p/op/predict:ab","trace_id":"t1","parent_id":null,"started_at":"2026-01-01T00:00:00Z","inputs":{"q":1}}' |
	esper-trace-replay -q --calls
