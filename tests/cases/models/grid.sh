# Several values make a grid: a result for each cell, the same table every time, and the recording is never changed.
export LC_ALL=C.UTF-8
cp "$TESTDATA/examples/prela.jsonl" "$TESTDATA/examples/agents.jsonl" .
cat >model.jq <<'END'
{id, output: "429 means: too many requests, so wait (\(.input.model), \(.input.temperature))",
 usage: {input_tokens: 24, output_tokens: (.input.model | length)}}
END
run() {
	echo "\$ $*"
	esper-trace-replay "$@"
	echo "status $?"
}
llm='jq --unbuffered -c -f model.jq'
run --model gpt-4o,claude-3-haiku,gpt-4 --temperature 0,0.7 --llm "$llm" prela.jsonl | tee first
run --model gpt-4o,claude-3-haiku,gpt-4 --temperature 0,0.7 --llm "$llm" prela.jsonl | cmp - first
run -j 3 --model gpt-4o,claude-3-haiku,gpt-4 --temperature 0,0.7 --llm "$llm" prela.jsonl | tail -n +2 >again
tail -n +2 first | cmp - again
run --max-tokens 16,64 --system-prompt 'You are terse.' --system-prompt 'Be kind.' --llm "$llm" prela.jsonl
echo '-- results'
esper-trace-replay --format jsonl --model gpt-4o,gpt-4 --temperature 0.7,1 --llm "$llm" prela.jsonl |
	jq -c '[.trace_id, .modifications_applied, .total_tokens, .total_cost_usd, .success, (.spans[] | select(.was_modified) | .modification_details)]'
echo '-- several traces'
run -q --model gpt-4o,claude-3-haiku --all --llm "$llm" agents.jsonl
echo '-- several queries, by a command and by mocks'
exec='jq --unbuffered -c "{id, output: [\"about \" + .input]}"'
esper-trace-replay --format jsonl --retrieval-query refunds --retrieval-query 'rate limits' --exec "kind:retrieval=$exec" prela.jsonl |
	jq -c '[.modifications_applied, (.spans[] | select(.was_modified) | [.served_by, .input, .output, .modification_details])]'
echo '{"refunds":["within 14 days"]}' >mocks.json
esper-trace-replay --format jsonl --retrieval-query refunds --mock mocks.json prela.jsonl |
	jq -c '.spans[] | select(.was_modified) | [.served_by, .input, .output, .verdict]'
run --retrieval-query refunds prela.jsonl
echo '-- the recording'
cmp prela.jsonl "$TESTDATA/examples/prela.jsonl"
cmp agents.jsonl "$TESTDATA/examples/agents.jsonl"
