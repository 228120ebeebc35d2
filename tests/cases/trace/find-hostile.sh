# --find: what data and paths contain controls no terminal; deep and large values take linear time, and characters stay whole
export LC_ALL=C.UTF-8
awk 'function call(id, input) {
	printf "{\"trace_id\":\"t\\u001b\",\"call_id\":\"%s\",\"parent_id\":null,\"name\":\"f\\u001b[2J\",\"kind\":\"function\",\"service\":null,\"start\":null,\"duration_ns\":null,\"status\":\"ok\",\"input\":%s}\n", id, input
}
function repeat(s, n,  r) {
	for (r = ""; n > 0; n--)
		r = r s
	return r
}
BEGIN {
	call(1, "{\"a\\u001b\\n\":\"needle \\u001b]0;x\\u0007\",\"x\":[\"" repeat("ü", 30) " needle " repeat("ö", 300) "\"]}")
	call(2, repeat("[{\"k\":", 450) "\"needle\"" repeat("}]", 450))
	call(3, "\"" repeat("needles ", 20000) "needle\"")
	call(4, "\"" repeat("needlesneedles", 20000) "\"")
	members = ""
	for (i = 0; i < 5000; i++)
		members = members sprintf("%s\"key%d\":[]", i > 0 ? "," : "", i)
	call(5, "{" members "}")
	print "{" members "}" >"big"
	call(6, "{" repeat("\"key1\":[],", 5000) "\"key1\":[]}")
}' >calls
esper-trace-replay -q --find needle calls | cut -c 1-200
esper-trace-replay -q --find needle --format jsonl calls | jq -r '"\(.call_id) \(.path | length) \(.path[:20] | @json) \(.whole)"'
echo '-- an object of many members, in another order, and with one more'
esper-trace-replay -q --find "$(cat big)" --format jsonl calls | jq -r .call_id
esper-trace-replay -q --find "$(jq -c 'to_entries | reverse | from_entries' big)" --format jsonl calls | jq -r .call_id
esper-trace-replay -q --find "$(jq -c '.key5000 = []' big)" --format jsonl calls
echo "status $?"
echo '-- a message about a long value is short'
esper-trace-replay --find "$(printf %0200d 1)" calls 2>&1 | grep nowhere | wc -c
esper-trace-replay --find "$(printf %0201d 1)" calls 2>&1 | grep nowhere
