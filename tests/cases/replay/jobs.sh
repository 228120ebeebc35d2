# A replay in a store is a job: recorded, run and finished, with its audit entries; versions and events are the store's.
export ESPER_STORE=store ESPER_TENANT=acme ESPER_ACTOR=me
awk -v n=400 -f "$TESTDATA/replay/events.awk" | grep '}$' >day
esper-encode --create "$TESTDATA/replay/plan.json"
esper-encode --activate 1
esper-decide -q --create "$TESTDATA/replay/rules.json"
esper-decide --activate 1
masked() {
	sed "s|$PWD|PWD|g; s/\"\(created_at\|completed_at\)\":\"[^\"]*\"/\"\1\":\"TIME\"/g"
}
quiet() {
	esper-replay -q "$@"
}

echo "# no events yet"
esper-replay --type DryRun
echo "exit $?"
ls store/acme
mkdir store/acme/events store/acme/events/folder.jsonl
head -n 200 day >store/acme/events/a.jsonl
tail -n +201 day | zstd -q >store/acme/events/b.jsonl.zst
echo nonsense | tee store/acme/events/.hidden.jsonl store/acme/events/notes.txt >/dev/null

echo "# the archive is what was put there"
quiet --type DryRun >report
echo "exit $?"
jq -c .job report | masked
jq -c .job report | cmp - store/acme/jobs/job-1.json
quiet --type DryRun -p "$TESTDATA/replay/plan.json" -r "$TESTDATA/replay/rules.json" day | masked |
	jq -c '.job | del(.options)'
esper-encode -q -t acme day | esper-decide -q -S store -t acme >want
quiet --type DecisionOnly --from 2026-11-20T00:03:00Z -o decisions.zst --report report --format text
zstd -qdc decisions.zst >got
tail -n "$(wc -l <got)" want | cmp - got
esper-replay --type DecisionOnly 2>said | cmp - want
sed 's/; .*/; .../' said

cp -rp store many
for name in m B 10 a 9 z_ c; do
	cp day many/acme/events/$name.jsonl
done
esper-replay -S many --type DryRun --submit | jq -c '.inputs | map(split("/")[-1])'

echo "# versions"
esper-encode --create "$TESTDATA/replay/plan.json"
quiet --type DryRun --encoding-version 2 --rule-version 1 day | jq -c '.job | [.encoding_version, .rule_version]'
quiet --type DryRun --encoding-version 3 day
echo "exit $?"

echo "# submitted, run later, by another one"
esper-replay --type DecisionOnly --to 2026-11-20T00:05:00Z --warmup 1m --submit -o later.jsonl --report r.json |
	masked
esper-replay --type DryRun --submit --format text ./day | masked
esper-replay --type DryRun --submit none
echo "exit $?"
esper-replay --type DryRun --submit -
echo "exit $?"
ESPER_ACTOR=other quiet --run-pending | head -n 2
jq -c '[.job_id, .status, .events_processed > 0, .job_type]' store/acme/jobs/job-[67].json
wc -l <later.jsonl | tr -d ' '
jq -c .job r.json | cmp - store/acme/jobs/job-6.json
quiet --run-pending
echo "exit $?"

echo "# looked at"
esper-replay --list >list
cat store/acme/jobs/job-?.json | cmp - list
esper-replay --list --format text | sed 's/  2[0-9-]*T.*/  TIME/'
esper-replay --show job-6 | cmp - store/acme/jobs/job-6.json
esper-replay --show job-6 --format text | sed "s|$PWD|PWD|g; s/^\(created\|completed\) .*/\1/"
esper-replay --show job-8
echo "exit $?"
esper-replay --retry job-1
echo "exit $?"

echo "# the history"
jq -c 'select(.action | startswith("replay.")) | [.seq, .actor, .action, .target, .detail]' store/acme/audit.jsonl
esper-audit --verify >verified && echo whole
esper-audit --summary | jq -c .jobs
ls -A store/acme store/acme/jobs
