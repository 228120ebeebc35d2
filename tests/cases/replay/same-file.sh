# No output of a replay takes the place of what it reads: log, archive, plan, rules, labels or state; exit 2.
cp "$TESTDATA"/examples/*.json* .
echo '{"event_id":"e-1","label":"bad"}' >labels
esper-encode -q -p plan.json events.jsonl | esper-decide -q -p plan.json -r rules.json --state state >/dev/null
mkdir kept
cp plan.json rules.json labels state logins.jsonl kept/
ln logins.jsonl link.jsonl
try() {
	esper-replay -q "$@" >out
	echo "exit $?"
	for file in plan.json rules.json labels state logins.jsonl; do
		cmp $file kept/$file || cp kept/$file $file
	done
}
set -- -p plan.json -r rules.json
for type in DryRun DecisionOnly; do
	try --type $type "$@" -o logins.jsonl logins.jsonl
	try --type $type "$@" -o ./link.jsonl events.jsonl logins.jsonl
	try --type $type "$@" -o logins.jsonl <logins.jsonl
	try --type $type "$@" -o plan.json logins.jsonl
done
try --type DryRun "$@" --report ./rules.json logins.jsonl
try --type DryRun "$@" --labels labels --stats=labels logins.jsonl
try --type DryRun "$@" --state state --rejects ./state logins.jsonl
try --type DryRun "$@" --baseline-rules "$TESTDATA/examples/rules.json" --changes rules.json logins.jsonl

echo "# nor in a store, now or later: there is no job"
export ESPER_STORE=store ESPER_TENANT=acme
esper-encode --create plan.json
esper-encode --activate 1
esper-decide -q --create rules.json
esper-decide --activate 1
mkdir store/acme/events
mv logins.jsonl store/acme/events
ln store/acme/events/logins.jsonl logins.jsonl
try --type DryRun -o store/acme/events/logins.jsonl
try --type DryRun --submit -o logins.jsonl
try --type DecisionOnly --checkpoint 1 -o logins.jsonl
esper-replay --list

echo "# what becomes an input after --submit"
esper-replay --type DryRun --submit -o store/acme/events/other.jsonl | jq -c .status
mv logins.jsonl other
ln -f other store/acme/events/other.jsonl
esper-replay -q --run-pending 2>said
echo "exit $?"
sed "s|$PWD/||" said
cmp other kept/logins.jsonl
esper-replay --list | jq -c '[.status, .error != null]'
