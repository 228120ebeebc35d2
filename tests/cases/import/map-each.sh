# --extract writes each element of a document into the array it came from, whichever that is.
cat >map.json <<'EOF'
{ "when": { "has": ["id", "order"] }, "each": ["post", "patch", "runs.*.items"], "join": true,
  "fields": [
    { "name": "call_id", "selector": { "kind": "RequestField", "path": "id" }, "parser": "String" },
    { "name": "name", "selector": { "kind": "RequestField", "path": "n" }, "parser": "String" },
    { "name": "start", "selector": { "kind": "RequestField", "path": "s" }, "parser": "Timestamp" },
    { "name": "end", "selector": { "kind": "RequestField", "path": "e" }, "parser": "Timestamp" } ] }
EOF
cat >document <<'EOF'
{"a":1,"post":[{"id":"A","order":1,"n":"x","s":1.5},{"id":"B","order":1,"n":"y","s":2}],
"mid":{"post":[2]},"patch":[{"id":"B","order":2,"e":3},
{"id":"A","order":2,"e":4}],"z":3}
{"runs":[{"items":[{"id":"B","order":3}],"one":1},{"items":[]},{"two":2,"items":[{"id":"A","order":3},{"id":"B","order":4}]}]}
EOF
trace() {
	esper-trace-replay -q --map map.json "$@"
}
trace --calls document | tee all
for name in x y '*'; do
	trace --extract --name "$name" document | tee part | jq -c .
	trace --calls --name "$name" document >wanted
	trace --calls part | cmp - wanted
done
trace --extract document | cmp - document
