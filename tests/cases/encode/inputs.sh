# An input that is missing or a folder is named, the others are read, exit 2; - is standard input; -- ends the options.
p=$TESTDATA/examples/plan.json
sed -n 1p "$TESTDATA/examples/events.jsonl" >one
sed -n 2p "$TESTDATA/examples/events.jsonl" >-two
mkdir folder
esper-encode -p "$p" none one folder - -- -two <one | cut -c 1-17
esper-encode -p "$p" none >/dev/null 2>&1
echo "exit $?"
esper-encode one -p "$p" | cut -c 1-17
