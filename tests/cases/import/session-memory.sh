# What a tool returns is also a message of the next request: a session is held once, not several times.
if [ ! -x "$BUILD/fault/faults" ]; then
	echo "not with the sanitizers, which need far more memory"
	exit 77
fi
awk -v n=2000 'BEGIN {
	for (i = 0; i < 400; i++)
		line = line sprintf("%d times %d is %d\\n", i, i, i * i)
	id = "\"sessionId\":\"s\",\"timestamp\":\"2026-11-20T10:00:00Z\",\"uuid\":\"u"
	for (i = 1; i <= n; i++) {
		message = "\"message\":{\"id\":\"m" i "\",\"role\":\"assistant\",\"content\":["
		printf "{\"type\":\"assistant\",\"parentUuid\":\"u%d\",%s%d\",%s", 2 * i - 2, id, 2 * i - 1, message
		printf "{\"type\":\"tool_use\",\"id\":\"t%d\",\"name\":\"Bash\",\"input\":{\"n\":%d}}]}}\n", i, i
		message = "\"message\":{\"role\":\"user\",\"content\":["
		printf "{\"type\":\"user\",\"parentUuid\":\"u%d\",%s%d\",%s", 2 * i - 1, id, 2 * i, message
		printf "{\"type\":\"tool_result\",\"tool_use_id\":\"t%d\",\"content\":\"%d: %s\"}]}}\n", i, i, line
	}
}' >claude
awk -v n=2000 'BEGIN {
	for (i = 0; i < 400; i++)
		line = line sprintf("%d times %d is %d\\n", i, i, i * i)
	begin = "{\"timestamp\":\"2026-11-20T10:00:00Z\",\"type\":\"response_item\",\"payload\":{\"type\":"
	print "{\"timestamp\":\"2026-11-20T10:00:00Z\",\"type\":\"session_meta\",\"payload\":{\"id\":\"s\"}}"
	for (i = 1; i <= n; i++) {
		printf "%s\"function_call\",\"name\":\"f\",\"arguments\":\"{}\",\"call_id\":\"c%d\"}}\n", begin, i
		printf "%s\"function_call_output\",\"call_id\":\"c%d\",\"output\":\"%d: %s\"}}\n", begin, i, i, line
	}
}' >codex
awk -v n=2000 'BEGIN {
	for (i = 0; i < 400; i++)
		line = line sprintf("%d times %d is %d\\n", i, i, i * i)
	for (i = 1; i <= n; i++) {
		printf "%s{\"role\":\"assistant\",\"tool_calls\":[", i % 10 == 1 ? "{\"messages\":[" : ","
		printf "{\"id\":\"c%d\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}", i
		printf ",{\"role\":\"tool\",\"tool_call_id\":\"c%d\",\"content\":\"%d: %s\"}", i, i, line
		if (i % 10 == 0)
			print "]}"
	}
}' >chat
ls -l claude codex chat | awk '{ print int($5 / 1e6) " MB" }'
# shellcheck disable=SC3045 # dash has it, and bash
ulimit -v 54000
for file in claude codex chat; do
	esper-trace-replay -q -j 1 --calls $file >calls.$file
	echo "$? $(wc -l <calls.$file) calls"
done
