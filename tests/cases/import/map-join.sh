# With join, records of one id are parts of one call, in any order; later members win, and usage counts once.
cat >map.json <<'EOF'
{ "summary": "Runs", "join": true, "each": ["post", "patch"], "when": { "has": ["id", "order"] },
  "fields": [
    { "name": "call_id", "selector": { "kind": "RequestField", "path": "id" }, "parser": "String" },
    { "name": "trace_id", "selector": { "kind": "RequestField", "path": "trace" }, "parser": "String" },
    { "name": "parent_id", "selector": { "kind": "RequestField", "path": "parent" }, "parser": "String" },
    { "name": "start", "selector": { "kind": "RequestField", "path": "st" }, "parser": "Timestamp" },
    { "name": "end", "selector": { "kind": "RequestField", "path": "et" }, "parser": "Timestamp" },
    { "name": "name", "selector": { "kind": "RequestField", "path": "n" }, "parser": "String" },
    { "name": "kind", "selector": { "kind": "RequestField", "path": "rt" }, "parser": "String" },
    { "name": "model", "selector": { "kind": "RequestField", "path": "model" }, "parser": "String" },
    { "name": "input", "selector": { "kind": "RequestField", "path": "inputs" }, "parser": "Json" },
    { "name": "output", "selector": { "kind": "RequestField", "path": "outputs" }, "parser": "Json" },
    { "name": "error", "selector": { "kind": "RequestField", "path": "error" }, "parser": "String" },
    { "name": "input_tokens", "selector": { "kind": "RequestField", "path": "usage.in" }, "parser": "U64" },
    { "name": "output_tokens", "selector": { "kind": "RequestField", "path": "usage.out" }, "parser": "U64" } ] }
EOF
cat >log <<'EOF'
{"post":[{"id":"A","trace":"A","order":"x","st":"2026-01-01T00:00:00","n":"root","rt":"chain","inputs":{"q":1}},{"id":"B","trace":"A","order":"x.y","parent":"A","st":"2026-01-01T00:00:01","n":"gpt","rt":"llm","model":"m-1","inputs":{"q":1}}]}
{"patch":[{"id":"B","trace":"A","order":"x.y","parent":"A","et":"2026-01-01T00:00:02","outputs":"hi","usage":{"in":10,"out":2},"error":null}]}
{"patch":[{"id":"A","trace":"A","order":"x","et":"2026-01-01T00:00:03","outputs":{"r":1},"error":"Traceback: boom"}]}
EOF
esper-trace-replay --map map.json --calls log | tee calls
esper-trace-replay --map map.json log
tac log | esper-trace-replay --map map.json --calls | cmp - calls
jq . log | esper-trace-replay --map map.json --calls | cmp - calls
jq -c '(.post // .patch)[]' log | esper-trace-replay --map map.json --calls | cmp - calls
cat log log | esper-trace-replay -q --map map.json --calls | cmp - calls
split -l 1 log part. && esper-trace-replay --map map.json --calls part.* | cmp - calls
