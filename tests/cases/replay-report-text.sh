# --format text is the report for people; the file of --report gets it too.
awk -v n=3000 -f "$TESTDATA/replay/events.awk" >day
esper-replay --type DryRun -p "$TESTDATA/replay/plan.json" -r "$TESTDATA/replay/rules.json" \
	--format text --report file -q day
echo $?
esper-replay --type DryRun -p "$TESTDATA/replay/plan.json" -r "$TESTDATA/replay/rules.json" \
	--format text --max-rejects 5% --from '2026-11-20 00:10' --to '2026-11-20 00:20' -t t-1 -q day
echo $?
esper-replay --type DryRun -p "$TESTDATA/replay/plan.json" -r "$TESTDATA/replay/rules.json" \
	--format text -q day | cmp - file
