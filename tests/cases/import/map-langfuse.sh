# Langfuse: rows of an export and observations of the API become calls; cached tokens are part of the input, an error is a level, an EVENT is a moment.
dir=$TESTDATA/traces
echo '-- langfuse/rows.jsonl'
esper-trace-replay --calls <"$dir/langfuse/rows.jsonl" >calls 2>said
cat calls said
esper-trace-replay -q --calls calls | cmp - calls
echo '-- langfuse/download.json'
esper-trace-replay --calls <"$dir/langfuse/download.json" >calls 2>said
cat calls said
esper-trace-replay -q --calls calls | cmp - calls
echo '-- langfuse/api.json'
esper-trace-replay --calls <"$dir/langfuse/api.json" >calls 2>said
cat calls said
esper-trace-replay -q --calls calls | cmp - calls
echo '-- to look at'
esper-trace-replay -q "$dir/langfuse/rows.jsonl"
echo '-- as many calls as rows, and the usage of the rows'
jq -s -c '[length, (map(.usage_details | (.input // 0) + (.input_cached_tokens // 0)) | add), (map(.total_cost // 0) | add)]' "$dir/langfuse/rows.jsonl"
esper-trace-replay -q --calls "$dir/langfuse/rows.jsonl" | jq -s -c '[length, (map(.llm.usage.input_tokens // 0) | add), (map(.llm.cost_usd // 0) | add)]'
echo '-- a list of the API, and a row of a trace'
jq '{data: .observations, meta: {page: 1}}' "$dir/langfuse/download.json" >list
jq . "$dir/langfuse/download.json" | esper-trace-replay -q --calls | jq -c 'del(.attributes)' >calls
esper-trace-replay -q --calls list | jq -c 'del(.attributes)' | cmp - calls
esper-trace-replay -q --extract --name answer list | jq -c '[.meta.page, (.data | length)]'
echo '{"id":"lf-trace-1","timestamp":"2026-03-01 09:00:00.000000","name":"answer","user_id":"ann","session_id":"s-9","bookmarked":false,"public":false,"input":"Where?","output":"{}"}' | esper-trace-replay -q --calls
echo '-- odd ones'
cat >odd <<'END'
{"id":"x","trace_id":5,"parent_observation_id":{},"start_time":"soon","end_time":[],"type":7,"level":["ERROR"],"status_message":{},"input":"{\"a\": 1","output":"[1, 2","usage_details":{"input":-1,"output":"7","input_cached_tokens":1e99},"total_cost":"0.5","model_parameters":"x"}
{"id":null,"trace_id":"t","parent_observation_id":"","start_time":"2026-01-01"}
{"id":"y","trace_id":"t","parent_observation_id":"","start_time":"2026-01-01 00:00:00","end_time":"2026-01-01 00:00:01.5","type":"GENERATION","provided_model_name":"m","input":"[{\"role\":\"user\",\"content\":\"hi\"}]","output":"{\"role\":\"assistant\",\"content\":\"h\\u00f4\",\"refusal\":\"x\"}","model_parameters":"{\"model\":\"other\",\"top_p\":1}","usage_details":{"input":5,"output":4,"total":20,"input_cached_tokens":8,"output_reasoning_tokens":3}}
END
esper-trace-replay --calls odd >calls 2>said
cat calls said
esper-trace-replay -q --calls calls | cmp - calls
