# Honeycomb: events that are spans, and events of spans, alone and in batches.
dir=$TESTDATA/traces
echo '-- honeycomb/events.jsonl'
esper-trace-replay --calls <"$dir/honeycomb/events.jsonl" >calls 2>said
cat calls said
esper-trace-replay -q --calls calls | cmp - calls
echo '-- honeycomb/batch.json'
esper-trace-replay --calls <"$dir/honeycomb/batch.json" >calls 2>said
cat calls said
esper-trace-replay -q --calls calls | cmp - calls
echo '-- to look at'
esper-trace-replay -q "$dir/honeycomb/events.jsonl"
