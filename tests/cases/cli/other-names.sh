# Options by the names that other tools have for them: some are accepted, others are suggested; an option of another program is said to be that.
p=$TESTDATA/examples/plan.json r=$TESTDATA/examples/rules.json
echo '{"fields":[]}' >p.json
for hour in 0 1 2 3; do
	echo '{"observed_at":"2025-10-31T0'$hour':30:00Z"}'
done >log
for range in "2025-10-31 01:00-03:00" "2025-10-31T01:00:00Z-2025-10-31T03:00" 2025-10-31-2025-11-01 @1761874200-now; do
	esper-encode -p p.json --time-range "$range" --parallel 2 log | grep -o '20..-..-..T..:..' | xargs
done
esper-encode -p p.json --last-hour log | wc -l
esper-encode -p p.json --from 2025-10-31T01:00 --to 2025-10-31T02:30:00.5 log | wc -l
esper-replay -q --job-type DryRun -p p.json -r "$r" --time-range "2025-10-31 01:00-03:00" log | jq -c '.job | [.time_range_start, .time_range_end, .events_processed]'
for range in "" - 2025-10-31 2025-10-31-x "2025-10-31 03:00-02:00" x-now; do
	esper-encode -p p.json --time-range "$range" log
done 2>&1
try() {
	"$@" </dev/null 2>&1
	echo "$?"
}
try esper-audit --explain
try esper-encode --explain
try esper-encode --rules "$r"
try esper-audit --check "$r"
try esper-decide --verify
try esper-encode --state s
try esper-encode --threads 2
try esper-encode --since now
try esper-decide --until now
try esper-encode --min-line 5
try esper-audit --user me
try esper-encode --validate "$p"
try esper-replay --mode DryRun
try esper-replay --type dryrun
try esper-replay --type simulate
try esper-audit --format pretty
try esper-replay --format ndjson
try esper-decide --format jsonlines
try esper-encode --color=force
# those of esper-trace-replay select as the options do that they stand for
echo '{"event_type":"function_exit","timestamp_ns":1761874200000000000,"correlation_id":"old","function_name":"f","user_id":"me","variant":"A"}' >log
sed 's/1761874200/1761877800/; s/"old"/"late"/; s/"me"/"you"/; s/"A"/"B"/; s/}/,"error":true}/' log >>log2
cat log2 >>log
for option in --last-hour --success --failure --user-id=me --user-id=you --variant=A --variant=C; do
	echo "$option: $(esper-trace-replay -q --calls $option log | jq -r .call_id | xargs)"
done
esper-trace-replay -q --calls --time-range "2025-10-31 02:00-03:00" log | jq -r .call_id
for range in "" 2025-10-31 "2025-10-31 03:00"; do
	esper-trace-replay --calls --time-range "$range" log
done 2>&1
try esper-trace-replay --span-id x
try esper-trace-replay --since now
try esper-trace-replay --kind functions
try esper-trace-replay --status failed
