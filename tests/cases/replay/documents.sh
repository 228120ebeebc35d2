# A replay of documents gives what a replay of the same events as lines gives: decisions, ties, reports, a second reading, comparisons.
awk -v n=4000 -f "$TESTDATA/replay/events.awk" | grep 'observed_at.*}$' | jq -c '. + {event_id: (.event_id // input_line_number)}' >day
jq -s . day >day.json
jq -c -s . day >array.json
tr -d '\n' <day >values.json
set -- -p "$TESTDATA/replay/plan.json" -r "$TESTDATA/replay/rules.json" -q
plain() {
	sed 's/[a-z]*\.json/day/g; s/"line":[0-9]*/"line":0/g' | jq -c 'del(.job)'
}
esper-replay --type DecisionOnly "$@" day >want
esper-replay --type DryRun "$@" day | plain >report
wc -l <want
for f in day.json array.json values.json; do
	for j in 1 4; do
		esper-replay --type DecisionOnly "$@" -j $j $f | cmp - want || echo "$f -j $j"
	done
	esper-replay --type DecisionOnly "$@" <$f | cmp - want || echo "$f by standard input"
	esper-replay --type DecisionOnly "$@" --buffer-size 64K $f | cmp - want || echo "$f again"
	esper-replay --type DryRun "$@" $f | plain | cmp - report || echo "$f: report"
	zstd -q $f
	esper-replay --type DecisionOnly "$@" --buffer-size 64K $f.zst | cmp - want || echo "$f.zst"
done
# ties: the order in the document, also on one line
jq -c 'del(.observed_at) + {observed_at: 1700000000}' day | sed '1!G;h;$!d' >ties
jq -c -s . ties >ties.json
esper-replay --type DecisionOnly "$@" ties >want
esper-replay --type DecisionOnly "$@" ties.json | cmp - want
esper-replay --type DecisionOnly "$@" --buffer-size 64K ties.json ties | cut -d , -f 1 | sort | uniq -c | awk '$1 % 2' | wc -l
# a comparison of two plans goes over each element twice
sed 's/"Lowercase"/"Uppercase"/' "$TESTDATA/replay/plan.json" >other.json
sed 's/"Block"/"Allow"/; s/"Challenge"/"Block"/' "$TESTDATA/replay/rules.json" >other-rules.json
set -- "$@" --baseline-plan other.json --baseline-rules other-rules.json
for f in day array.json; do
	esper-replay --type DryRun "$@" --changes changes.$f $f | plain >compared.$f
	plain <changes.$f | jq -c 'del(.line)' >changed.$f
done
cmp compared.day compared.array.json
cmp changed.day changed.array.json
jq -s -c '[length > 100, (map(.line == 1) | all)]' changes.array.json
sed 's/^/\n/; s/$/,/; 1s/^/[/; $s/,$/]/' day >spread.json
esper-replay --type DryRun "$@" --changes changes.spread spread.json >report
jq .line changes.day | awk '{ print $1 * 2 }' >lines
jq .line changes.spread | cmp - lines
# rejects, and a document that ends too early
{
	printf '[\n'
	sed 's/$/,/' day | head -n 20
	printf '5,{"observed_at":1,\n"x":tru},{"observed_at":1}]'
} >bad.json
esper-replay --type DryRun -p "$TESTDATA/replay/plan.json" -r "$TESTDATA/replay/rules.json" --rejects rejects bad.json |
	jq -c '[.job.events_processed, .job.events_failed, .failures]'
jq -c '[.line,.code,.raw]' rejects
