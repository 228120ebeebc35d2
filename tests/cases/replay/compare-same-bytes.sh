# A comparison is the same for any number of threads, plain or zstd, one input or several.
old_plan=$TESTDATA/replay/plan.json old_rules=$TESTDATA/replay/rules.json
jq '(.config.fields[] | select(.name == "user")).normalizers = []
	| (.config.fields[] | select(.name == "age")).required = true
	| .config.runtime.envelope = {observed_at: "seen"}' "$old_plan" >times
jq '(.config.fields[] | select(.name == "device")).parser = "U64"
	| .config.fields |= map(select(.name != "note"))' "$old_plan" >fields
jq '.config.rules[1].expression.value = 3' "$old_rules" >rules
# most were also seen, at the same time or up to three seconds earlier
awk -v n=12000 -f "$TESTDATA/replay/events.awk" | awk 'NR % 9 && match($0, /"observed_at":[0-9]*/) {
	at = substr($0, RSTART + 14, RLENGTH - 14)
	sub(/"observed_at"/, sprintf("\"seen\":%.0f,&", at - NR % 4 * 1000))
} 1' >day
split -n l/3 day part.
zstd -q day -o day.zst
compare() {
	plan=$1
	shift
	esper-replay --type DryRun -q --max-rejects 100% -p "$plan" --baseline-plan "$old_plan" -r rules \
		--baseline-rules "$old_rules" --changes changes "$@" |
		jq -c 'del(.job.created_at, .job.completed_at, .job.inputs,
			.comparison.examples[].file, .comparison.examples[].line)' >report
	jq -c 'del(.file, .line)' changes >changes.plain
	cat report changes.plain
}
for plan in fields times; do
	compare $plan -j1 day >one
	jq -c '[.comparison.events, .comparison.changed, .comparison.causes]' report
	compare $plan -j4 day | cmp - one
	compare $plan -j2 day.zst | cmp - one
	compare $plan -j3 part.aa part.ab part.ac | cmp - one
	jq -s -c '[.[].observed_at] | map(sub("Z$"; "")) | . == sort' changes
done
