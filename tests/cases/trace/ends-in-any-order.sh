# Several requests of one call, several JSON-RPC requests of one id, and several calls of one id have their own ends, in whatever order the lines come.
if [ ! -x "$BUILD/fault/faults" ]; then
	echo "not with the sanitizers, which need far more time"
	exit 77
fi
orders() { # of the lines of a file
	awk '
		function write(n, order, i, file) {
			if (n > NR) {
				file = sprintf("order.%03d", ++files)
				for (i = 1; i <= NR; i++)
					print line[order[i]] >file
				close(file)
				return
			}
			for (i = 1; i <= NR; i++)
				if (!used[i]) {
					used[i] = 1
					order[n] = i
					write(n + 1, order)
					used[i] = 0
				}
		}
		{ line[NR] = $0 }
		END { write(1, order) }' "$1"
}
check() {
	rm -f order.*
	orders in
	esper-trace-replay -q --calls in | tee calls | jq -c '[.call_id, .input, .output, .duration_ns, .llm.model, .error.message]'
	for f in order.*; do
		esper-trace-replay -q --calls "$f" | cmp -s - calls || echo "$f differs"
	done
}
echo '-- requests of a call'
cat >in <<'END'
{"timestamp":"2026-01-01T00:00:00.000Z","event":"function_entry","correlation_id":"c1","function_name":"f"}
{"timestamp":"2026-01-01T00:00:00.001Z","event_type":"http_request","correlation_id":"c1","url":"http://x/a"}
{"timestamp":"2026-01-01T00:00:00.002Z","event_type":"http_response","correlation_id":"c1","status":200}
{"timestamp":"2026-01-01T00:00:00.003Z","event_type":"http_request","correlation_id":"c1","url":"http://x/b"}
{"timestamp":"2026-01-01T00:00:00.004Z","event_type":"http_response","correlation_id":"c1","status":500,"error":"gone"}
END
check
echo '-- requests of JSON-RPC'
cat >in <<'END'
{"timestamp":"2026-01-01T00:00:00.001Z","message":{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a","arguments":{"n":1}}}}
{"timestamp":"2026-01-01T00:00:00.002Z","message":{"jsonrpc":"2.0","id":1,"result":{"x":"A"}}}
{"timestamp":"2026-01-01T00:00:00.003Z","message":{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"b","arguments":{"n":2}}}}
{"timestamp":"2026-01-01T00:00:00.004Z","message":{"jsonrpc":"2.0","id":1,"error":{"code":-1,"message":"no"}}}
END
check
echo '-- requests to models, one without an answer'
cat >in <<'END'
{"timestamp":"2026-01-01T00:00:00.001Z","message":{"jsonrpc":"2.0","id":1,"method":"sampling/createMessage","params":{"n":1}}}
{"timestamp":"2026-01-01T00:00:00.003Z","message":{"jsonrpc":"2.0","id":1,"method":"sampling/createMessage","params":{"n":2}}}
{"timestamp":"2026-01-01T00:00:00.004Z","message":{"jsonrpc":"2.0","id":1,"result":{"role":"assistant","model":"m","content":{"type":"text","text":"A"}}}}
END
check
echo '-- calls'
cat >in <<'END'
{"timestamp":"2026-01-01T00:00:00.001Z","event":"function_entry","correlation_id":"f","function_name":"f","args":{"a":1}}
{"timestamp":"2026-01-01T00:00:00.002Z","event":"function_exit","correlation_id":"f","function_name":"f","return_value":1,"line":7}
{"timestamp":"2026-01-01T00:00:00.003Z","event":"function_entry","correlation_id":"f","function_name":"f","args":{"a":2}}
{"timestamp":"2026-01-01T00:00:00.004Z","event":"function_exit","correlation_id":"f","function_name":"f","return_value":2}
END
check
echo '-- at one time the order of the lines decides'
sed 's/00\.00.Z/00Z/' in >same
esper-trace-replay -q --calls same | jq -c '[.call_id, .input, .output]'
echo '-- without times the order of the lines, too'
cat >in <<'END'
{"jsonrpc":"2.0","id":1,"result":{"x":"A"}}
{"jsonrpc":"2.0","id":1,"result":{"x":"B"}}
{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a","arguments":{"n":1}}}
{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"b","arguments":{"n":2}}}
END
esper-trace-replay -q --calls in | jq -c '[.call_id, .input, .output]'
echo '-- the end of a function is no end of another one, whose recorder counts from the start again'
cat >in <<'END'
{"timestamp":"2026-01-01T00:00:00.001Z","event":"function_entry","correlation_id":"f","function_name":"f"}
{"timestamp":"2026-01-01T00:00:00.003Z","event":"function_exit","correlation_id":"f","function_name":"f","return_value":1}
{"timestamp":"2026-01-01T00:00:00.002Z","event":"function_entry","correlation_id":"f","function_name":"g"}
{"timestamp":"2026-01-01T00:00:00.004Z","event":"function_exit","correlation_id":"f","function_name":"g","return_value":2}
END
esper-trace-replay -q --calls in | jq -c '[.call_id, .name, .output]'
