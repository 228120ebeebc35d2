# SIGTERM, SIGINT and kill -9 leave a job that is seen as Failed and can be run again, and nothing else; two do not run one job.
export ESPER_STORE=store ESPER_TENANT=acme ESPER_ACTOR=me
cp "$TESTDATA"/examples/*.json* .
esper-encode --create plan.json
esper-encode --activate 1
esper-decide -q --create rules.json
esper-decide --activate 1
esper-replay -q --type DecisionOnly events.jsonl >want
seen() {
	esper-replay --show "$1" | jq -c '[.job_id, .status, .error, .completed_at != null, (.progress | type)]'
}
i=1
for signal in TERM INT HUP KILL; do
	i=$((i + 1))
	rm -f log
	mkfifo log
	env --default-signal=INT esper-replay -q --type DecisionOnly -o out log 2>said &
	pid=$!
	exec 3>log
	# it reads: it runs
	head -n 2 events.jsonl >&3
	seen job-$i
	cat store/acme/jobs/job-$i.json | jq -r .status
	esper-replay --resume job-$i
	echo "exit $?"
	kill -$signal $pid
	{ wait $pid; } 2>/dev/null
	echo "$signal: $?"
	exec 3>&-
	cat said
	seen job-$i
	jq -r .status store/acme/jobs/job-$i.json
	ls out 2>/dev/null
	find . -name '.*' -type f | grep -v '^./store/acme/.lock$'
	rm log
	cp events.jsonl log
	esper-replay -q --resume job-$i
	echo "resumed: $?"
	sed 's/"job_id":"[^"]*"//' out | cmp - want
	seen job-$i
	rm out
	ls -A store/acme/jobs
	jq -c 'select(.target == "job/job-'$i'").action' store/acme/audit.jsonl | paste -s -d ' ' -
done

echo "# how far it is"
rm log
mkfifo log
esper-replay -q --type DryRun log events.jsonl >report &
pid=$!
exec 3>log
esper-replay --list | tail -n 1 | jq -c '[.status, .progress]'
esper-replay --show job-6 | jq -c '.progress'
while [ "$(esper-replay --show job-6 | jq '.progress.failed')" = 0 ]; do
	cat events.jsonl >&3
done
esper-replay --show job-6 | jq -c '.progress | .bytes > 0, .events > .failed, .events_per_second > 0'
esper-replay --show job-6 --format text | sed -n '/^progress/s/[1-9][0-9]*/N/gp'
exec 3>&-
wait $pid
echo "exit $?"
esper-replay --show job-6 | jq -c '[.status, .progress]'

echo "# one --run-pending at a time, and jobs that come meanwhile are run"
rm log
mkfifo log
esper-replay --type DryRun --submit log | jq -r .status
esper-replay -q --run-pending >reports &
pid=$!
exec 3>log
esper-replay --run-pending
echo "exit $?"
esper-replay --type DryRun --submit events.jsonl | jq -r .status
cat events.jsonl >&3
exec 3>&-
wait $pid
echo "exit $?"
jq -c '[.job.job_id, .job.status]' reports
ls -A store/acme/jobs

echo "# a killed one is in nobody's way"
rm log
mkfifo log
esper-replay --type DryRun --submit log | jq -r .status
esper-replay --type DryRun --submit events.jsonl | jq -r .status
esper-replay -q --run-pending >reports &
pid=$!
exec 3>log
kill -9 $pid
{ wait $pid; } 2>/dev/null
exec 3>&-
esper-replay -q --run-pending >reports
echo "exit $?"
esper-replay --list | jq -c '[.job_id, .status]' | tail -n 2
rm log
cp events.jsonl log
esper-replay -q --retry job-9 >report
esper-replay --list | jq -r .status | sort | uniq -c | tr -s ' '
esper-audit --verify >verified && echo whole
esper-audit --summary | jq -c .jobs
ls -A store/acme/jobs

echo "# many at once"
i=0
while [ $i -lt 8 ]; do
	i=$((i + 1))
	esper-replay --type DryRun --submit events.jsonl >submitted.$i &
	esper-replay -q --type DryRun events.jsonl >replayed.$i &
done
wait
cat submitted.? | jq -r .job_id | sort -u | wc -l | tr -d ' '
jq -r .job.job_id replayed.? | cat - submitted.? | sort -u | wc -l | tr -d ' '
(esper-replay -q --run-pending >pending.1; echo $? >exit.1) 2>/dev/null &
(esper-replay -q --run-pending >pending.2; echo $? >exit.2) 2>/dev/null &
wait
esper-replay -q --run-pending >pending.3
jq -r .job.job_id pending.? | sort | uniq -c | tr -s ' ' | cut -d ' ' -f 2 | uniq -c | tr -s ' '
esper-replay --list | jq -r .status | sort | uniq -c | tr -s ' '
esper-audit --verify >verified && echo whole

echo "# a store with a name of its own"
cp -rp store "it's mine"
mkfifo again
esper-replay -S "it's mine" -q --type DryRun again 2>said &
pid=$!
exec 3>again
kill $pid
{ wait $pid; } 2>/dev/null
exec 3>&-
rm again
cp events.jsonl again
sed 's/.*: //' said
eval "$(sed 's/.*: //' said) -q" | jq -c '[.job.status, .job.tenant_id]'
