# The result of a session grows with its length, not with its square; it can be resumed, and read as a trace: the requests are the same.
export LC_ALL=C.UTF-8
awk 'BEGIN {
	base = "\"sessionId\":\"s-1\",\"cwd\":\"/x\",\"version\":\"2.0\",\"isSidechain\":false,\"userType\":\"external\""
	long = sprintf("%2000s", ""); gsub(/ /, "x", long)
	printf "{%s,\"type\":\"user\",\"uuid\":\"u0\",\"parentUuid\":null,\"timestamp\":\"2026-02-04T10:00:00.000Z\",\"message\":{\"role\":\"user\",\"content\":\"Count.\"}}\n", base
	for (i = 0; i < 60; i++) {
		printf "{%s,\"type\":\"assistant\",\"uuid\":\"a%d\",\"parentUuid\":\"u%d\",\"timestamp\":\"2026-02-04T10:%02d:01.000Z\",\"message\":{\"id\":\"msg_%d\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-sonnet-4-5\",\"content\":[{\"type\":\"tool_use\",\"id\":\"t%d\",\"name\":\"Bash\",\"input\":{\"command\":\"ls %d\"}}],\"usage\":{\"input_tokens\":100,\"output_tokens\":10}}}\n", base, i, i, i, i, i, i
		printf "{%s,\"type\":\"user\",\"uuid\":\"u%d\",\"parentUuid\":\"a%d\",\"timestamp\":\"2026-02-04T10:%02d:02.000Z\",\"message\":{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"t%d\",\"content\":\"%s\"}]}}\n", base, i + 1, i, i, i, long
	}
}' </dev/null >session.jsonl
llm='tee -a sent | jq --unbuffered -c "{id, output: \"x\", usage: {input_tokens: 1, output_tokens: 1}}"'
esper-trace-replay --model claude-opus-4-1 --system-prompt 'Be kind.' --llm "$llm" -o result.jsonl session.jsonl | tail -n 3
echo "$(wc -l <sent) sent; small: $(($(wc -c <result.jsonl) < 400000))"
jq -c '.spans[] | select(.span_type == "llm") | [.original_span_id, .after, (.input | keys), (.input.messages | length), (.request_sha256 | type)]' result.jsonl | sed -n '1,3p;$p'
echo '-- resumed'
esper-trace-replay --model claude-opus-4-1 --system-prompt 'Be kind.' --llm false --resume result.jsonl -o again.jsonl session.jsonl | tail -n 1
cmp result.jsonl again.jsonl
echo '-- another request is another digest'
esper-trace-replay -q --model claude-opus-4-1 --system-prompt 'Be unkind.' --llm false --max-retries 0 --resume result.jsonl --format jsonl session.jsonl 2>/dev/null |
	jq -c '[.spans[] | select(.error) | .error.type]' | jq length
echo '-- read as a trace'
mv sent first
esper-trace-replay --model gpt-4o --llm "$llm" result.jsonl | tail -n 1
for file in first sent; do
	jq -c '.input | del(.model)' "$file" | sha256sum
done | uniq | wc -l
echo '-- compared'
esper-trace-replay --model claude-opus-4-1 --system-prompt 'Be kind.' --llm "$llm" --compare -o comparison.json session.jsonl | sed -n '4,9p'
echo "small: $(($(wc -c <comparison.json) < 800000))"
cat >chain.jsonl <<'END'
{"trace_id":"t","call_id":"a","parent_id":null,"name":"chat","kind":"llm","service":null,"start":"2026-01-01T00:00:00Z","duration_ns":5,"status":"ok","input":{"model":"gpt-4","messages":[]},"output":"x","llm":{"model":"gpt-4","vendor":null,"usage":{},"cost_usd":null}}
{"trace_id":"t","call_id":"b","parent_id":null,"name":"chat","kind":"llm","service":null,"start":"2026-01-01T00:00:01Z","duration_ns":5,"status":"ok","input":{"model":"gpt-4","messages":[{"role":"user","content":"hi"}]},"output":"x","llm":{"model":"gpt-4","vendor":null,"usage":{},"cost_usd":null},"after":"a"}
{"trace_id":"t","call_id":"c","parent_id":null,"name":"chat","kind":"llm","service":null,"start":"2026-01-01T00:00:02Z","duration_ns":5,"status":"ok","input":{"model":"gpt-4","messages":[]},"output":"x","llm":{"model":"gpt-4","vendor":null,"usage":{},"cost_usd":null},"after":"b"}
END
# one that was added is shown with each request
esper-trace-replay -q --system-prompt 'Be kind.' --llm "$llm" --compare chain.jsonl --format jsonl |
	jq -c '.differences[] | select(.field == "input") | .span, .original_value, .modified_value'
# the system prompt is a message of the first request, and stays one of all
esper-trace-replay -q --system-prompt 'Be kind.' --llm "$llm" --compare "$TESTDATA/traces/codex/turns.jsonl" --format jsonl |
	jq -c '.differences[] | select(.field == "input") | .span, .modified_value' | cut -c 1-200
