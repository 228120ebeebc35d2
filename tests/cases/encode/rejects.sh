# A rejects file keeps each rejected line so that it can be fed again: what comes of that is the same rejects.
p=$TESTDATA/examples/plan.json
{
	cat "$TESTDATA/examples/events.jsonl"
	printf '%s\n' 'no "JSON" \at all' '{"observed_at":"?","x":"a\tb"}' '[1] '
	printf '{"bad":"\377"}\n'
} >log
esper-encode -p "$p" --rejects rejects log >out
echo "exit $?"
cat rejects
# jq -r .raw, by hand: every raw here is a string with \" and \\ alone
sed -n 's/.*"raw":"\(.*\)"}$/\1/p' rejects | sed 's/\\\(.\)/\1/g' >again
esper-encode -q -p "$p" --rejects rejects2 again
echo "exit $?"
sed 's/"file":"log","line":[0-9]*/-/; /base64/d' rejects >a
sed 's/"file":"again","line":[0-9]*/-/' rejects2 >b
cmp a b
# base64 gives back the bytes
sed -n 's/.*"raw_base64":"\(.*\)"}$/\1/p' rejects | base64 -d | cmp -n 11 - log -i 0:"$(grep -abo '{"bad"' log | cut -d: -f1)"
# from standard input the file is null; no rejects, an empty file
esper-encode -q -p "$p" --rejects rejects - <log >/dev/null
cut -c 1-30 rejects
head -n 1 log | esper-encode -q -p "$p" --rejects rejects >/dev/null
wc -c <rejects
