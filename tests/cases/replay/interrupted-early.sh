# A job that a signal ends says how to go on from the moment on that it is on record as run.
export ESPER_STORE=store ESPER_TENANT=acme ESPER_ACTOR=me
cp "$TESTDATA"/examples/*.json* .
esper-encode --create plan.json
esper-encode --activate 1
esper-decide -q --create rules.json
esper-decide --activate 1
mkfifo log
i=0
while [ $i -lt 20 ]; do
	i=$((i + 1))
	env --default-signal=INT esper-replay -q --type DryRun log >report 2>said &
	pid=$!
	until grep -q "replay.run\",\"target\":\"job/job-$i\"" store/acme/audit.jsonl; do
		:
	done
	kill -INT $pid
	{ wait $pid; } 2>/dev/null
	echo "job-$i: exit $?"
	cat said
	find store/acme/jobs -name '*.lock'
done
echo "# and is not left for --run-pending by one that comes between that it is on record and that it is run"
while [ $i -lt 40 ]; do
	i=$((i + 1))
	env --default-signal=INT esper-replay -q --type DryRun log >report 2>said &
	pid=$!
	until [ -e store/acme/jobs/job-$i.json ]; do
		:
	done
	kill -INT $pid
	{ wait $pid; } 2>/dev/null
	cat said
done
esper-replay --list | jq -r .status | sort | uniq -c
