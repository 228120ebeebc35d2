# Arize Phoenix: spans with flat and with nested attributes.
dir=$TESTDATA/traces
echo '-- phoenix/spans.jsonl'
esper-trace-replay --calls <"$dir/phoenix/spans.jsonl" >calls 2>said
cat calls said
esper-trace-replay -q --calls calls | cmp - calls
echo '-- to look at'
esper-trace-replay -q "$dir/phoenix/spans.jsonl"
echo '-- a list of the API'
esper-trace-replay -q --calls "$dir/phoenix/spans.jsonl" >calls
jq -s '{data: ., next_cursor: null}' "$dir/phoenix/spans.jsonl" | esper-trace-replay -q --calls | cmp - calls && echo data
echo '-- beside the traces of Jaeger, which stand in an array of that name, too'
jq -s '{data: .}' "$dir/jaeger/testTraceNormal.json" "$dir/phoenix/spans.jsonl" >both
esper-trace-replay -q --calls "$dir/jaeger/testTraceNormal.json" >jaeger
cat jaeger calls | jq -r .call_id | sort >ids
esper-trace-replay -q --calls both | jq -r .call_id | sort | cmp - ids && echo both
esper-trace-replay -q --extract both | cmp - both
