# --which says, for each file, which reader or map knows its records, and how many nothing knows; --list-maps names the maps.
cat >own.json <<'EOF'
{ "summary": "My rows", "when": { "has": ["row"] },
  "fields": [ { "name": "call_id", "selector": { "kind": "RequestField", "path": "row" }, "parser": "String" } ] }
EOF
cat >mixed <<'EOF'
{"row":1}
{"row":2}
{"row":2}
{"trace.trace_id":"1","trace.span_id":"2","name":"n","duration_ms":1.5,"time":"2026-01-01T00:00:00Z"}
{"other":1}
torn
EOF
cp "$TESTDATA/traces/incident.jsonl" "$TESTDATA/traces/chrome-hard/simple.json" .
zstd -q mixed -o mixed.zst
: >empty
echo '[{"row":3},{"row":4,"x":"long enough"}]' >array
which() {
	esper-trace-replay --map own.json --which "$@"
}
which incident.jsonl simple.json mixed mixed.zst empty array
which --format jsonl incident.jsonl simple.json mixed empty
which --format jsonl --max-line 12 - <array
which --limit 1 mixed
zstd -q own.json
esper-trace-replay --map - --list-maps <own.json.zst | head -n 1
esper-trace-replay --map own.json.zst --list-maps | head -n 1
esper-trace-replay --map - --calls - <own.json
esper-trace-replay --map own.json -o own.json --calls mixed
esper-trace-replay --map own.json --list-maps | head -n 1
esper-trace-replay --map own.json --list-maps --format jsonl | head -n 1
esper-trace-replay --list-maps --format jsonl | jq -e 'select((.summary | length) < 5)'
echo '-- inspect_ai is listed with the maps, between those of its neighbours; your own maps come first'
esper-trace-replay --map own.json --list-maps | sed -n 's/^\(own\|honeycomb\|inspect_ai\|langfuse\) .*/\1/p'
esper-trace-replay --list-maps --format jsonl | jq -c 'select(.map == "inspect_ai")'
which -q --format jsonl "$TESTDATA/traces/inspect/parallel_spans.json" | jq -c 'del(.file)'
echo '-- each count is there once'
which -q --format jsonl mixed mixed | jq -s -c 'map([.calls, .unknown, .rejected]) | transpose | map(add)'
echo '-- a call that a line of a log names counts where it begins'
cat >log.json <<'EOF'
{"record":"event","when":{"has":["req","ts","msg"]},"fields":[
{"name":"call_id","parser":"String","selector":{"kind":"RequestField","path":"req"}},
{"name":"at","parser":"Timestamp","selector":{"kind":"RequestField","path":"ts"}},
{"name":"message","parser":"String","selector":{"kind":"RequestField","path":"msg"}}]}
EOF
cat >spans <<'EOF'
{"trace_id":"t","call_id":"a","parent_id":null,"name":"f","kind":"function","service":null,"start":"2026-11-20T10:00:00Z","duration_ns":5,"status":"ok"}
EOF
cat >lines <<'EOF'
{"req":"a","ts":"2026-11-20T10:00:03Z","msg":"in f"}
{"req":"b","ts":"2026-11-20T10:00:03Z","msg":"no other record has this id"}
EOF
for order in 'spans lines' 'lines spans'; do
	# shellcheck disable=SC2086 # two words
	esper-trace-replay --which --map log.json $order
done
echo '-- a copy of a Chrome document has no calls, and an end without a beginning is one'
chrome=$TESTDATA/traces/chrome-hard
cp "$chrome/simple.json" "$chrome/too-many-end-events.json" .
esper-trace-replay --which simple.json simple.json too-many-end-events.json
echo '-- calls of sessions, which are put together at the end, count where they begin'
cp "$TESTDATA"/traces/claude-code/*.jsonl "$TESTDATA/traces/claude-made/session.jsonl" .
for file in edge_cases.jsonl session.jsonl; do
	esper-trace-replay -q --which $file | tail -n 1
done
esper-trace-replay -q --which session.jsonl edge_cases.jsonl
