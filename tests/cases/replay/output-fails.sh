# A full disk is noticed, a reader that goes away ends it in silence, -o leaves FILE alone when a run is stopped.
awk -v n=3000 -f "$TESTDATA/replay/events.awk" >day
set -- -p "$TESTDATA/replay/plan.json" -r "$TESTDATA/replay/rules.json" -q
for type in DryRun DecisionOnly; do
	esper-replay --type $type "$@" day >/dev/full
	echo $?
	esper-replay --type $type "$@" -o /dev/full day
	echo $?
done
esper-replay --type DecisionOnly "$@" --report /dev/full day >/dev/null
echo $?
{
	esper-replay --type DecisionOnly "$@" day
	echo $? >status
} | head -n 1 | wc -l
cat status
echo old >file
esper-replay --type DecisionOnly "$@" --fail-fast --report report -o file day
echo $?
cat file
ls
