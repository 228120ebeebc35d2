# A call of which only the end is recorded has the note no_entry: it starts at its end less a recorded duration, and has none.
cat >spans <<'END'
{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331","name":"late","endTimeUnixNano":"1767225601000000000"}]}]}]}
{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"1af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331","name":"whole","startTimeUnixNano":"1767225500000000000","endTimeUnixNano":"1767225601000000000"}]}]}]}
END
cat >map.json <<'END'
{ "when": { "has": ["id"] }, "join": true,
  "fields": [
    { "name": "call_id", "selector": { "kind": "RequestField", "path": "id" }, "parser": "String" },
    { "name": "start", "selector": { "kind": "RequestField", "path": "s" }, "parser": "Timestamp" },
    { "name": "end", "selector": { "kind": "RequestField", "path": "e" }, "parser": "Timestamp" },
    { "name": "duration_ms", "selector": { "kind": "RequestField", "path": "ms" }, "parser": "F64" } ] }
END
cat >rows <<'END'
{"id":"end","e":"2026-01-01T00:00:01Z"}
{"id":"end and duration","e":"2026-01-01T00:00:01Z","ms":250}
{"id":"duration","ms":250}
{"id":"parts","e":"2026-01-01T00:00:01Z"}
{"id":"parts","s":"2026-01-01T00:00:00Z"}
END
esper-trace-replay --map map.json --calls spans rows 2>said | tee calls |
	jq -c '[.call_id, .start, .duration_ns, .status, .notes]'
cat said
esper-trace-replay -q --calls calls | cmp - calls
echo '-- selected by the time of the end'
esper-trace-replay -q --calls --from 2026-01-01T00:00:00Z spans | jq -r .name
