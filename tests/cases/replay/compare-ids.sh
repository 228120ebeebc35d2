# each side of a comparison tells events of one id apart by the fields of its own plan
plan() { # plan FIELD...
	printf '{"runtime":{"entity_identity_fields":["ip"]},"fields":['
	for field; do
		printf '%s{"name":"%s","selector":{"kind":"RequestField","path":"%s"},"parser":"String"}' "$comma" "$field" "$field"
		comma=,
	done
	printf ']}\n'
	comma=''
}
comma=''
plan ip >before.json
plan ip more >now.json
cat >rules.json <<'END'
{"rules":[{"rule_id":"two","outcome":"Block","expression":{"kind":"WindowCmp","scope":"Entity","seconds":60,"operator":"Ge","value":2}}]}
END
cat >log <<'END'
{"event_id":"x","observed_at":1,"ip":"a","more":1}
{"event_id":"x","observed_at":2,"ip":"a","more":2}
{"event_id":"x","observed_at":3,"ip":"a","more":2}
END
compare() {
	esper-replay -q --type DryRun -p "$2" -r rules.json --baseline-plan "$1" --stats=stats --changes changes log >/dev/null
	jq -c '[.events_duplicate, .events_id_conflict]' stats
	jq -c '[.observed_at, .from, .to, .cause]' changes
}
compare before.json now.json
echo "the other way round"
compare now.json before.json
echo "each alone"
for plan in before now; do
	esper-replay -q --type DecisionOnly -p $plan.json -r rules.json log | jq -c '[.decision, .duplicate_of]'
done
