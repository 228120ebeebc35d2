# DryRun and DecisionOnly change nothing in the store except the job and its audit entries.
export ESPER_STORE=store ESPER_TENANT=acme ESPER_ACTOR=me
cp "$TESTDATA"/examples/*.json* .
esper-encode --create plan.json
esper-encode --activate 1
esper-decide -q --create rules.json
esper-decide --activate 1
mkdir store/acme/events
cp events.jsonl store/acme/events
esper-replay -q --type StateRebuild >report
esper-decide -q -p plan.json -r rules.json --state other.zst decisions.jsonl >rejected 2>&1
for type in DryRun DecisionOnly; do
	rm -rf before
	cp -rp store before
	esper-replay -q --type $type >report
	echo "$type: $?"
	diff -r before store | sed 's/^[<>].*//; /^$/d; /^[0-9]/d'
	head -c "$(wc -c <before/acme/audit.jsonl)" store/acme/audit.jsonl | cmp - before/acme/audit.jsonl
	tail -n +$(($(wc -l <before/acme/audit.jsonl) + 1)) store/acme/audit.jsonl | jq -c '[.action, .target]'
	for program in esper-encode esper-decide esper-replay; do
		rm -rf looked
		cp -rp store looked
		$program --list >list
		diff -r store looked
	done
	esper-replay --show job-1 >list
	diff -r store looked
done
find before store -type f -perm /027 -print
find store -type f | LC_ALL=C sort
