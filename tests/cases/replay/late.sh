# A replay that begins with a state reports events that are too late for it, and the exit status is 3; a StateRebuild reports a watermark that jumps.
echo '{"fields": [{"name": "a", "selector": {"kind": "QueryParam", "name": "a"}, "parser": "String"}]}' >plan.json
echo '{"rules": [{"rule_id": "r", "outcome": "Block", "expression": {"kind": "FieldExists", "field_name": "a"}}]}' >rules.json
events() {
	seq "$@" | jq -c '{event_id: "e\(.)", observed_at: ., query: {a: "x"}}'
}
events 100001 100030 >a
{
	events 100031 100033
	events 3 -1 1
} >b
esper-encode -p plan.json a | esper-decide -p plan.json -r rules.json --state s >/dev/null
replay() {
	esper-replay -p plan.json -r rules.json --state s "$@"
	echo "status $?" >&2
}
replay --type DryRun --stats=stats b | jq -c '[.events_too_late, .job.events_processed, .job.status, .decisions.Block]'
jq -c '[.events_in, .events_out, .events_skipped, .events_rejected, .events_too_late]' stats
replay --type DryRun --format text -q b | head -n 3
replay --type DryRun --max-rejects 3 --format text -q b | sed -n 3p
replay --type DecisionOnly - <b | jq -c '[.event_id, .decision]'
echo "the decisions are those of esper-decide" >&2
replay --type DecisionOnly -q b >decisions
cp s t
sort -t : -k 3n b | esper-encode -p plan.json | esper-decide -q -p plan.json -r rules.json --state t | cmp - decisions
echo "--fail-fast" >&2
replay --type DecisionOnly --fail-fast b | jq -c .event_id
replay --type DryRun --fail-fast -q b | wc -c
echo "nothing is too late where nothing was before" >&2
esper-replay --type DryRun -p plan.json -r rules.json a b | jq -c '[.events_too_late, .job.events_processed]'
replay --type DryRun --from @100000 b | jq -c '[.events_too_late, .job.events_processed, .job.events_skipped]'
echo "a baseline has its own lateness_seconds" >&2
jq -c '. + {runtime: {lateness_seconds: 200000}}' plan.json >patient.json
replay --type DryRun -q --baseline-plan patient.json b | jq -c .events_too_late
esper-replay -p patient.json -r rules.json --state s --type DryRun --baseline-plan plan.json b | jq -c .events_too_late
esper-replay -p patient.json -r rules.json --state s --type DryRun b | jq -c .events_too_late

echo "StateRebuild" >&2
export ESPER_STORE=store ESPER_TENANT=acme
esper-encode -q --create plan.json && esper-encode --activate 1
esper-decide -q --create rules.json && esper-decide --activate 1
seq 4102444800 4102444815 | jq -c '{event_id: "e\(.)", observed_at: ., query: {a: "x"}}' >future
esper-replay --type StateRebuild future a | jq -c .job.events_processed
echo "status $?" >&2
esper-replay --type StateRebuild --to 2100-01-01 future a | jq -c .job.events_processed
echo "a job that goes on knows what was too late before" >&2
esper-encode a | esper-decide --state acme.state >/dev/null
ln -s /dev/full report
esper-replay -q --type DecisionOnly --state acme.state --checkpoint 2 -o out --report report b 2>said
echo "status $?" >&2
rm report
esper-replay --resume job-3 2>said
echo "status $?" >&2
sed "s|$PWD/||" said >&2
jq -c '[.events_too_late, .job.events_processed, .job.status]' report
