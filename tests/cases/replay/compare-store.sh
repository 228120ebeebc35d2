# Versions of a store are compared, by jobs too; --state begins both sides; little memory changes no byte.
ESPER_STORE=store ESPER_TENANT=acme ESPER_ACTOR=ann
export ESPER_STORE ESPER_TENANT ESPER_ACTOR
T=$TESTDATA/replay
jq '(.config.fields[] | select(.name == "age")).required = true | .config.runtime.envelope = {observed_at: "seen"}' \
	"$T/plan.json" >plan
jq '.config.rules[1].expression.value = 3' "$T/rules.json" >rules
for plan in "$T/plan.json" plan; do esper-encode -q --create $plan; done
for rules in "$T/rules.json" rules; do esper-decide -q --create $rules; done
esper-encode -q --activate 2
esper-decide -q --activate 2
mkdir store/acme/events
awk -v n=12000 -f "$T/events.awk" | awk 'NR % 9 && match($0, /"observed_at":[0-9]*/) {
	at = substr($0, RSTART + 14, RLENGTH - 14)
	sub(/"observed_at"/, sprintf("\"seen\":%.0f,&", at - NR % 4 * 1000))
} 1' >store/acme/events/day.jsonl
only() {
	jq -c '.comparison'
}
esper-replay -q --type DryRun --max-rejects 9999 --baseline-encoding-version 1 --baseline-rule-version 1 --changes changes |
	only >comparison
jq -c '[.baseline, .candidate, .events, .changed, .causes]' comparison
jq -c '[.job_id, .status, .encoding_version, .rule_version]' store/acme/jobs/job-1.json
esper-audit --action replay.complete | jq -c .detail | jq -c '[.changed, .decisions_changed, .events_processed]'

echo "little memory, plain and zstd"
esper-replay -q --type DryRun --max-rejects 9999 --buffer-size 64K --baseline-encoding-version 1 --baseline-rule-version 1 \
	--changes again | only | cmp - comparison
cmp again changes
zstd -q store/acme/events/day.jsonl -o day.zst
esper-replay -q --type DryRun --max-rejects 9999 --buffer-size 64K --baseline-encoding-version 1 --baseline-rule-version 1 \
	day.zst | jq -c '.comparison | del(.examples)' >got
jq -c 'del(.examples)' comparison | cmp - got
shuf --random-source=changes store/acme/events/day.jsonl >mixed
esper-replay -q --type DryRun --max-rejects 9999 --baseline-encoding-version 1 --baseline-rule-version 1 \
	--changes wide mixed | only >one
esper-replay -q --type DryRun --max-rejects 9999 --buffer-size 64K --baseline-encoding-version 1 --baseline-rule-version 1 \
	--changes narrow mixed | only | cmp - one
cmp wide narrow
esper-replay -q --type DryRun --max-rejects 9999 --baseline-encoding-version 1 --baseline-rule-version 1 \
	--changes narrow - <mixed | jq -c '.comparison | del(.examples)' >got
jq -c 'del(.examples)' one | cmp - got
jq -c 'del(.file)' wide >wide.no
jq -c 'del(.file)' narrow | cmp - wide.no

echo "a job for later; files win over versions"
esper-replay --type DryRun --baseline-encoding-version 2 --baseline-rule-version 1 --baseline-plan "$T/plan.json" \
	--changes later --report report --submit | jq -c '.job_id, (.options | keys)'
esper-replay -q --run-pending --max-rejects 9999 --exit-code >ran
echo $?
jq -c '.comparison | del(.baseline)' ran >got
jq -c 'del(.baseline)' comparison | cmp - got
jq -c .comparison.baseline report
cmp later changes
esper-replay -q --run-pending --exit-code
echo $?
esper-replay -q --type DryRun --baseline-rule-version 7
echo $?

echo "the state that both begin with"
head -n 6000 store/acme/events/day.jsonl >first
tail -n +6001 store/acme/events/day.jsonl >second
esper-encode -q --encoding-version 1 first | esper-decide -q --encoding-version 1 --rule-version 1 --state state >/dev/null
esper-replay -q --type DryRun --max-rejects 9999 --encoding-version 1 --baseline-rule-version 1 --state state second |
	only >with
for n in 1 2; do
	cp state state.$n
	esper-encode -q --encoding-version 1 second |
		esper-decide -q --encoding-version 1 --rule-version $n --state state.$n >decided.$n
done
paste -d '\n' decided.1 decided.2 | jq -s -c '[range(0; length; 2) as $i | [.[$i].decision, .[$i + 1].decision]
	| select(.[0] != .[1])] | length'
jq .changed with
