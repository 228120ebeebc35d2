# A report counts whom each rule matched most, exactly: as a count over the decisions says.
T=$TESTDATA/replay
awk -v n=9000 -f "$T/events.awk" >day
replay() {
	esper-replay -q --max-rejects 9% -p "$T/plan.json" -r "$T/rules.json" "$@"
}
cat >count.jq <<'END'
def joined: if length == 1 then .[0] else map(gsub("(?<c>[|\\\\])"; "\\\(.c)")) | join("|") end;
def key($by): if $by == null then .entity_id
	else [.fields[$by[]]] | if any(. == null) then null else map(tostring) | joined end end;
[inputs] as $all | reduce ($rules[0].config.rules[] | select(.enabled != false)) as $rule ({};
	([$rule.expression | .. | objects | select(.kind == "WindowCmp") | .group_by // empty][0]) as $by |
	.[$rule.rule_id] = ([$all[] | select(any(.matched_rules[], .shadow_rules[]; . == $rule.rule_id)) | key($by) | values]
		| group_by(.) | map({key: .[0], matches: length}) | sort_by(-.matches, .key) | .[:5]))
END
counted() {
	jq -nc --slurpfile rules "$T/rules.json" -f count.jq
}
replay --type DecisionOnly day | counted >want
replay --type DryRun day | jq -c .top >got
cmp want got
cat got
echo "the same of other orders, threads and little memory, and of DecisionOnly"
sort -R --random-source=day day >mixed
awk '{print > ("part" NR % 3)}' day
for inputs in "-j 1 day" "-j 4 day" "--buffer-size 64K mixed" "--buffer-size 64K part0 part1 part2"; do
	replay --type DecisionOnly $inputs | counted >want
	replay --type DryRun $inputs | jq -c .top | cmp want -
done
replay --type DecisionOnly --report report part0 part1 part2 >/dev/null
jq -c .top report | cmp want -
echo "of the range alone"
replay --type DecisionOnly --from 2026-11-20T01:00:00Z --to 2026-11-20T02:00:00Z day | counted >want
replay --type DryRun --from 2026-11-20T01:00:00Z --to 2026-11-20T02:00:00Z day | jq -c .top | cmp want -
echo "of a comparison, the candidate's"
jq '.config.fields |= (map(.required = false) | reverse)' "$T/plan.json" >turned
jq '.config.rules[1].expression.value = 2' "$T/rules.json" >rules
replay -r rules --type DryRun day | jq -c .top >want
replay -r rules --type DryRun part0 part1 part2 | jq -c .top >parts
for baseline in "--baseline-rules $T/rules.json" "--baseline-plan turned" "--baseline-plan turned --baseline-rules $T/rules.json"; do
	replay -r rules --type DryRun $baseline day | jq -c .top | cmp want -
	replay -r rules --type DryRun $baseline part0 part1 part2 | jq -c .top | cmp parts -
done
echo "long keys, control characters"
cat >p <<'END'
{"runtime":{"entity_identity_fields":["who"]},"fields":[{"name":"who","selector":{"kind":"RequestField","path":"who"},"parser":"String"}]}
END
cat >r <<'END'
{"rules":[{"rule_id":"all","outcome":"Block","expression":{"kind":"And","predicates":[]}},
 {"rule_id":"none","outcome":"Allow","expression":{"kind":"Or","predicates":[]}}]}
END
jq -nc --arg long "$(printf '%03000d' 0)" 'range(9) | {observed_at: ., event_id: "e-\(.)",
	who: ["a\u001b[31mb", "\($long)x", "\($long)y", "", null, "|\\", "é", "\($long)x", "|\\"][.]}' >odd
esper-replay --type DryRun -q -p p -r r odd | jq -c '.entities, (.top | map_values(map("\(.key | length) \(.key[-6:]) \(.matches)")))'
esper-replay --type DryRun -q -p p -r r --format text odd | sed -n '/^most/,/^fields/p'
echo "nobody"
esper-replay --type DryRun -q -p p -r r --format text </dev/null | grep -c '^most'
esper-replay --type DryRun -q -p p -r r </dev/null | jq -c .top
