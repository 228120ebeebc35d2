# --max-rejects N or P% turns exit 3 into 0 up to that many, still counted and named; beyond it is 3.
p=$TESTDATA/examples/plan.json e=$TESTDATA/examples/events.jsonl
cp "$e" log
for m in 0 1 2 0% 19.99% 20% 100%; do
	esper-encode -q -p "$p" --max-rejects $m log >/dev/null
	echo "$m: exit $?"
done
esper-encode -p "$p" --max-rejects=1 log >/dev/null
echo "exit $?"
# an input that is not there is no reject
esper-encode -p "$p" --max-rejects=100% log none 2>/dev/null >/dev/null
echo "exit $?"
