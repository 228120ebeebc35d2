# mocks: JSON lines, an array or one object; the first that fits answers; a wrong file is refused with the place; unused ones are named
exec 2>&1
shop=$TESTDATA/rerun/shop.jsonl
# with MOCKS: replays the agent with them
with() {
	printf '%s' "$1" >mocks
	echo "-- $1"
	esper-trace-replay --replay --mock mocks --trace-id s2 --format jsonl "$shop" >result
	echo "status $?"
	jq -c '[.spans[] | select(.served_by == "mock") | [.name, .output // .error, .verdict]]' result
}
with '{"name":"kb","output":[]}'
with '{"name":"k*","output":[]}
{"kind":"retrieval","output":1}

{"kind":"tool","error":{"type":"Down","message":"no route"}}
'
with '[{"name":"search","output":{"results":["shipped"]}},
 {"name":"assistant","error":"Busy"}]'
with '{"search": {"results": []}, "delivery times": [1]}'
with '{
  "nobody": 1,
  "langchain.tool.search": {"results":["shipped"]}
}'
with '{"name":"search","input":{"q":"order 8"},"output":1}
{"name":"search","input":{"q":"order 7","more":1},"output":2}
{"name":"search","input":{"q":"order 7"},"output":3}'
with '{"name":"search","input":{},"trace_id":"s9","output":1}
{"name":"search","kind":"llm","output":2}
{"name":"search","kind":"tool","trace_id":"s2","output":3}'
with '{"name":"search","times":0,"output":1}'
with ''
echo '-- wrong files'
with '{"name":"search"}'
with '{"output":1}
{"name":"a","output":1}'
with '{"name":"a","output":1}
{"name":"a","output":}'
with '{"name":"a","output":1}
{"name":"a","output":1,"error":"b"}'
with '{"name":"a","output":1}
{"name":"a","kind":"tol","output":1}'
with '{"name":7,"output":1}'
with '{"name":"a","error":7}'
with '{"name":"a","error":{"type":7}}'
with '{"name":"a","inptu":{},"output":1}'
with '{"name":"a","times":-1,"output":1}'
with '[1]'
with '"a"'
with '{'
