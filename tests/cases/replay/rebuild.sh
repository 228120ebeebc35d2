# StateRebuild makes the very state that live decisions leave behind; --state begins with a copy of one.
export ESPER_STORE=store ESPER_TENANT=t-1 ESPER_ACTOR=me
p=$TESTDATA/replay/plan.json r=$TESTDATA/replay/rules.json
awk -v n=3000 -f "$TESTDATA/replay/events.awk" | grep '}$' >day
esper-encode --create "$p"
esper-encode --activate 1
esper-decide -q --create "$r"
esper-decide --activate 1
current=store/t-1/state/current.zst
# live WHAT OPTION... FILE: what live decisions leave behind
live() {
	out=$1
	shift
	rm -f "$out"
	esper-encode -q "$@" | esper-decide -q --state "$out" >decided
}

# same: are the states alike?  live.zst knows its inputs besides, which are no part of the state
same() {
	esper-decide --dump-state --state live.zst | esper-decide --load-state --state state.zst
	cmp state.zst $current
}

echo "# all of it"
live live.zst day
esper-replay -q --type StateRebuild day | jq -c '[.job.job_id, .job.status, .job.time_range_start, .job.events_processed > 100]'
same
esper-decide --dump-state --state live.zst >want
esper-decide --dump-state --state $current | cmp - want
[ "$(wc -l <want)" -gt 300 ] || echo "hardly a state"
tail -n 2 store/t-1/audit.jsonl | jq -c '[.action, .target, .detail.job_id, .detail.encoding_version, (.detail.events_processed > 100)]'
[ "$(tail -n 1 store/t-1/audit.jsonl | jq -r .detail.sha256)" = "$(sha256sum <$current | cut -c 1-64)" ] && echo "its hash is known"

echo "# in any order, a part of time, without a warm-up"
LC_ALL=C sort day >shuffled
esper-replay -q --type StateRebuild -j 3 shuffled >report
echo "exit $?"
esper-decide --dump-state --state $current | cmp - want
live live.zst --from 2026-11-20T00:30:00Z --to 2026-11-20T01:00:00Z day
esper-replay -q --type StateRebuild --from 2026-11-20T00:30:00Z --to 2026-11-20T01:00:00Z day >report
same
tail -n 1 store/t-1/audit.jsonl | jq -c '[.detail.time_range_start, .detail.time_range_end]'

echo "# one that fails leaves the old one"
esper-replay -q --type StateRebuild day none >report 2>said
echo "exit $?"
jq -c '.job | [.status, .error]' report
same
esper-replay -q --type StateRebuild day >/dev/full 2>said
echo "exit $?"
esper-replay --show job-5 | jq -c '[.status, .error]'
same
tail -n 1 store/t-1/audit.jsonl | jq -c '[.action, .detail.error]'

echo "# --state: what was before is in it"
head -n 1500 day >first
tail -n +1501 day >second
esper-encode -q day | esper-decide -q >want
live first.zst first
lines=$(wc -l <decided)
sha256sum first.zst >sum
esper-replay -q --type DecisionOnly --state first.zst second >got
tail -n +$((lines + 1)) want | cmp - got
esper-replay -q --type DecisionOnly second | cmp -s - got && echo "it does not matter"
esper-replay -q --type DryRun --state first.zst second | jq -c '.job.options | map_values(sub(".*/"; ""))'
(unset ESPER_STORE && esper-replay -q --type DecisionOnly -p "$p" -r "$r" --state first.zst second) |
	sed 's/"\(rule\|encoding\)_version":[0-9]*/"\1_version":1/g' | cmp - got
sha256sum -c sum
ls first.zst*
printf x >>first.zst
esper-replay --type DryRun --state first.zst second
echo "exit $?"
esper-replay --list | tail -n 1 | jq -c '[.status, .error]'

echo "# usage"
esper-replay --type StateRebuild --warmup 1h day
esper-replay --type StateRebuild --state live.zst day
esper-replay --type DryRun --state live.zst --warmup all day >report && echo fine
esper-replay --type DryRun --state live.zst --warmup 1h day
esper-replay --type DecisionOnly --state live.zst -o live.zst day
ls -A store/t-1/state
