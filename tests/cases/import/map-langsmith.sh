# LangSmith: runs, and the posts and patches of a batch, joined by id; dotted_order tells the parent and the trace where nothing else does; sums on chains are no usage.
dir=$TESTDATA/traces
echo '-- langsmith/runs.jsonl'
esper-trace-replay --calls <"$dir/langsmith/runs.jsonl" >calls 2>said
cat calls said
esper-trace-replay -q --calls calls | cmp - calls
echo '-- langsmith/langsmith_py_wrap_openai_stream.json'
esper-trace-replay --calls <"$dir/langsmith/langsmith_py_wrap_openai_stream.json" >calls 2>said
cat calls said
esper-trace-replay -q --calls calls | cmp - calls
echo '-- to look at'
esper-trace-replay -q "$dir/langsmith/runs.jsonl"
echo '-- a batch whose parts come apart, in any order'
jq -c '{post}' "$dir/langsmith/langsmith_py_wrap_openai_stream.json" >post
jq -c '{patch}' "$dir/langsmith/langsmith_py_wrap_openai_stream.json" >patch
jq -c '.post[], .patch[]' "$dir/langsmith/langsmith_py_wrap_openai_stream.json" >runs
jq -c . "$dir/langsmith/langsmith_py_wrap_openai_stream.json" | esper-trace-replay -q --calls >calls
for f in 'post patch' runs; do
	esper-trace-replay -q --calls $f | cmp - calls && echo "$f"
done
esper-trace-replay --calls post | jq -c '[.status, .output, .llm.usage]'
echo '-- a list of the API'
jq -s '{runs: ., cursors: null}' "$dir/langsmith/runs.jsonl" | esper-trace-replay -q --calls >list
esper-trace-replay -q --calls "$dir/langsmith/runs.jsonl" | cmp - list && echo runs
echo '-- runs in runs'
jq -n -c '{id:"r",name:"root",dotted_order:"20260301T090000000000Zr",run_type:"chain",trace_id:"r",start_time:"2026-03-01T09:00:00",end_time:"2026-03-01T09:00:01",child_runs:[{id:"c",name:"child",run_type:"tool",inputs:{a:1},error:"no",child_runs:[{id:"d",name:"leaf"}]}]}' |
	esper-trace-replay -q --calls
echo '-- a patch without a name, and runs without dotted_order'
cat >log <<'END'
{"post":[{"id":"aa-1","name":"gpt","run_type":"llm","trace_id":"aa-1","dotted_order":"20260101T000000000000Zaa-1","start_time":"2026-01-01T00:00:00","inputs":{"q":1}}],"patch":[{"id":"aa-1","trace_id":"aa-1","dotted_order":"20260101T000000000000Zaa-1","end_time":"2026-01-01T00:00:01","outputs":{"a":2}}]}
{"id":"bb-1","name":"root","run_type":"chain","trace_id":"bb-1","parent_run_id":null,"start_time":"2026-01-01T00:00:02","end_time":"2026-01-01T00:00:03"}
{"id":"bb-2","name":"find","run_type":"tool","trace_id":"bb-1","parent_run_id":"bb-1","start_time":"2026-01-01T00:00:02","end_time":"2026-01-01T00:00:03"}
END
esper-trace-replay --calls log | jq -c '[.trace_id, .call_id, .parent_id, .kind, .service, .duration_ns, .status, .output]'
