# Requests of every format are changed and sent; all but what is changed goes along as recorded.
export LC_ALL=C.UTF-8
cat >model.jq <<'END'
{id, output: "as \(.input.model) says", usage: {input_tokens: 10, output_tokens: 5}}
END
for file in examples/prela.jsonl traces/otel/python.json traces/claude-code/edge_cases.jsonl traces/codex/turns.jsonl \
	traces/langsmith/langsmith_py_wrap_openai_stream.json traces/langsmith/runs.jsonl traces/langfuse/api.json \
	traces/har/agent.har traces/messages/atif.json traces/tau-bench/airline.json traces/gemini/session.jsonl \
	traces/phoenix/spans.jsonl traces/messages/opencode-export.json; do
	echo "-- $file"
	: >sent
	esper-trace-replay -q --model gpt-4o-mini --temperature 0.25 --max-tokens 77 --system-prompt 'Be kind.' --all \
		--llm "tee -a sent | jq --unbuffered -c -f model.jq" "$TESTDATA/$file" -o result 2>said |
		grep -v '^ ' | sed 's/, [^,]*\(s\|min\|h\)\(, [0-9,]* tokens\|$\)/\2/'
	# the beginning of what was sent
	cut -c 1-700 sent | sed 's/"trace_id":"[^"]*","call_id":"[^"]*",//'
	jq -c '.spans[] | select(.was_modified) | [.served_by, .output]' result | sort | uniq -c | tr -s ' '
done
