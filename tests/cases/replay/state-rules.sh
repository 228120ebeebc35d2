# A duplicate's first event may be in a state that other rules left behind: rules that are not there
# any more are not counted, others are, wherever they stand now.
cat >plan.json <<'END'
{"fields": [{"name": "a", "selector": {"kind": "QueryParam", "name": "a"}, "parser": "String"}]}
END
# rules ID:OUTCOME:MODE...
rules() {
	for rule; do
		printf '%s\n' "$rule"
	done | jq -Rn '{rules: [inputs / ":" | {rule_id: .[0], outcome: .[1], mode: .[2],
		expression: {kind: "FieldExists", field_name: "a"}}]}'
}
rules one:Challenge:Enforce two:Block:Enforce three:Allow:Shadow >old
rules three:Block:Enforce four:Allow:Enforce one:Allow:Shadow >new
rules five:Allow:Enforce >other
echo '{"event_id":"e","observed_at":1000,"query":{"a":"x"}}' >first
sed s/1000/1001/ first >again
esper-encode -p plan.json first | esper-decide -p plan.json -r old --state state >decided
dry_run() {
	esper-replay --type DryRun -p plan.json --state state "$@" again
	echo "exit $?" >&2
}
dry_run -r new | jq -c '.decisions, .rules[]'
dry_run -r other | jq -c '.decisions, .rules[]'
dry_run -r new --baseline-rules other | jq -c '.rules[], .comparison.changed, .comparison.rules[]'
dry_run -r other --baseline-rules new | jq -c '.comparison.rules[]'
echo "the rule that decided has its name, also where an event has two times"
jq '. + {runtime: {dedup_ttl_seconds: 0, envelope: {observed_at: "query.late"}}}' plan.json >late.json
echo '{"event_id":"e","observed_at":1001,"query":{"a":"x","late":"1003"}}' >again
dry_run -r other -p late.json --baseline-plan plan.json | jq -c '.comparison.examples[] | [.from, .to, .from_rule, .to_rule]'
