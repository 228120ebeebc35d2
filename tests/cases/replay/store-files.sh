# What a job writes is never one of the store's own files, whatever name they are given by; a job's outputs elsewhere are.
export ESPER_STORE=store ESPER_TENANT=acme ESPER_ACTOR=me
cp "$TESTDATA"/examples/*.json* .
esper-encode -q --create plan.json >/dev/null
esper-encode -q --activate 1
esper-decide -q --create rules.json >/dev/null
esper-decide -q --activate 1
esper-replay -q --type StateRebuild --max-rejects 1 events.jsonl >report
mkdir store/acme/events
ln -s store/acme/state/current.zst link
cp -rp store before
try() {
	esper-replay -q --type DecisionOnly "$@" events.jsonl
	echo "$?"
}
try -o store/acme/audit.jsonl
try -o ./store/../store/acme/.lock
try --submit -o link
try --report store/acme/jobs/job-9.json >/dev/null
try --rejects store/acme/rules/1.json
try --checkpoint 1 -o store/acme/encoding/1.json
(cd store/acme && ESPER_STORE=.. try --stats=change.json ../../events.jsonl)
esper-replay --list -o store/acme/jobs/job-1.json
echo $?
diff -r before store && echo same
try --max-rejects 1 -o store/acme/events/decisions --rejects store/rejects --report store/acme/report
esper-audit --verify | jq -r .chain

# an input whose name cannot be kept is named
name=$(printf 'caf\351')
cp events.jsonl "$name"
esper-replay --type DryRun "$name" 2>&1 | sed "s|$PWD/||" | cat -v

