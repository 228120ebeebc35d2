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
echo '-- ids beside the context, and rows of a dataframe'
cat >rows <<'END'
{"id":"U3","span_id":"s1","trace_id":"t1","parent_id":null,"name":"ask","span_kind":"LLM","start_time":"2026-01-01T00:00:00+00:00","end_time":"2026-01-01T00:00:01+00:00","status_code":"OK","attributes":{"llm.model_name":"m-1","llm.token_count.prompt":3}}
{"context.trace_id":"t1","context.span_id":"s2","parent_id":"s1","name":"look","span_kind":"TOOL","start_time":"2026-01-01T00:00:00+00:00","end_time":"2026-01-01T00:00:01+00:00","status_code":"ERROR","status_message":"no","attributes.input.value":"q"}
END
esper-trace-replay -q --calls rows | jq -c '[.trace_id, .call_id, .parent_id, .kind, .status, .error.message, .input, .llm.usage, .attributes]'
