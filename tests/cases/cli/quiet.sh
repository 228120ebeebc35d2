# -q leaves only fatal errors on stderr; the exit status and --stats stay.
p=$TESTDATA/examples/plan.json
{
	sed -n 1p "$TESTDATA/examples/events.jsonl"
	echo bad
	sed -n 2p "$TESTDATA/examples/events.jsonl"
} >log
esper-encode -q -p "$p" log | wc -l
esper-encode -q -p "$p" log >/dev/null
echo "exit $?"
esper-encode -q -p "$p" --stats log 2>&1 >/dev/null | cut -c 1-69
esper-encode -q -p "$p" none log | wc -l
esper-encode -q -p "$p" --fail-fast log | wc -l
esper-encode -q -p "$p" log >/dev/full
echo "exit $?"
