# --labels: precision and recall of rules and decisions; a bad label is named and ends the run.
cd "$TESTDATA/examples" || exit 1
dry_run() {
	esper-replay --type DryRun -q --max-rejects 1 -p plan.json -r rules.json "$@"
}
work=$OLDPWD
# of bob's seven attempts the first is his own; one of alice's is labelled twice, the same way
esper-encode -q -p plan.json logins.jsonl | jq -c 'if .fields.email == "bob@example.com"
	then {label: (if .observed_at < "2026-11-20T10:00:02Z" then "good" else "bad" end), event_id, by: "ann"}
	else {event_id, label: "good"} end' >"$work/labels"
tail -n 1 "$work/labels" >>"$work/labels"
echo >>"$work/labels"
dry_run --labels "$work/labels" logins.jsonl | jq -c .labels
zstd -q "$work/labels" -o "$work/labels.zst"
jq '.rules[0].expression.predicates[1].value = 2' rules.json >"$work/sharp"
dry_run -r "$work/sharp" --baseline-rules rules.json --labels "$work/labels.zst" logins.jsonl |
	jq -c '.labels, .labels.baseline.decisions, .comparison.changes'
dry_run --format text --labels "$work/labels" logins.jsonl
dry_run --labels - logins.jsonl </dev/null | jq -c .labels.decisions
dry_run logins.jsonl | jq -c 'has("labels")'
cd "$work" || exit 1

# bad ones
try() {
	esper-replay --type DryRun -p "$TESTDATA/examples/plan.json" -r "$TESTDATA/examples/rules.json" \
		--labels "$1" "$TESTDATA/examples/logins.jsonl"
	echo $?
}
good='{"event_id":1,"label":"good"}'
for line in '{"event_id":"a","label":"ugly"}' '{"event_id":"a"}' '{"label":"bad"}' '[]' '{"event_id":"a"' \
	'{"event_id":null,"label":"bad"}' '{"event_id":"1","label":"bad"}' '{"event_id":"a","label":1}' "$(printf '\377')"; do
	printf '%s\n\n%s\n%s\n' "$good" "$line" "$good" >bad
	try bad
done
try none
head -c 50 "$TESTDATA/examples/logins.jsonl" | gzip >gzip
try gzip
zstd -q -c labels | head -c 40 >cut
try cut
