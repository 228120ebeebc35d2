# --from and --to choose what is decided and counted; what comes before warms up and is skipped.
awk -v n=3000 -f "$TESTDATA/replay/events.awk" >day
set -- -p "$TESTDATA/replay/plan.json" -r "$TESTDATA/replay/rules.json" -q
esper-replay --type DecisionOnly "$@" day >all
from='2026-11-20T00:20:00' to='2026-11-20T00:30:00'
awk -F '"observed_at":"' -v from=$from -v to=$to \
	'{ at = substr($2, 1, 19) } at >= from && at < to' all >want
esper-replay --type DecisionOnly "$@" --from ${from}Z --to ${to}Z --report report day >got
cmp got want
wc -l <got
jq -c '.job | .events_processed, .events_failed, .events_skipped, .time_range_start, .time_range_end' report
echo "$(wc -l <day) lines"
esper-replay --type DecisionOnly "$@" --from ${from}Z --to ${to}Z --warmup all day | cmp - want
esper-replay --type DecisionOnly "$@" --from ${from}Z --to ${to}Z --warmup 20m day | cmp - want
esper-replay --type DecisionOnly "$@" --from ${from}Z --to ${to}Z --warmup 0s day >cold
wc -l <cold
cmp -s cold want || echo 'without a warm-up the decisions differ'
esper-replay --type DecisionOnly "$@" --from 2027-01-01 day
