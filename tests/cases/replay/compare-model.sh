# A comparison says what joining the four runs of esper-encode | esper-decide by hand says.
old_plan=$TESTDATA/replay/plan.json old_rules=$TESTDATA/replay/rules.json
jq '.config.runtime.entity_identity_fields = ["user"] | .version = 5
	| (.config.fields[] | select(.name == "age")).required = true
	| (.config.fields[] | select(.name == "user")).normalizers +=
		[{kind: "Replace", from: "user-1", to: "user-"}]' "$old_plan" >new_plan
jq '.config.rules |= map(select(.rule_id != "many-users")
		| if .rule_id == "failures" then .expression.value = 3
		  elif .rule_id == "inside" then .final = false | .outcome = "Observe"
		  elif .rule_id == "came-back" then .mode = "Enforce" else . end)
	| .config.rules += [{rule_id: "old-age", outcome: "Block", priority: 5, expression:
		{kind: "FieldCmp", field_name: "age", operator: "Gt", value: 80}}]' "$old_rules" >new_rules
awk -v n=900 -f "$TESTDATA/replay/events.awk" >day

# decide PLAN RULES: decisions, each with a key by which those of another run have it too
decide() {
	esper-encode -q -p "$1" day | esper-decide -q -p "$1" -r "$2" | jq -c -s '
		reduce .[] as $d ({n: {}, k: {}};
			.n[$d.event_id] += 1 | .k["\($d.event_id) \(.n[$d.event_id])"] = $d) | .k'
}

# join BB CC CB BC ENCODING RULES: what changed, by the words of the contract
join() {
	jq -n -S -c --slurpfile bb "$1" --slurpfile cc "$2" --slurpfile cb "$3" --slurpfile bc "$4" \
		--argjson encoding "$5" --argjson rules "$6" '
	def all: .matched_rules + .shadow_rules;
	[($bb[0] + $cc[0]) | keys[] | {b: $bb[0][.], c: $cc[0][.], e: $cb[0][.], r: $bc[0][.]}
	 | .from = (.b.decision // "Failed") | .to = (.c.decision // "Failed")
	 | .bm = (if .b then .b | all else [] end) | .cm = (if .c then .c | all else [] end)
	 | .cause = (if .from == .to then null
		elif .b == null or .c == null or $rules == 0 then "encoding"
		elif $encoding == 0 then "rules"
		else [.e.decision == .to, .r.decision == .to] |
			if . == [true, true] then "both" elif .[0] then "encoding"
			elif .[1] then "rules" else "interaction" end end)] as $joined
	| {events: $joined | length,
	   changed: [$joined[] | select(.cause)] | length,
	   changes: ([$joined[] | select(.cause) | "\(.from)->\(.to)"] | group_by(.)
		| map({key: .[0], value: length}) | from_entries),
	   unchanged: ([$joined[] | select(.cause == null) | .from] | group_by(.)
		| map({key: .[0], value: length}) | from_entries),
	   causes: ([$joined[] | select(.cause) | .cause] | group_by(.)
		| map({key: .[0], value: length}) | from_entries),
	   rules: ([$joined[] | .bm as $b | .cm as $c | ($b + $c | unique[])
			| {id: ., b: (IN($b[])), c: (IN($c[]))}] | group_by(.id)
		| map({key: .[0].id, value: {
			baseline_matched: map(select(.b)) | length,
			candidate_matched: map(select(.c)) | length,
			gained: map(select(.c and (.b | not))) | length,
			lost: map(select(.b and (.c | not))) | length}}) | from_entries),
	   list: [$joined[] | select(.cause) | [(.c // .b).event_id, .from, .to,
		.b.decided_by, .c.decided_by, .cause]] | sort}'
}

# ours BASELINE-OPTIONS...: the same of the report and the list of changes
ours() {
	esper-replay -q --type DryRun --max-rejects 100% --changes list "$@" day >report
	jq -S -c --slurpfile list list '.comparison | {events, changed, changes,
		unchanged: .unchanged | with_entries(select(.value > 0)),
		causes: .causes | with_entries(select(.value > 0)),
		rules: [.rules[] | select(.baseline_matched + .candidate_matched > 0)
			| {key: .rule_id, value: del(.rule_id, .only_in)}] | from_entries,
		list: $list | map([.event_id, .from, .to, .from_rule, .to_rule, .cause]) | sort}' report
}

cp "$old_plan" old_plan && cp "$old_rules" old_rules
for e in old new; do
	for s in old new; do
		decide "${e}_plan" "${s}_rules" >"$e-$s"
	done
done

echo "both"
join old-old new-new new-old old-new 1 1 >want
ours -p new_plan -r new_rules --baseline-plan old_plan --baseline-rules old_rules >got
cmp want got && jq -c 'del(.list)' got
jq -s -c '[.[].observed_at] | . == sort' list
jq -c '.comparison | [.events == ([.by_hour[].events] | add), .changed == ([.by_hour[].changed] | add),
	.examples == input]' report - <<END
$(head -n 10 list | jq -c -s .)
END
jq -c '.comparison.rules[] | select(.only_in) | [.rule_id, .only_in]' report

echo "plans"
join old-old new-old new-old old-old 1 0 >want
ours -p new_plan -r old_rules --baseline-plan old_plan >got
cmp want got && jq -c 'del(.list, .rules)' got
echo "rules"
join old-old old-new old-old old-new 0 1 >want
ours -p old_plan -r new_rules --baseline-rules old_rules >got
cmp want got && jq -c 'del(.list, .rules)' got
echo "nothing"
join old-old old-old old-old old-old 0 0 >want
ours -p old_plan -r old_rules --baseline-plan old_plan --baseline-rules old_rules >got
cmp want got && jq -c 'del(.list, .rules)' got
