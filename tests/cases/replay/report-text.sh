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

echo "# columns are those of a terminal, and rules that match come before those that do not"
jq -nc '["", "漢字", "漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字", "e\u0301t\u0301", "\u202ertl", "🙂"] as $odd
	| {kind: "FieldExists", field_name: "no"} as $there
	| {rules: [range(30) | {rule_id: "\($odd[. % 6])\(.)", outcome: "Block",
		expression: (if . < 8 then $there else {kind: "Not", predicate: $there} end)}]}' >wide
echo '{"fields":[{"name":"no","selector":{"kind":"QueryParam","name":"no"},"parser":"String"}]}' >plain
echo '{"observed_at":1}' | esper-replay --type DryRun -p plain -r wide --format text
echo '{"event_id":"e","label":"bad"}' >label
echo '{"event_id":"e","observed_at":1}' |
	esper-replay --type DryRun -p plain -r wide --labels label --format text | sed -n '/^labels/,$p'
