# DryRun writes a report, one line of JSON; --job-type is the seed's name for --type.
esper-replay --job-type DryRun -p "$TESTDATA/examples/plan.json" -r "$TESTDATA/examples/rules.json" \
	-q "$TESTDATA/examples/events.jsonl" >report
echo $?
wc -l <report
jq -c '.job.created_at <= .job.completed_at' report
jq . report | grep -v '_at"' | sed "s|$TESTDATA|TESTDATA|"
