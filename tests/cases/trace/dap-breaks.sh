# Breakpoints of a debug adapter: lines, names, variables and errors; conditions, counts of hits, log points; set before a trace is loaded, and after.
. "$TESTDATA/dap/client.sh"
cp "$TESTDATA/traces/viztracer/function_args_return.json" viz.json
here='"source":{"path":"/somewhere/example/src/function_args_return.py"}'
{
	echo 'initialize {"adapterID":"esper"}'
	echo "setBreakpoints {$here,\"breakpoints\":[{\"line\":9}]}"
	echo 'launch {"program":"viz.json"}'
	echo "setBreakpoints {$here,\"breakpoints\":[{\"line\":9,\"logMessage\":\"n is {n}, small: {n < 2} {x} {n <\"},{\"line\":6,\"condition\":\"n == 4\",\"hitCondition\":\"== 1\"},{\"line\":3,\"condition\":\"nothing\"},{\"line\":3,\"hitCondition\":\"many\"},{\"line\":6,\"condition\":\"n <\"}]}"
	cat <<'EOF'
setBreakpoints {"source":{"path":"/somewhere/other.py"},"breakpoints":[{"line":9}]}
setBreakpoints {"source":{"path":"return.py"},"breakpoints":[{"line":9}]}
setFunctionBreakpoints {"breakpoints":[{"name":"fib","condition":"n < 2","hitCondition":"% 3"},{"name":"nothing"},{"name":"fib","condition":"n <"}]}
configurationDone
stackTrace {"threadId":1}
continue {"threadId":1}
source {"sourceReference":2}
loadedSources
breakpointLocations {"source":{"sourceReference":2},"line":1,"endLine":100}
breakpointLocations {"source":{"sourceReference":1},"line":30,"endLine":100000}
gotoTargets {"source":{"sourceReference":2},"line":8}
dataBreakpointInfo {"name":"n"}
setDataBreakpoints {"breakpoints":[{"dataId":"n","accessType":"write","condition":"n != 5"},{"dataId":"n","accessType":"read"},{"dataId":"q"}]}
setBreakpoints {"source":{"sourceReference":1},"breakpoints":[{"line":7},{"line":7000}]}
setBreakpoints {"source":{"path":"dap-src://1/1/"},"breakpoints":[{"line":7}]}
setBreakpoints {"source":{"path":"dap-src://1/99/x"},"breakpoints":[{"line":7}]}
setFunctionBreakpoints {"breakpoints":[]}
setBreakpoints {"source":{"sourceReference":2},"breakpoints":[]}
goto {"threadId":1,"targetId":3}
continue {"threadId":1}
EOF
	echo "setBreakpoints {$here,\"breakpoints\":[]}"
	cat <<'EOF'
continue {"threadId":1}
continue {"threadId":1}
reverseContinue {"threadId":1}
disconnect
EOF
} | dap | tail -n +2
echo '-- code in a folder; errors by their type'
mkdir -p code/example/src && printf 'def fib(n):\n' >code/example/src/function_args_return.py
{
	opened viz.json '"args":["--source","code"]'
	cat <<'EOF'
setFunctionBreakpoints {"breakpoints":[{"name":"fib"}]}
setExceptionBreakpoints {"filters":["errors","all"],"filterOptions":[{"filterId":"errors","condition":"Zero*"},{"filterId":"errors"}]}
configurationDone
stackTrace {"threadId":1}
EOF
	echo "setBreakpoints {\"source\":{\"path\":\"$PWD/code/example/src/function_args_return.py\"},\"breakpoints\":[{\"line\":1}]}"
} | dap | sed "s|$PWD|HERE|; 1d"
cp "$TESTDATA/examples/incident.jsonl" .
{
	opened incident.jsonl
	cat <<'EOF'
setExceptionBreakpoints {"filters":[],"filterOptions":[{"filterId":"errors","condition":"Zero*"}]}
configurationDone
continue {"threadId":1}
EOF
} | dap | tail -n +4
