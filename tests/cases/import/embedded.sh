# JSON that stands in a string is taken out of it, unless it has more levels than a line may have; brackets in its strings are no levels.
# nested N: so many levels of arrays
nested() {
	awk -v n="$1" 'BEGIN { for (i = 0; i < n; i++) printf "["; for (i = 0; i < n; i++) printf "]" }'
}
# first: of each call the beginning of its input
first() {
	sed -n 's/.*"call_id":"\([^"]*\)".*"input":\(.\).*/\1 \2/p' calls
}
brackets=$(awk 'BEGIN { for (i = 0; i < 600; i++) printf "[{" }')
# span ID VALUE: a tool whose input is the JSON in a string
span() {
	jq -cn --arg id "$1" --arg value "$2" '{traceId: "t", id: $id, name: "f", kind: 0, timestamp: 1, duration: 1,
		attributes: {"gen_ai.operation.name": "execute_tool", "gen_ai.tool.call.arguments": $value},
		status: {code: 0}, events: [], links: []}'
}
{
	span brackets "{\"code\":\"$brackets\"}"
	span escaped "{\"code\":\"\\\\\\\"$brackets\"}"
	span both "[[\"$brackets\"],{\"$brackets\":\"]\"}]"
	span levels-500 "$(nested 500)"
	span levels-501 "$(nested 501)"
	span levels-1000 "$(nested 1000)"
} >spans
esper-trace-replay -q --calls spans >calls
first
esper-trace-replay -q --calls calls | cmp - calls
echo '-- also the arguments of a session'
{
	echo '{"timestamp":"2026-01-01T00:00:00Z","type":"session_meta","payload":{"id":"s","cwd":"/"}}'
	for n in 500 1000; do
		jq -cn --arg id "c$n" --arg value "$(nested $n)" '{timestamp: "2026-01-01T00:00:01Z", type: "response_item",
			payload: {type: "function_call", name: "f", call_id: $id, arguments: $value}}'
	done
} >rollout
esper-trace-replay -q --calls rollout >calls
first | grep '^c'
esper-trace-replay -q --calls calls | cmp - calls
