# A map of events makes one call of the log lines that share an id: from its first line to its last, whatever their order.
cat >map.json <<'EOF'
{ "summary": "request log", "record": "event", "when": { "has": ["req"] },
  "fields": [
    { "name": "call_id", "selector": { "kind": "RequestField", "path": "req" }, "parser": "String" },
    { "name": "trace_id", "selector": { "kind": "RequestField", "path": "trace" }, "parser": "String" },
    { "name": "parent_id", "selector": { "kind": "RequestField", "path": "by" }, "parser": "String" },
    { "name": "at", "selector": { "kind": "RequestField", "path": "ts" }, "parser": "Timestamp" },
    { "name": "name", "selector": { "kind": "RequestField", "path": "route" }, "parser": "String" },
    { "name": "service", "selector": { "kind": "RequestField", "path": "svc" }, "parser": "String" },
    { "name": "message", "selector": { "kind": "RequestField", "path": "msg" }, "parser": "String" },
    { "name": "level", "selector": { "kind": "RequestField", "path": "lvl" }, "parser": "String" },
    { "name": "error_type", "selector": { "kind": "RequestField", "path": "exc.type" }, "parser": "String" } ] }
EOF
cat >log <<'EOF'
{"req":"r1","ts":"2026-01-01T00:00:01Z","route":"GET /a","msg":"start","lvl":"info","user":7}
{"req":"r2","by":"r1","trace":"r1","ts":"2026-01-01T00:00:01.5Z","route":"GET /b","msg":"start","lvl":"info","svc":"b"}
{"req":"r1","ts":"2026-01-01T00:00:03Z","route":"GET /a","msg":"done","lvl":"info"}
{"req":"r1","ts":"2026-01-01T00:00:02Z","route":"GET /a","msg":"query","lvl":"debug","ms":3}
{"req":"r2","by":"r1","trace":"r1","ts":"2026-01-01T00:00:02.5Z","msg":"no such row","lvl":"error","exc":{"type":"NotFound","stack":"x"}}
{"req":"","trace":"t3","ts":"2026-01-01T00:00:04Z","msg":"only the trace is named"}
{"req":"","ts":"2026-01-01T00:00:05Z","msg":"no id"}
{"req":"r4","ts":"noon","msg":"no time"}
EOF
esper-trace-replay --map map.json --calls log | tee calls
esper-trace-replay -q --calls calls | cmp - calls
tac log | esper-trace-replay -q --map map.json --calls | cmp - calls
esper-trace-replay -q --map map.json log
for selection in --error '--name=GET /b' --min-duration=1.5s --from=2026-01-01T00:00:03.5Z --pattern=query; do
	echo "-- $selection"
	esper-trace-replay -q --map map.json --calls "$selection" log | jq -r .call_id
done
echo '-- a span that has such lines, too, lasts as it says'
cat >span <<'EOF'
{"trace_id":null,"call_id":"r1","parent_id":null,"name":"a","kind":"span","service":null,"start":"2026-01-01T00:00:00Z","duration_ns":7,"status":"ok"}
EOF
cat log span | esper-trace-replay -q --map map.json --calls | jq -c 'select(.call_id == "r1") | [.start, .duration_ns, (.events | length)]'
