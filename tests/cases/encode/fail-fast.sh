# --fail-fast stops at the first rejected record with exit 2: what came before is on stdout, and -o FILE is left as it was.
p=$TESTDATA/examples/plan.json
{
	head -n 2 "$TESTDATA/examples/events.jsonl"
	echo '{}'
	head -n 1 "$TESTDATA/examples/events.jsonl"
	echo '{'
} >log
esper-encode -p "$p" --fail-fast --rejects rejects log | cut -c 1-17
esper-encode -p "$p" --fail-fast log >/dev/null 2>&1
echo "exit $?"
cat rejects
echo old >out
esper-encode -q -p "$p" --fail-fast -o out log
echo "exit $?"
cat out
esper-encode -p "$p" --fail-fast --max-rejects 5 log >/dev/null 2>&1
echo "exit $?"
# what comes after it is in no count
esper-encode -q -p "$p" --fail-fast --stats=stats log >/dev/null 2>&1
sed 's/"bytes_in.*_seconds":[0-9.]*/_/' stats
