# With line, json_strings and each, a replay is what encoding and deciding are, for any -j, from lines and from documents; events of one line keep their order; plans that find other records are not compared.
cat >rules.json <<'END2'
{"rules":[{"rule_id":"r","outcome":"Challenge","expression":{"kind":"And","predicates":[{"kind":"FieldEq","field_name":"v","value":"2"},
 {"kind":"StateCmp","scope":"Entity","attribute":"event_count","operator":"Gt","value":100}]}}]}
END2
plan() { # plan RUNTIME
	cat <<END2
{"runtime":{$1,"entity_identity_fields":["v"]},
 "fields":[{"name":"v","selector":{"kind":"RequestField","path":"v"},"parser":"String"},
  {"name":"x","selector":{"kind":"RequestField","path":"m.x"},"parser":"String"}]}
END2
}
plan '"each":["r","g.*.r"],"json_strings":["m"],"envelope":{"observed_at":"t"}' >each.json
plan '"line":"%{observed_at} %{v}: %{m}","json_strings":["m"]' >line.json

# many events of the same time, on one line and on several
awk 'function event() { id++; return sprintf("{\"t\":%d,\"event_id\":\"%d\",\"v\":\"%d\",\"m\":\"{\\\"x\\\":%d}\"}", 1700000000 + id % 7, id, id * 7 % 4, id) }
BEGIN { for (i = 0; i < 2000; i++) {
	n = i * 5 % 9
	if (n == 0) { print event(); continue }
	line = n % 2 ? "{\"r\":[" : "{\"g\":[{\"r\":["
	for (k = 0; k < n; k++) line = line (k ? "," : "") (k == 5 ? "null" : event())
	print line (n % 2 ? "]}" : "]},{}]}")
} }' >log
awk 'BEGIN { for (i = 0; i < 3000; i++) { if (i % 10 == 3) print "no"; else printf "%d %d: {\"x\":%d}\n", 1700000000 + i % 50, i * 7 % 4, i } }' >lines
{ printf '['; sed '$!s/$/,/' log; printf ']'; } >array

in_order() { # by time; of equal ones, as they come
	jq -r '[(.observed_at), (. | tojson)] | @tsv' | sort -s -t "$(printf '\t')" -k 1,1 | cut -f 2 | sed 's/\\\\/\\/g'
}
for what in each:log each:array line:lines; do
	p=${what%:*}.json file=${what#*:}
	esper-encode -q -p "$p" --rejects "rejects.$file" "$file" | in_order | esper-decide -q -r rules.json >want
	for j in 1 4; do
		esper-replay -q -j $j -p "$p" -r rules.json --type DecisionOnly --report report --rejects rejects "$file" >got
		cmp got want
		cmp rejects "rejects.$file"
	done
	esper-replay -q -p "$p" -r rules.json --type DecisionOnly --buffer-size 100K "$file" 2>/dev/null | cmp - want
	# shellcheck disable=SC2002
	cat "$file" | esper-replay -q -p "$p" -r rules.json --type DecisionOnly --buffer-size 100K 2>/dev/null | cmp - want
	wc -l <want
	jq -c '[.decisions, .job.events_processed, .job.events_failed, .failures]' report
done
jq -c '[.line, .code, .raw]' rejects.log | head -n 1

echo "a comparison names the line of each change, and does not depend on -j"
sed 's/"path":"v"/"path":"event_id"/' each.json >other.json
for file in log array; do
	for j in 1 4; do
		esper-replay -q -j $j -p other.json -r rules.json --baseline-plan each.json --type DryRun --changes changes.$file.$j $file >report.$file.$j
	done
	cmp changes.$file.1 changes.$file.4
	jq 'del(.job)' report.$file.4 >report
	jq 'del(.job)' report.$file.1 | cmp - report
	wc -l <changes.$file.1
	jq -c '[.event_id, .line]' changes.$file.1 | head -n 2
done
line_of() { grep -n "\"event_id\":\"$(jq -r .event_id)\"" log | cut -d : -f 1; }
head -n 1 changes.log.1 | line_of
echo "with changed times, too"
sed 's/"observed_at":"t"/"observed_at":"event_id"/' each.json >times.json
esper-replay -q -p times.json -r rules.json --baseline-plan each.json --type DryRun --changes changes log >report
jq -c .comparison.changes report
tail -n 1 changes | jq -c '[.event_id, .line]'
tail -n 1 changes | line_of

echo "line with other patterns, and json_strings without each, find the same records"
sed 's/%{v}: /%{w}: /' line.json >line2.json
esper-replay -q -p line2.json -r rules.json --baseline-plan line.json --type DryRun lines >report
echo "exit $?"
echo "others do not"
plan '"each":["r"],"json_strings":["m"],"envelope":{"observed_at":"t"}' >a.json
plan '"each":["r","g.*.r"],"envelope":{"observed_at":"t"}' >b.json
plan '"envelope":{"observed_at":"t"}' >c.json
plan '"each":["r","g.*.r"],"json_strings":["m"],"normalize_field_names":false' >d.json
for other in a b c d line; do
	esper-replay -p each.json -r rules.json --baseline-plan $other.json --type DryRun log
	echo "exit $?"
done 2>&1
