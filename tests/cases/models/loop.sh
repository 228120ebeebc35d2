# An open loop: each request has the recorded history; what comes after other tools is stale; --from-step leaves the beginning as it was.
export LC_ALL=C.UTF-8
cp "$TESTDATA/traces/claude-made/session.jsonl" .
run() {
	echo "\$ $*"
	esper-trace-replay "$@"
	echo "status $?"
}
# the recorded answers, by the text of the last message
esper-trace-replay -q --calls session.jsonl | jq -c 'select(.kind == "llm") | [.call_id, .output, .llm.model]'
cat >same.jq <<'END'
# asks for the tools that were asked for, except in one call
def tool($name; $input): {type: "tool_use", id: "x", name: $name, input: $input};
{msg_01A: [{type: "text", text: "ok"}, tool("Bash"; {description: "Run the tests", command: "pytest -q"}), tool("Read"; {file_path: "/home/ada/shop/cart.py"})],
 msg_01B: [tool("Task"; {prompt: "Find every sum over items that ignores the quantity.", description: "Find other sums", subagent_type: "Explore"})],
 msg_01E: [tool("Edit"; {file_path: "/home/ada/shop/cart.py", old_string: "i.price", new_string: "i.price * i.quantity"})],
 msg_01G: [tool("Bash"; {command: "pytest -q"})]} as $same
| {id, output: (if .call_id == $other then [tool("Bash"; {command: "ls"})] else $same[.call_id] // "another text" end)}
END
for other in msg_01B msg_01F none; do
	esper-trace-replay -q --model claude-opus-4-1 --llm "jq --unbuffered -c -f same.jq --arg other $other" --format jsonl session.jsonl |
		jq -c '[.steps, .departs_at_step, .success], (.spans[] | [.original_span_id, .served_by, .stale])'
done
run -q --model claude-opus-4-1 --llm 'jq --unbuffered -c -f same.jq --arg other msg_01F' session.jsonl | grep step
echo '-- --from-step'
esper-trace-replay -q --model claude-opus-4-1 --from-step 7 --llm 'jq --unbuffered -c -f same.jq --arg other none' --format jsonl session.jsonl |
	jq -c '.modifications_applied, (.spans[] | select(.span_type == "llm") | [.original_span_id, .served_by, .was_modified])'
run -q --model claude-opus-4-1 --from-step 99 --llm false session.jsonl | tail -n 3
echo '-- the same tool with another input is another tool'
run -q --model gpt-4o --llm 'jq --unbuffered -c "{id, output: [{id: \"c\", type: \"function\", function: {name: \"find_order\", arguments: \"{\\\"id\\\": 8}\"}}]}"' \
	"$TESTDATA/traces/langfuse/rows.jsonl" | grep departs
run -q --model gpt-4o --llm 'jq --unbuffered -c "{id, output: null, tool_calls: [{id: \"c\", type: \"function\", function: {name: \"find_order\", arguments: \"{ \\\"id\\\": 7 }\"}}]}"' \
	"$TESTDATA/traces/langfuse/rows.jsonl" | grep -c departs
echo '-- tools: mock, then execution, then the recording'
cp "$TESTDATA/examples/prela.jsonl" .
echo '{"name":"search","output":"mocked"}' >mock.jsonl
llm='jq --unbuffered -c "{id, output: \"x\"}"'
for more in '' '--mock mock.jsonl' '--block search'; do
	# shellcheck disable=SC2086 # several words
	esper-trace-replay --model gpt-4o --llm "$llm" --exec "kind:tool=jq --unbuffered -c \"{id, output: \\\"executed\\\"}\"" $more --format jsonl prela.jsonl |
		jq -c '.success, (.spans[] | select(.span_type == "llm" or .span_type == "tool") | [.name, .served_by, .output, .verdict])'
done
# --allow is about tools; a change of the request asks for its execution, and --block always wins
esper-trace-replay --model gpt-4o --llm "$llm" --exec "kind:tool=cat" --allow nothing --format jsonl prela.jsonl | jq -c '.spans[] | [.name, .served_by]'
run --model gpt-4o --llm "$llm" --exec "kind:tool=cat" --block 'kind:llm' prela.jsonl
echo '-- a mocked model'
echo '{"kind":"llm","output":"mocked"}' >model.jsonl
run --model gpt-4o --llm false --mock model.jsonl prela.jsonl
