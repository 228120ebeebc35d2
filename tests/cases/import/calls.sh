# Our own calls come back to the same bytes: every member, every kind of event and its place among the children, every note; what is written by hand is kept.
cat >calls <<'EOF'
{"trace_id":"t","call_id":"a","parent_id":null,"name":"root","kind":"agent","service":"s","start":"2026-02-04T12:00:00Z","duration_ns":5000000000,"status":"ok","input":null,"output":[1,"\u0001\"",{"a":1.0e5}],"attributes":{"k":1,"é":"ü"},"links":[{"traceID":"x"}],"events":[{"at":null,"after":0,"type":"log","message":"no time"},{"at":"2026-02-04T12:00:00Z","type":"variable","name":"v","value":{"a":[1]}},{"at":"2026-02-04T12:00:01.000000001Z","type":"loop","phase":"entry","loop_type":"for","iterations":3},{"at":"2026-02-04T12:00:01.500Z","after":0,"type":"loop","phase":"iteration","iteration":1},{"at":"2026-02-04T12:00:02Z","after":2,"type":"branch","condition":"x > 0","taken":true},{"at":"2026-02-04T12:00:02.100Z","type":"log","message":"said","level":"WARN","attributes":{"n":1}},{"at":"2026-02-04T12:00:04Z","type":"error","error_type":"E","message":null,"where":"f.c:1"}],"source":{"file":"f.c","line":12}}
{"trace_id":"t","call_id":"b","parent_id":"a","name":"ask","kind":"llm","service":null,"start":"2026-02-04T12:00:01.200Z","duration_ns":-1,"status":"error","error":{"type":"T","message":"m","where":"f.c:2"},"input":{"model":"m"},"output":"text","llm":{"model":"m","vendor":"v","usage":{"input_tokens":1,"output_tokens":2,"cache_read_tokens":3,"cache_write_tokens":4,"reasoning_tokens":0},"cost_usd":0.10},"source":{"file":null,"line":3},"after":"z","notes":["negative_duration"]}
{"trace_id":"t","call_id":"c","parent_id":"a","name":null,"kind":"llm","service":null,"start":"2026-02-04T12:00:02Z","duration_ns":null,"status":"open","llm":{"model":null,"vendor":null,"usage":null,"cost_usd":null},"notes":["no_exit"]}
{"trace_id":"t","call_id":"c~2","parent_id":"a","name":"","kind":"tool","service":"","start":"2026-02-04T12:00:03Z","duration_ns":0,"status":"error","events":[{"at":"2026-02-04T12:00:03Z","type":"log","message":null}],"source":{"file":"g","line":null},"notes":["no_exit","no_entry","duplicate_id"]}
{"trace_id":"t","call_id":"d","parent_id":"gone","name":"orphan","kind":"function","service":null,"start":"2026-02-04T12:00:09Z","duration_ns":1,"status":"ok","notes":["parent_missing"]}
{"trace_id":"","call_id":"","parent_id":null,"name":"","kind":"function","service":null,"start":null,"duration_ns":null,"status":"open","notes":["no_exit","no_entry"]}
{"trace_id":"u","call_id":"e","parent_id":"f","name":"e","kind":"retrieval","service":null,"start":null,"duration_ns":7,"status":"ok","notes":["cycle"]}
{"trace_id":"u","call_id":"f","parent_id":"e","name":"f","kind":"embedding","service":null,"start":null,"duration_ns":7,"status":"ok"}
EOF
esper-trace-replay -q --calls calls | diff calls - && echo 'the same'
awk 'NR > 1' calls | tac | cat - calls | esper-trace-replay -q --calls | jq -c '[.trace_id, .call_id, .parent_id]'
echo '-- two files, which complete each other'
sed -n 1p calls >one
sed '1d' calls | esper-trace-replay -q --calls >two
grep -c parent_missing two
esper-trace-replay -q --calls one two | diff calls - && echo 'the same'
echo '-- written by hand'
cat >hand <<'EOF'
{"trace_id":null,"call_id":"0XABCDEF0123456789","parent_id":null,"name":"n","kind":"rocket","status":"fine","start":1,"duration_ns":1e30,"error":"went wrong","llm":{"model":5,"usage":{"input_tokens":-1,"words":2},"cost_usd":"1"},"attributes":[1],"links":{},"events":7,"source":"f.c:1","notes":["odd",1],"mine":{"a": 1}}
{"trace_id":"v","call_id":"2","parent_id":"abcdef0123456789","name":5,"kind":"tool","status":"ok","start":"yesterday","duration_ns":"5","input":1,"input":2,"events":[1,{"type":"boom","at":"x","after":-1,"message":"m"},{"type":"variable","value":1,"line":5,"attributes":{"a":1}},{"type":"error","at":"2026-02-04T12:00:00Z","error_type":7}],"attributes":{"a":1},"more":true}
EOF
esper-trace-replay --calls hand >out 2>said
cat out said
esper-trace-replay -q --calls out | cmp - out && echo 'the same again'
echo '-- many events and many children'
awk 'BEGIN { printf "{\"trace_id\":\"w\",\"call_id\":\"r\",\"parent_id\":null,\"name\":\"r\",\"kind\":\"span\",\"service\":null,\"start\":\"2026-02-04T12:00:00Z\",\"duration_ns\":1,\"status\":\"ok\",\"events\":["
	for (i = 0; i < 30000; i++)
		printf "%s{\"at\":\"2026-02-04T12:00:%02d.%03dZ\",\"type\":\"log\",\"message\":\"%d\"}", i ? "," : "", i / 1000, i % 1000, i
	print "]}"
	for (i = 0; i < 30000; i++)
		printf "{\"trace_id\":\"w\",\"call_id\":\"%d\",\"parent_id\":\"r\",\"name\":\"c\",\"kind\":\"span\",\"service\":null,\"start\":\"2026-02-04T12:00:%02d.%03d5Z\",\"duration_ns\":1,\"status\":\"ok\"}\n", i, i / 1000, i % 1000 }' >many
esper-trace-replay -q --calls many >again
esper-trace-replay -q --calls again | cmp - again && wc -l <again
grep -c after again
