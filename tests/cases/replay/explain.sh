# --explain: decisions have the evidence of esper-encode | esper-decide --explain, changes that of both sides.
T=$TESTDATA/replay
awk -v n=3000 -f "$T/events.awk" | jq -cR 'fromjson? | objects' >all
esper-encode -q -p "$T/plan.json" all 2>/dev/null >encoded
# in order of time: the lines of the events that could be encoded, sorted by that
jq -r .observed_at encoded | sed 's/Z$//; /\./!s/$/./' | awk '{while (length < 29) $0 = $0 "0"; print}' >times
paste times all | sort -s -k 1,1 | cut -f 2- >day
[ "$(wc -l <times)" = "$(wc -l <all)" ] || echo "some lines could not be encoded"
replay() {
	esper-replay -q --max-rejects 9% "$@" day
}
A="-p $T/plan.json -r $T/rules.json"
esper-encode -q -p "$T/plan.json" day | esper-decide -q $A --explain >want
replay --type DecisionOnly $A --explain >got
cmp want got
jq -c 'select(.evidence | length > 2)' got | head -n 1 | jq -c '.evidence[0]'
replay --type DecisionOnly $A >plain
cmp got plain >/dev/null && echo "no evidence"
jq -c '.evidence' plain | sort -u
echo "changes"
jq '(.config.fields[] | select(.name == "age")).required = true | .version = 5' "$T/plan.json" >plan
jq '.config.rules[1].expression.value = 3 | .version = 10' "$T/rules.json" >rules
B="--baseline-plan $T/plan.json --baseline-rules $T/rules.json"
replay --type DecisionOnly -p plan -r rules $B --explain --changes changes --report report >now
replay --type DecisionOnly -p plan -r rules --explain | cmp - now
jq -c '[.event_id, .observed_at, .evidence]' now | sort -u >known
jq -c 'select(.to != "Failed") | [.event_id, .observed_at, .evidence]' changes | sort -u >claimed
comm -23 claimed known
jq -c '[.event_id, .observed_at, .evidence]' got | sort -u >known
jq -c 'select(.from != "Failed") | [.event_id, .observed_at, .baseline_evidence]' changes | sort -u >claimed
comm -23 claimed known
jq -c 'keys_unsorted[-3:]' changes | sort -u
jq -c 'select(.to == "Failed") | .evidence' changes | sort -u
replay --type DryRun -p plan -r rules $B --changes plain >/dev/null
jq -c 'del(.evidence, .baseline_evidence)' changes | cmp - plain
jq -c '.comparison.examples[]' report >examples
head -n 10 changes | cmp - examples
echo "two plans that read different times"
jq -c '.later = (.observed_at | if type == "number" then . + . % 7 * 100000 else . end)' day >times.jsonl
jq '.config.runtime.envelope.observed_at = "later"' "$T/plan.json" >later
esper-replay -q --type DryRun -p later -r "$T/rules.json" --baseline-plan "$T/plan.json" \
	--explain --changes changes --max-rejects 99% times.jsonl | jq -c '.comparison.changed > 0'
esper-replay -q --type DecisionOnly -p later -r "$T/rules.json" --max-rejects 99% --explain times.jsonl |
	jq -c '[.event_id, .evidence]' | sort -u >known
jq -c 'select(.to != "Failed") | [.event_id, .evidence]' changes | sort -u >claimed
comm -23 claimed known | wc -l | tr -d ' '
esper-replay -q --type DecisionOnly $A --max-rejects 99% --explain times.jsonl |
	jq -c '[.event_id, .evidence]' | sort -u >known
jq -c 'select(.from != "Failed") | [.event_id, .baseline_evidence]' changes | sort -u >claimed
comm -23 claimed known | wc -l | tr -d ' '
echo "usage, and jobs"
replay --type DryRun $A --explain
echo "$?"
replay --type DryRun $A --baseline-rules rules --explain
echo "$?"
export ESPER_STORE=store ESPER_TENANT=acme
esper-encode -q --create "$T/plan.json" >/dev/null && esper-encode -q --activate 1
esper-decide -q --create "$T/rules.json" >/dev/null && esper-decide -q --activate 1
esper-replay --type DecisionOnly --explain -o later.jsonl --submit day | jq -c '.options | keys, .explain'
esper-replay -q --run-pending --max-rejects 9%
jq -c 'has("evidence")' later.jsonl | sort -u
