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
