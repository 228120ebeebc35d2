# No token and no cost is counted twice: of a call and what is below it, the larger counts; what a tool or an agent does below a request is not part of it. A cost that is not known is not 0.
# call ID PARENT KIND USAGE COST [MODEL]
call() {
	printf '{"trace_id":"t","call_id":"%s","parent_id":%s,"name":"%s","kind":"%s","service":null,"start":"2026-11-20T10:00:00Z","duration_ns":10,"status":"ok","llm":{"model":%s,"vendor":null,"usage":%s,"cost_usd":%s}}\n' \
		"$1" "$2" "$1" "$3" "${6-null}" "$4" "$5"
}
tokens() { # tokens in, and out
	printf '{"input_tokens":%s,"output_tokens":%s}' "$1" "$2"
}
try() {
	cat >log
	echo "-- $1"
	esper-trace-replay -q --sessions --format jsonl log | jq -c '[.model, .models, .llm_calls, .usage, .cost_usd, .llm_calls_without_cost]'
	esper-trace-replay -q --by model --format jsonl log | jq -c '[.model, .calls, .usage, .cost_usd, .llm_calls_without_cost]'
}
{
	call r null agent "$(tokens 300 30)" 0.5
	call a '"r"' llm "$(tokens 100 10)" null '"m"'
	call b '"r"' llm "$(tokens 200 20)" null '"m"'
} | try 'an agent repeats the tokens of its requests, and knows the cost of both: 300, 30, 0.5'
{
	call r null agent "$(tokens 350 10)" 0.1
	call a '"r"' llm "$(tokens 100 10)" 0.2 '"m"'
	call b '"r"' llm "$(tokens 200 20)" 0.3 '"n"'
} | try 'an agent that counted more, and less: 350, 30, 0.5; nobody knows which model had the 50'
{
	call r null span "$(tokens 100 10)" null '"alias"'
	call s '"r"' llm "$(tokens 100 10)" null '"alias"'
	call a '"s"' llm "$(tokens 100 10)" 0.2 '"m"'
} | try 'a request in a request is one request: 100, 10, 0.2'
{
	call r null llm "$(tokens 1000 100)" 1 '"m"'
	call t '"r"' tool null null
	call a '"t"' llm "$(tokens 100 10)" 0.1 '"n"'
} | try 'a tool below a request asks another model: 1100, 110, 1.1'
{
	call q null agent "$(tokens 1100 110)" 1.1
	call r '"q"' llm "$(tokens 1000 100)" 1 '"m"'
	call t '"r"' agent "$(tokens 100 10)" null
	call a '"t"' llm "$(tokens 100 10)" 0.1 '"n"'
	call b '"q"' tool "$(tokens 50 5)" 0.05
} | try 'an agent around all of it, with a tool that counts for itself: 1150, 115, 1.15'
{
	call a null llm "$(tokens 1 2)" 0.1 '"m"'
	call b null llm "$(tokens 3 4)" null '"m"'
	call c null llm null null
	call d null embedding '{"input_tokens":5}' 0 '"e"'
} | try 'costs of which some are not known: a part; a model that is not known'
{
	call a null llm '{"cache_read_tokens":7}' null '"m"'
	call b null llm '{"output_tokens":0}' null '"m"'
} | try 'members that no call recorded are absent'
call a null llm null null | try 'nothing is recorded'
call a null tool null null | try 'no request'
awk 'BEGIN {
	for (i = 0; i < 1000; i++)
		printf "{\"trace_id\":\"t\",\"call_id\":\"%d\",\"parent_id\":null,\"name\":\"n\",\"kind\":\"llm\",\"service\":null,\"start\":null,\"duration_ns\":1,\"status\":\"ok\",\"llm\":{\"model\":\"m%d\",\"vendor\":null,\"usage\":null,\"cost_usd\":%s}}\n", i, i % 2, i % 2 ? "0.1" : "1e-7"
}' >log
echo '-- 500 times 0.1 and 500 times 0.0000001'
esper-trace-replay -q --sessions --format jsonl log | grep -o '"cost_usd":[0-9.]*'
esper-trace-replay -q --by model --format jsonl log | grep -o '"cost_usd":[0-9.]*'
echo '-- a chain of requests and tools'
awk 'BEGIN {
	for (i = 0; i < 20000; i++)
		printf "{\"trace_id\":\"t\",\"call_id\":\"%d\",\"parent_id\":%s,\"name\":\"n\",\"kind\":\"%s\",\"service\":null,\"start\":null,\"duration_ns\":1,\"status\":\"ok\",\"llm\":{\"model\":\"m\",\"vendor\":null,\"usage\":{\"input_tokens\":1},\"cost_usd\":null}}\n", i, i ? "\"" i - 1 "\"" : "null", i % 2 ? "tool" : "llm"
}' | esper-trace-replay -q --sessions --format jsonl | jq -c '[.calls, .llm_calls, .usage]'
