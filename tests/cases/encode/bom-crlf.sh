# A BOM at the start of an input is skipped, nowhere else; CR before a newline is white space; the last line needs no newline.
p=$TESTDATA/examples/plan.json
head -n 4 "$TESTDATA/examples/events.jsonl" >log
esper-encode -p "$p" log >want
printf '\357\273\277' | cat - log >bom
esper-encode -p "$p" bom | cmp - want
sed 's/$/\r/' log | esper-encode -p "$p" | cmp - want
head -c -1 log | esper-encode -p "$p" | cmp - want
sed 's/$/ \t \r/; s/^/ \t/' log | esper-encode -p "$p" | cmp - want
printf '\357\273\277' >bom-alone
esper-encode -p "$p" bom-alone bom-alone
{
	cat bom
	cat bom
} | esper-encode -p "$p" | wc -l
