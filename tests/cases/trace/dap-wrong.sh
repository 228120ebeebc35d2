# A debug adapter survives what is wrong: headers, messages, arguments, the order of requests, files; and says what it is.
. "$TESTDATA/dap/client.sh"
cp "$TESTDATA/examples/incident.jsonl" .
echo '{"x":' >bad.json
echo '{"x":1}' >unknown.json
frame() { printf 'Content-Length: %d\r\n\r\n%s' "${#1}" "$1"; }
deep=$(awk 'BEGIN { for (i = 0; i < 10000; i++) printf "[" }')
echo '-- messages'
{
	printf 'Content-Length: -2\r\n\r\n{}'
	printf 'Content-Type: x\r\n\r\n{}'
	printf 'Content-Length: 99999999999999999999\r\n\r\n'
	for message in '' '{' '[]' 'nul' "$deep" '{"seq":1,"type":"request"}' \
		'{"seq":"1","type":"request","command":"threads"}' \
		'{"seq":1.5,"type":"request","command":"threads"}' \
		'{"type":"request","command":"threads"}' \
		'{"seq":5,"type":"reqest","command":"threads"}' \
		'{"seq":5,"type":"response","command":"threads"}' \
		'{"seq":6,"type":"request","command":"thr\u0000eads\u001b[31m"}' \
		'{"seq":6,"type":"request","command":"threads","arguments":[]}' \
		'{"seq":7,"type":"request","command":"threds"}' \
		'{"seq":8,"type":"request","command":"threads"}'; do
		frame "$message"
	done
	frame "$(printf '{"seq":6,"type":"request","command":"\377"}')"
	printf 'Content-Length: 10\r\n\r\n{}'
} | dap_raw
echo '-- requests'
{
	cat <<'EOF'
launch {"program":"incident.jsonl"}
initialize {"pathFormat":"uri"}
initialize {"linesStartAt1":1}
initialize {"adapterID":"x"}
initialize {"adapterID":"x"}
launch
launch {"program":7}
launch {"program":""}
launch {"program":"missing.jsonl"}
launch {"program":"bad.json"}
launch {"program":"unknown.json"}
launch {"program":"-"}
launch {"program":"."}
launch {"program":"/dev/null"}
launch {"program":"incident.jsonl","args":"--error"}
launch {"program":"incident.jsonl","args":[7]}
launch {"program":"incident.jsonl","args":["--nonsense"]}
launch {"program":"incident.jsonl","args":["--calls"]}
launch {"program":"incident.jsonl","args":["-o","x"]}
launch {"program":"incident.jsonl","args":["--version"]}
launch {"program":"incident.jsonl","args":["--trace-id","zzz"]}
next {"threadId":1}
setBreakpoints {"source":{"path":"x"},"breakpoints":[7]}
setBreakpoints {"source":{},"breakpoints":[{"line":1}]}
launch {"program":"incident.jsonl","args":["--name","calc*"],"stopOnEntry":true}
launch {"program":"incident.jsonl"}
next {"threadId":1}
configurationDone
configurationDone
next
next {"threadId":"1"}
next {"threadId":2}
goto {"threadId":1,"targetId":6}
scopes {"frameId":1}
variables {"variablesReference":-1}
source {"sourceReference":2}
setFunctionBreakpoints {"breakpoints":[{"name":7}]}
setExceptionBreakpoints {"filters":[7]}
evaluate {"expression":"((("}
attach {}
setVariable {"variablesReference":1,"name":"x","value":"2"}
threads
EOF
} | dap | cut -c 1-300
echo '-- outputs'
echo 'initialize {"adapterID":"x"}' | awk '{ printf "Content-Length: 49\r\n\r\n{\"seq\":1,\"type\":\"request\",\"command\":\"initialize\"}" }' >one
esper-trace-replay --dap <one >/dev/full
echo "status $?"
esper-trace-replay --dap </dev/null
echo "status $?"
esper-trace-replay --dap <&-
echo "status $?"
{ esper-trace-replay --dap <one || echo "status $?" >&3; } 3>&1 | head -c 10
echo
esper-trace-replay --dap incident.jsonl <one
echo "status $?"
esper-trace-replay --dap --html page <one
echo "status $?"
