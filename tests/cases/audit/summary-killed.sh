# In a store, a job whose process was killed counts as Failed; one that is running, and what other files say, do not.
export ESPER_STORE=store ESPER_TENANT=acme ESPER_ACTOR=me
cp "$TESTDATA"/examples/*.json* .
esper-encode -q --create plan.json >/dev/null
esper-encode --activate 1
esper-decide -q --create rules.json >/dev/null
esper-decide --activate 1
esper-replay -q --type DryRun --max-rejects 1 events.jsonl >report
esper-replay -q --type DryRun --submit events.jsonl >submitted
mkfifo log other
start() {
	esper-replay -q --type DryRun $1 >report 2>&1 &
	pid=$!
	until grep -q "replay.run\",\"target\":\"job/job-$2\"" store/acme/audit.jsonl; do
		:
	done
}
start log 3
esper-audit --summary | jq -c .jobs
kill -9 $pid
{ wait $pid; } 2>/dev/null
start other 4
esper-audit --summary | jq -c .jobs
esper-audit --summary --format text | tail -n 5
esper-audit --summary --to 2000-01-01
esper-audit --summary store/acme/audit.jsonl | jq -c .jobs
kill -9 $pid
{ wait $pid; } 2>/dev/null
esper-replay --list | jq -r .status | sort | uniq -c | tr -s ' '
esper-audit --summary | jq -c .jobs
