# --format text shows a comparison on one screen, however much there is to say.
T=$TESTDATA/replay
jq '(.config.fields[] | select(.name == "age")).required = true
	| (.config.fields[] | select(.name == "user")).normalizers += [{kind: "Replace", from: "user-1", to: "user-"}]
	| .version = 5' "$T/plan.json" >plan
jq '.config.rules[1].expression.value = 3 | .version = 10' "$T/rules.json" >rules
awk -v n=9000 -f "$T/events.awk" >day
esper-replay --type DryRun -q -p plan -r rules --baseline-plan "$T/plan.json" --baseline-rules "$T/rules.json" \
	--format text day
echo $?
echo "rules alone, two days"
awk -v n=90000 -f "$T/events.awk" | awk 'NR % 11 == 0' >days
esper-replay --type DryRun -q --max-rejects 9% -p plan -r rules --baseline-rules "$T/rules.json" --format text days
echo "nothing changed"
esper-replay --type DryRun -q --max-rejects 9% -p plan -r rules --baseline-rules rules --format text day

echo "many rules, many fields, long names"
jq '.config.fields += [range(40) | {name: "field-\(.)-with-a-name-that-is-longer-than-anybody-wants-to-read",
	selector: {kind: "RequestField", path: "body.user"}, parser: "String"}]' "$T/plan.json" >wide
jq '.config.fields |= map(if .name | test("field") then .parser = "U64" else . end)' wide >wider
jq '.config.rules += [range(40) | {rule_id: "rule-\(.)-with-a-name-that-is-longer-than-anybody-wants-to-read",
	outcome: "Allow", expression: {kind: "FieldExists", field_name: "field-\(.)-with-a-name-that-is-longer-than-anybody-wants-to-read"}}]' \
	"$T/rules.json" >many
jq -c '{event_id: .event_id?, label: "good"} | select(.event_id)' day >labels 2>/dev/null
sort -u -o labels labels
esper-replay --type DryRun -q --max-rejects 9% -p wider --baseline-plan wide -r many --labels labels --format text days >screen
wc -l <screen
LC_ALL=C.UTF-8 wc -L <screen
cat screen
