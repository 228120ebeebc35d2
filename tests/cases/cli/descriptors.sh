# Closed standard descriptors are errors, and no file of ours takes their place.
p=$TESTDATA/examples/plan.json
head -n 2 "$TESTDATA/examples/events.jsonl" >log
esper-encode -p "$p" log >&-
echo "exit $?"
esper-encode -p "$p" -o out --rejects rejects log >&- 2>&-
echo "exit $? lines $(wc -l <out) rejects $(wc -c <rejects)"
esper-encode -p "$p" <&-
echo "exit $?"
echo bad >>log
esper-encode -p "$p" --stats -o out log >&- 2>&-
echo "exit $? lines $(wc -l <out)"
esper-encode --version >&-
echo "exit $?"
esper-encode --help >/dev/full
echo "exit $?"
