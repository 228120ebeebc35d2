# A full disk is always noticed: exit 2, for the output, for -o, for rejects and for statistics.
p=$TESTDATA/examples/plan.json e=$TESTDATA/examples/events.jsonl
head -n 4 "$e" >log
esper-encode -p "$p" log >/dev/full
echo "exit $?"
esper-encode -p "$p" -o /dev/full log
echo "exit $?"
esper-encode -p "$p" -z log >/dev/full
echo "exit $?"
esper-encode -p "$p" --rejects /dev/full "$e" 2>err >/dev/null
echo "exit $?"
grep -c 'No space left on device' err
esper-encode -p "$p" --stats=/dev/full log >/dev/null
echo "exit $?"
esper-encode --init >/dev/full
echo "exit $?"
esper-encode --check "$p" >/dev/full
echo "exit $?"
esper-encode --help >/dev/full
echo "exit $?"
