# Prela: spans a line, in arrays and in {trace_id, spans}; the snapshot gives input, output and llm, and what is left of it stays; requests that only attributes and events tell of.
echo '-- the example'
esper-trace-replay --calls "$TESTDATA/examples/prela.jsonl" >calls
cat calls
esper-trace-replay --calls calls | cmp - calls && echo 'the same again'
jq -s . "$TESTDATA/examples/prela.jsonl" >array
jq -s '{trace_id: "t-1", spans: map(del(.trace_id))}' "$TESTDATA/examples/prela.jsonl" >trace
jq -c . trace >line
for f in array trace line; do
	esper-trace-replay --calls $f | cmp - calls && echo $f
done
cat >spans <<'EOF'
{"span_id":"a","trace_id":"t","parent_span_id":null,"name":"root","span_type":"custom","started_at":"2026-02-04T12:00:00+00:00","ended_at":null,"status":"pending","status_message":null,"attributes":{"service.name":"desk","n":1},"events":[],"duration_ms":null}
{"span_id":"b","trace_id":"t","parent_span_id":"a","name":"anthropic.messages.create","span_type":"llm","started_at":"2026-02-04T12:00:00.1+00:00","ended_at":"2026-02-04T12:00:00.9+00:00","status":"error","status_message":"rate limited","attributes":{"llm.vendor":"anthropic","llm.request.model":"claude-3","llm.temperature":0,"llm.max_tokens":9,"llm.input_tokens":5,"llm.output_tokens":6,"llm.system":"Be terse","error.type":"RateLimitError","error.message":"rate limited"},"events":[{"timestamp":"2026-02-04T12:00:00.1+00:00","name":"llm.request","attributes":{"messages":[{"role":"user","content":"hi"}],"system":"Be terse"}},{"timestamp":"2026-02-04T12:00:00.5+00:00","name":"llm.response","attributes":{"content":"hello"}},{"timestamp":"2026-02-04T12:00:00.8+00:00","name":"error","attributes":{"error.type":"RateLimitError","error.message":"rate limited","error.status_code":429}}],"duration_ms":800.25}
{"span_id":"c","trace_id":"t","parent_span_id":"a","name":"langchain.tool.search","span_type":"tool","started_at":"2026-02-04T12:00:01+00:00","ended_at":"2026-02-04T12:00:01.000001+00:00","status":"success","status_message":"fine","attributes":{"tool.input":"{\"q\": 1}","tool.output":"two"},"events":[{"timestamp":"2026-02-04T12:00:01+00:00","name":"note"}],"duration_ms":0.001}
{"span_id":"d","trace_id":"t","parent_span_id":"a","name":"calls a tool","span_type":"llm","started_at":"2026-02-04T12:00:02+00:00","ended_at":"2026-02-04T12:00:03+00:00","status":"success","attributes":{},"events":[],"replay_snapshot":{"llm_request":{"model":"gpt-4o","prompt":"p"},"llm_response":{"text":"","tool_calls":[{"name":"search"}],"prompt_tokens":3,"completion_tokens":-1},"llm_streaming_chunks":["a","b"],"model_info":{},"request_timestamp":"x","has_side_effects":true}}
{"span_id":"e","trace_id":"t","parent_span_id":"a","name":"tool","span_type":"tool","started_at":"2026-02-04T12:00:04+00:00","ended_at":"2026-02-04T12:00:05+00:00","status":"success","attributes":{"tool.name":"one"},"events":[],"replay_snapshot":{"tool_name":"another","tool_description":"d","tool_input":"text","tool_output":null,"new_member":[1, 2]}}
{"span_id":"f","trace_id":"t","parent_span_id":"gone","name":"embed","span_type":"embedding","started_at":"2026-02-04T12:00:06+00:00","ended_at":"2026-02-04T12:00:07+00:00","status":"success","attributes":{"llm.vendor":"openai"},"events":[],"replay_snapshot":{"tool_input":"not of a tool"}}
{"span_id":"g","trace_id":"t","parent_span_id":"a","name":"langchain.retriever.kb","span_type":"retrieval","started_at":"2026-02-04T12:00:08+00:00","ended_at":"2026-02-04T12:00:09+00:00","status":"success","attributes":{"retriever.query":"q","retriever.document_count":2,"retriever.doc.0.content":"one","retriever.doc.1.content":"two"},"events":[]}
{"span_id":"h","trace_id":"t","parent_span_id":"a","name":"langchain.chain.x","span_type":"agent","started_at":"2026-02-04T12:00:10+00:00","ended_at":"2026-02-04T12:00:11+00:00","status":"success","attributes":{"chain.input.question":"q","chain.input.k":3,"chain.output.text":"a"},"events":[]}
EOF
echo '-- without a snapshot, with parts of one, and a parent that is missing'
esper-trace-replay --calls spans >calls 2>said
cat calls said
esper-trace-replay -q --calls calls | cmp - calls && echo 'the same again'
echo '-- odd ones'
cat >odd <<'EOF'
{"span_id":"","span_type":null,"started_at":null}
{"span_id":7,"trace_id":{},"parent_span_id":[],"name":9,"span_type":"magic","started_at":"soon","ended_at":5e30,"status":"lost","status_message":{"a":1},"attributes":[1],"events":{"b":2},"duration_ms":"x","replay_snapshot":"cut"}
{"span_id":"g","trace_id":"u","name":"x","span_type":"llm","started_at":"2026-02-04T12:00:00","ended_at":"2026-02-04T11:00:00","status":"success","attributes":null,"events":[1,{"name":3,"timestamp":"x","attributes":"y"}],"replay_snapshot":{"llm_request":7,"llm_response":"z"},"other":{"a": "\u0041"}}
{"span_id":"h","trace_id":"u","name":"x","span_type":"agent","started_at":"2026-02-04T12:00:00.1234567891","duration_ms":1e300,"replay_snapshot":{"agent_memory":1,"agent_memory":2}}
EOF
esper-trace-replay --calls odd >calls 2>said
cat calls said
esper-trace-replay -q --calls calls | cmp - calls && echo 'the same again'
