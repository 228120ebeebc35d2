# A signal that comes when the output has its name finds the job Complete: no Failed job has replaced what was there.
export ESPER_STORE=store ESPER_TENANT=acme ESPER_ACTOR=me
cp "$TESTDATA"/examples/*.json* .
esper-encode --create plan.json
esper-encode --activate 1
esper-decide -q --create rules.json
esper-decide --activate 1
i=0
while [ $i -lt 20 ]; do
	i=$((i + 1))
	rm -f out
	env --default-signal=INT esper-replay -q --type DecisionOnly -o out --report report --rejects rejects events.jsonl 2>said &
	pid=$!
	until [ -e out ]; do
		:
	done
	kill -INT $pid 2>/dev/null # it may be through
	{ wait $pid; } 2>/dev/null
	status=$?
	[ $status -eq 130 ] || [ $status -eq 3 ] || echo "exit $status"
	cat said
	esper-replay --show job-$i | jq -c '[.job_id, .status]'
done
find store/acme/jobs -name '*.lock'
