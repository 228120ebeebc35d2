# An event that is too late is named, counted and decided as if it were the first, and the exit status is 3.
cat >p.json <<'END'
{"runtime": {"entity_identity_fields": ["ip"], "envelope": {"event_id": "rid"}},
 "fields": [{"name": "ip", "selector": {"kind": "RequestField", "path": "ip"}, "parser": "IpAddress"}]}
END
cat >r.json <<'END'
{"rules": [
 {"rule_id": "brute", "outcome": "Block",
  "expression": {"kind": "WindowCmp", "scope": "Entity", "seconds": 60, "operator": "Ge", "value": 5}},
 {"rule_id": "bad", "outcome": "Block",
  "expression": {"kind": "IpInCidr", "field_name": "ip", "cidrs": ["203.0.113.0/24"]}}]}
END
{
	seq -f '{"observed_at":%.0f,"ip":"10.0.0.1"}' 1763649000 30 1763649600
	seq -f '{"observed_at":%.0f,"ip":"10.0.0.2"}' 1763640000 1763640050
} >log
esper-encode -p p.json log >encoded
counts() {
	jq -r .decision | sort | uniq -c | sed 's/^ *//'
}
decide() {
	esper-decide -p p.json -r r.json "$@"
	status=$?
	[ $status -eq 0 ] || echo "status $status" >&2
}
decide encoded | counts
esper-replay --type DecisionOnly -q -p p.json -r r.json log | counts

echo "-q names nothing, and the status is the same" >&2
decide -q encoded | wc -l
echo "a rule that needs no history holds, and StateCmp finds a first event" >&2
sed '$s/10.0.0.2/203.0.113.9/g' encoded | decide -q --explain |
	jq -c '.decided_by, .evidence[] | if type == "object" then [.expression, .observed] else . end' |
	tail -n 3
jq -c '.rules = [("event_count", "decision_count", "age_seconds", "idle_seconds") as $a | ("Entity", "Session") as $s |
	{rule_id: "\($s) \($a)", outcome: "Allow",
	 expression: {kind: "StateCmp", scope: $s, attribute: $a, operator: "Ge", value: 0}}]' r.json >state.json
esper-decide -q --explain -p p.json -r state.json encoded | tail -n 1 |
	jq -c '.evidence[] | [.expression, .observed]'

echo "it counts against --max-rejects, together with rejects" >&2
{
	head -n 25 encoded
	echo bad
	tail -n 2 encoded
} >mixed
for most in 6 7 24.9% 25%; do
	decide -q --max-rejects $most mixed >/dev/null
	echo "$most" >&2
done
decide --max-rejects 7 --rejects rejects --stats mixed 2>said >/dev/null
grep -v '^{' said >&2
grep '^{' said | jq -c '[.events_in, .events_out, .events_skipped, .events_rejected, .events_too_late]'
jq -c '[.line, .code]' rejects

echo "--fail-fast stops behind it" >&2
decide --fail-fast -t acme -o kept --stats mixed 2>said
grep -v '^{' said >&2
[ ! -e kept ] || echo "kept"
# The bystanders around it are skipped.
sed 's/"tenant_id":null/"tenant_id":"other"/' encoded >other
{
	head -n 21 encoded
	head -n 3 other
	tail -n 2 encoded
	tail -n 1 other
} | decide -t acme --fail-fast --stats 2>said | wc -l
grep -v '^{' said >&2
grep '^{' said | jq -c '[.events_in, .events_out, .events_skipped, .events_rejected, .events_too_late]'
