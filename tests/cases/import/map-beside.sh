# What stands beside an array of records becomes attributes of the roots among them; in a trace without a root there, of its first call.  It does not depend on the selection.
map=$TESTDATA/traces/maps/rows.map.json
calls() {
	esper-trace-replay -q --map "$map" --calls "$@"
}
show() {
	jq -c '[.trace_id, .call_id, .attributes]'
}
cat >document <<'END'
{"name":"export","user":"ann","tags":["a","b"],"none":null,"empty":[],"v":"other",
 "rows":[{"tid":"T","sid":"1","v":1},{"tid":"T","sid":"2","pid":"1","v":1},
  {"tid":"U","sid":"4","pid":"3","v":1,"x":5},{"tid":"U","sid":"5","pid":"4","v":1},{"tid":"T","sid":"6","v":"one"}],
 "deep":[{"page":1,"items":[{"tid":"W","sid":"8","v":1}]},{"page":2,"items":[{"tid":"X","sid":"9","pid":"7","v":1},{"tid":"X","sid":"10","v":1}]}],
 "after":{"k":1}}
END
calls document >all
show <all
echo '-- the same on a line, whatever is selected, and read again'
jq -c . document >line
calls line | cmp - all
calls all | cmp - all
for id in T U W X; do
	calls --trace-id $id document >one
	jq -c --arg id $id 'select(.trace_id == $id)' all | cmp - one
	esper-trace-replay -q --map "$map" --extract --trace-id $id document | calls | cmp - one
	esper-trace-replay -q --map "$map" --extract --trace-id $id line | calls --trace-id $id | cmp - one
done
calls --where user=ann line | jq -r .trace_id | sort -u | tr '\n' ' '
echo
echo '-- of a copy it is told once, and of a document that says more, that, too'
calls line line | cmp - all
jq -c '.user = "bob" | .more = true' document >other
calls line other | show | head -n 1
echo '-- many members stay together'
jq -c -n '{rows: [{tid: "T", sid: "1", v: 1}]} + (reduce range(70) as $i ({}; .["k\($i)"] = $i))' | calls | jq -c '[(.attributes | keys), (.attributes.around | length)]'
echo '-- Prela, whose spans say nothing of their trace'
echo '{"trace_id":"p1","project":"shop","spans":[{"span_id":"s1","name":"n","span_type":"agent","started_at":"2026-01-01T00:00:00Z","ended_at":"2026-01-01T00:00:01Z","status":"success","attributes":{},"events":[]},{"span_id":"s2","parent_span_id":"s1","name":"m","span_type":"llm","started_at":"2026-01-01T00:00:00Z","ended_at":"2026-01-01T00:00:01Z","status":"success","attributes":{},"events":[]}]}' | calls | show
echo '-- an array without records is understood'
for object in '{"rows":[],"other":1}' '{"trace":{"id":"t"},"observations":[]}' '{"Traces":[{"Id":"1","Segments":[]}]}' '{"data":[],"total":0}' '{"spans":[]}'; do
	echo "$object" | esper-trace-replay --map "$map" --calls 2>&1
	echo "$object: $?"
done
echo '-- a record of another format with such an array is that record'
echo '{"trace_id":"t","span_id":"s","name":"n","span_type":"agent","started_at":"2026-01-01T00:00:00Z","rows":[]}' | calls | show
