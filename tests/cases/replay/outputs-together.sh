# Whatever output fails, even the last, no output gets its name, and a report never says Complete of a job that is not.
export ESPER_STORE=store ESPER_TENANT=acme ESPER_ACTOR=me
p=$TESTDATA/replay/plan.json r=$TESTDATA/replay/rules.json
esper-encode -q --create "$p" >/dev/null
esper-encode --activate 1
esper-decide -q --create "$r" >/dev/null
esper-decide --activate 1
awk -v n=400 -f "$TESTDATA/replay/events.awk" | grep '}$' >day
sed 's,"outcome": *"[A-Z][a-z]*","outcome":"Allow",' "$r" >other.json
try() {
	echo "--- $*"
	for file in out changes report stats; do
		echo old >$file
	done
	esper-replay -q --type DecisionOnly -o out --changes changes --report report --stats=stats \
		--baseline-rules other.json "$@" day
	echo "exit $?"
	grep -l '^old$' out changes report stats | tr '\n' ' '
	echo are as they were
	esper-replay --list | tail -n 1 | jq -c '[.status, .error]'
}
try --changes /dev/full
try --report /dev/full
try --stats=/dev/full
try --stats=no/such
try -o /dev/full
echo "--- a filter"
echo old >out
esper-encode -q -p "$p" -o out --stats=/dev/full day
echo "exit $?, $(cat out)"

echo "--- a rebuild for which the store has no room"
esper-replay -q --type StateRebuild day >report
jq -c '[.job.status, .job.error]' report
cp store/acme/state/current.zst before
awk -v n=6000 -f "$TESTDATA/replay/events.awk" | grep '}$' >large
(ulimit -f 32 && esper-replay -q --type StateRebuild large | cat >report)
jq -c '[.job.status, .job.error]' report
esper-replay --list | tail -n 1 | jq -c '[.status, .error]'
cmp before store/acme/state/current.zst
ls store/acme/state
esper-audit --verify | jq -c '[.chain, .documents]'
esper-replay -q --type StateRebuild large >report
jq -c '[.job.status, .job.error]' report
cmp -s before store/acme/state/current.zst || echo replaced
ls store/acme/state
