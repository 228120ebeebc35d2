# OpenAI Agents SDK: a trace is the root of its spans, on lines and in arrays; messages and settings make the request.
dir=$TESTDATA/traces
echo '-- openai-agents/traces.jsonl'
esper-trace-replay --calls <"$dir/openai-agents/traces.jsonl" >calls 2>said
cat calls said
esper-trace-replay -q --calls calls | cmp - calls
echo '-- to look at'
esper-trace-replay -q "$dir/openai-agents/traces.jsonl"
