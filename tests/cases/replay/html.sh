# --html writes the report as a page, beside the report or the decisions: text that no value can turn into markup, the same bytes every time
T=$TESTDATA/replay
awk -v n=9000 -f "$T/events.awk" | awk 'NR % 3 == 0' | sed 's/User-1 "/<script>alert(1)<\/script>"/' >day
jq '.config.rules[1].expression.value = 3 | .version = 10 | .config.rules[0].rule_id = "<b>inside"' "$T/rules.json" >rules
replay() {
	esper-replay -q --max-rejects 9% -p "$T/plan.json" -r rules "$@"
	echo "status $?"
}
text() {
	sed -n '/<section id="summary"/,/<\/main>/p' "$1" | sed 's/<svg.*<\/svg>//; s/<[^>]*>/ /g' | grep -v '^ *$'
}
echo '-- a report'
replay --type DryRun --html page.html --report report.json day >out
cat out | tail -n 1
text page.html
echo '-- compared'
replay --type DryRun --html compared.html --baseline-rules "$T/rules.json" day | tail -n 1
text compared.html | head -n 60
echo '-- a bar for each hour, or a few hours; their words are those of the table'
for file in page.html compared.html; do
	grep -c '^<g><title>' $file
	grep -o '^<g><title>[^<]*' $file | head -n 2
done
echo '-- nothing of the data is markup'
cat page.html compared.html | grep -oE '<(script|b)[^>]*>' | sort | uniq -c
echo '-- beside decisions, and the same bytes'
replay --type DecisionOnly --html decisions.html -j 1 day | tail -n 1
sed 's/DecisionOnly/DryRun/' decisions.html | cmp - page.html
echo '-- the hours of the page are all decisions of the report'
sed -n '/<details>/,/<\/details>/p' page.html | sed -n 's/<[^>]*>/ /g; s/^  *2026[^ ]*//p' |
	awk '{ for (i = 1; i <= 4; i++) sum[i] += $i } END { print sum[1], sum[2], sum[3], sum[4] }'
jq -c .decisions report.json
echo '-- of a job, run later'
esper-encode -S store -t acme --create "$T/plan.json" >/dev/null && esper-encode -S store -t acme --activate 1 >/dev/null
esper-decide -S store -t acme --create rules >/dev/null 2>&1 && esper-decide -S store -t acme --activate 1 >/dev/null 2>&1
esper-replay -S store -t acme --type DryRun --submit --html job.html day | jq -c '.options | keys'
esper-replay -q -S store -t acme --run-pending --max-rejects 9% >/dev/null
grep -m 1 -o '<title>[^<]*' job.html
echo '-- refused'
replay --type DryRun --html day day 2>&1
replay --type DryRun --html rules day 2>&1
replay --type DryRun --html x --report x day 2>&1
echo '-- of a replay that failed, the page says why; of one that was stopped, there is none'
replay --type DryRun --html failed.html absent 2>&1 | grep -v '^{'
grep -o 'The replay failed[^<]*' failed.html
echo old >page.html
replay --type DryRun --html page.html --fail-fast day >/dev/null
cat page.html
replay --type DryRun --html /dev/full day >/dev/null
