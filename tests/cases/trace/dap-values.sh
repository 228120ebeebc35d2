# Values in a debug adapter: they open level by level and in parts, they are harmless, and their names are those of EXPR.
. "$TESTDATA/dap/client.sh"
awk 'BEGIN {
	printf "{\"trace_id\":\"t\",\"call_id\":\"a\",\"parent_id\":null,\"name\":\"f\\u0007\\u202e\"," \
		"\"kind\":\"llm\",\"service\":\"s\",\"start\":\"2026-01-01T00:00:00Z\"," \
		"\"duration_ns\":1500000,\"status\":\"error\"," \
		"\"error\":{\"type\":\"E\",\"message\":\"bad \\u001b[31mred\",\"where\":null}," \
		"\"input\":{\"user\":{\"name\":\"ann\",\"a.b\":1,\"\":null,\"tags\":[\"x\",{\"y\":[true]}]}," \
		"\"odd name\":2,\"red\":\"\\u001b[31m\\u0000\\n\",\"huge\":["
	for (i = 0; i < 20000; i++)
		printf("%s%d", i ? "," : "", i)
	printf "],\"empty\":{},\"none\":[]},\"output\":\"done\",\"attributes\":{\"k\":[1]}," \
		"\"events\":[{\"at\":\"2026-01-01T00:00:00.001Z\",\"type\":\"variable\"," \
		"\"name\":\"v\",\"value\":{\"deep\":[[[[5]]]]}},{\"at\":\"2026-01-01T00:00:00.001Z\"," \
		"\"type\":\"log\",\"message\":\"hello\",\"level\":\"info\",\"attributes\":{\"q\":[7]}}]}\n"
}' >trace.jsonl
{
	opened trace.jsonl '"stopOnEntry":true'
	cat <<'EOF'
configurationDone
threads
stackTrace {"threadId":1}
scopes {"frameId":1}
variables {"variablesReference":1}
variables {"variablesReference":5}
variables {"variablesReference":7}
variables {"variablesReference":6,"filter":"indexed","start":19998,"count":5}
variables {"variablesReference":6,"filter":"named"}
variables {"variablesReference":4}
evaluate {"expression":"user.tags.1.y","context":"watch"}
evaluate {"expression":"user","context":"clipboard"}
evaluate {"expression":"\"odd name\"","context":"hover"}
dataBreakpointInfo {"variablesReference":5,"name":"name"}
dataBreakpointInfo {"variablesReference":4,"name":"status"}
next {"threadId":1}
next {"threadId":1}
stackTrace {"threadId":1}
scopes {"frameId":2}
variables {"variablesReference":13}
variables {"variablesReference":14}
evaluate {"expression":"v.deep.0.0.0.0","frameId":2}
disconnect
EOF
} | dap | tail -n +3
echo '-- all of a long list'
{
	opened trace.jsonl '"stopOnEntry":true'
	cat <<'EOF'
configurationDone
evaluate {"expression":"huge"}
variables {"variablesReference":1}
EOF
} | dap >all
jq -c 'select(.command == "variables").body.variables | [length, .[0], .[-1]]' messages
