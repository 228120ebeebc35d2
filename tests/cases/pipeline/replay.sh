# esper-encode | esper-decide and esper-replay --type DecisionOnly over the same sorted input give the same bytes.
p=$TESTDATA/replay/plan.json r=$TESTDATA/replay/rules.json
awk -v n=5000 -f "$TESTDATA/replay/events.awk" >day
esper-encode -q -p "$p" day | esper-decide -q -p "$p" -r "$r" >want
wc -l <want
esper-replay -q --type DecisionOnly -p "$p" -r "$r" day | cmp - want
esper-replay -q --type DecisionOnly -p "$p" -r "$r" <day | cmp - want
zstd -q day
esper-replay -q --type DecisionOnly -p "$p" -r "$r" day.zst | cmp - want
esper-encode -q -p "$p" day | split -l 700 - part.
esper-decide -q -p "$p" -r "$r" part.* | cmp - want
esper-encode -q -t t-0 -p "$p" day | esper-decide -q -t t-0 -p "$p" -r "$r" >want
esper-replay -q -t t-0 --type DecisionOnly -p "$p" -r "$r" day | cmp - want
wc -l <want
jq -r '.decision' want | LC_ALL=C sort | uniq -c | awk '{ print $2, $1 }'
