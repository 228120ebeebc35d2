# If the watermark moves by more than lateness_seconds at once, a message gives both times; the exit status does not change.
cp "$TESTDATA"/examples/rules.json .
# events TENANT TIME...
events() {
	tenant=$1
	shift
	printf '%s\n' "$@" | jq -c --arg tenant "$tenant" \
		'{event_id: "\(.)", tenant_id: $tenant, observed_at: ., entity_id: "u", fields: {action: "x"}}'
}
decide() {
	esper-decide -r rules.json "$@" | jq -r .decision | uniq -c | sed 's/^ *//'
	esper-decide -q -r rules.json "$@" >/dev/null
	echo "status $?"
}
evening=$(seq 100000 100019)
morning=$(seq 140000 140019)
echo "a quiet night" >&2
events acme $evening $morning >log
decide log
echo "an hour to the second is no jump" >&2
events acme $(seq 1 16) $(seq 3602 3617) >log
decide log
events acme 1 $(seq 1 15) 3602 $(seq 3602 3616) >log
decide log
echo "sixteen events of a clock in the future" >&2
future=$(seq 4102444800 4102444815)
{
	events acme $evening
	events "odd $(printf '\033')" $evening
	events acme $future
	events acme 100020
	events "odd $(printf '\033')" 100020
} >log
decide log
decide --to 2100-01-01 log
echo "the first ten are told" >&2
events acme $(seq 0 40000 1200000) >log
decide log 2>said
cat said >&2
echo "with lateness_seconds 0 each would be one" >&2
echo '{"runtime": {"lateness_seconds": 0, "entity_identity_fields": ["action"]}, "fields": [
	{"name": "action", "selector": {"kind": "Method"}, "parser": "String"}]}' >plan.json
decide -p plan.json log
