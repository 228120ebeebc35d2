# The report says what counting the decisions by jq says, and what esper-encode says of rejects and warnings.
awk -v n=3000 -f "$TESTDATA/replay/events.awk" >day
set -- -p "$TESTDATA/replay/plan.json" -r "$TESTDATA/replay/rules.json" -q
esper-replay --type DecisionOnly "$@" --report report --rejects rejects day >decisions
echo $?
esper-replay --type DryRun "$@" day >dry
jq -c .decisions,.rules report
count() {
	jq -r "$1" decisions | LC_ALL=C sort | uniq -c | awk '{ print $2, $1 }'
}
count .decision >want
jq -r '.decisions | to_entries[] | select(.value > 0) | "\(.key) \(.value)"' report | LC_ALL=C sort | diff want -
count '(.matched_rules + .shadow_rules)[]' >want
jq -r '.rules[] | select(.matched > 0) | "\(.rule_id) \(.matched)"' report | LC_ALL=C sort | diff want -
count '.decided_by // empty' >want
jq -r '.rules[] | select(.decided > 0) | "\(.rule_id) \(.decided)"' report | LC_ALL=C sort | diff want -
count 'select(.duplicate_of) | "x"' >want
jq -r '"x \(.job.events_duplicate)"' report | diff want -
wc -l <decisions >want
jq .job.events_processed report | diff want -
jq -r .code rejects | LC_ALL=C sort | uniq -c | awk '{ print $2, $1 }' >want
jq -r '.failures | to_entries[] | "\(.key) \(.value)"' report | LC_ALL=C sort | diff want -
esper-encode -q -p "$TESTDATA/replay/plan.json" day | jq -r '.warnings[]?.field' | uniq -c | awk '{ print $2, $1 }' >want
jq -r '.warnings | to_entries[] | "\(.key) \(.value)"' report | diff want -
jq -c '[.decisions, .rules, .failures, .warnings]' report >want
jq -c '[.decisions, .rules, .failures, .warnings]' dry | diff want -
