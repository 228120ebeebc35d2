# checking a rule set takes no more than n log n steps, whatever there is much of
. "$TESTDATA/../tests/steps/grows"

# repeat N BEFORE EACH AFTER: EACH is there N times, with % as its number
repeat() {
	awk -v n="$1" -v before="$2" -v each="$3" -v after="$4" 'BEGIN {
		printf "%s", before
		for (i = 0; i < n; i++) {
			item = each
			gsub(/%/, i, item)
			printf "%s%s", i ? "," : "", item
		}
		print after
	}'
}

rule() { # rule N EXPRESSION [MEMBERS]
	repeat "$1" '{"rules":[' "{\"rule_id\":\"r%\",\"outcome\":\"Block\",\"expression\":$2${3-}}" ']}' >r.json
}

parts() { # parts N KIND PART
	repeat "$1" "{\"rules\":[{\"rule_id\":\"r\",\"outcome\":\"Block\",\"expression\":{\"kind\":\"$2\",\"predicates\":[" \
		"$3" ']}}]}' >r.json
}

window='"kind":"WindowCmp","seconds":9,"operator":"Ge","value":5'
eq='{"kind":"FieldEq","field_name":"x","value":"v%"}'
like='{"kind":"FieldLike","field_name":"x","pattern":"v%*"}'

rules() { rule "$1" "$eq"; }
fields() { rule "$1" '{"kind":"FieldExists","field_name":"f%"}'; }
disabled() { rule "$1" "$eq" ',"enabled":false'; }
usual() { rule "$1" "$eq" ',"outcome":"Observe"'; }
final() { rule "$1" '{"kind":"And","predicates":[]}' ',"final":true,"tenant_id":"t%"'; }
wheres() { rule "$1" "{$window,\"scope\":\"Entity\",\"where\":$eq}"; }
groups() { rule "$1" "{$window,\"group_by\":[\"f%\",\"x\"]}"; }
counts() { rule "$1" '{"kind":"StateCmp","scope":"Entity","attribute":"event_count","operator":"Lt","value":%}'; }
lengths() {
	rule "$1" '{"kind":"WindowCmp","scope":"Entity","seconds":1%,"operator":"Ge","value":5,"aggregate":{"kind":"Distinct","field_name":"x"}}'
}
lists() {
	repeat "$1" '{"lists":{' '"l%":{"values":["a"]}' '},' >r.json
	repeat "$1" '"rules":[' '{"rule_id":"r%","outcome":"Block","expression":{"kind":"FieldIn","field_name":"x","list":"l%"}}' ']}' >>r.json
}
unused() {
	repeat "$1" '{"lists":{' '"l%":{"values":["a"]}' '},' >r.json
	repeat "$1" '"rules":[' "{\"rule_id\":\"r%\",\"outcome\":\"Block\",\"expression\":$eq}" ']}' >>r.json
}
or_like() { parts "$1" Or "$like"; }
or_not() { parts "$1" Or "{\"kind\":\"Not\",\"predicate\":$eq}"; }
and_like() { parts "$1" And "$like"; }
and_ne() { parts "$1" And '{"kind":"FieldCmp","field_name":"n","operator":"Ne","value":%}'; }
and_ge() { parts "$1" And '{"kind":"FieldCmp","field_name":"n","operator":"Ge","value":%}'; }
and_windows() { parts "$1" And "{$window,\"scope\":\"Entity\",\"where\":$eq}"; }
deep() {
	awk -v n="$1" 'BEGIN {
		for (i = 0; i < n; i++) printf "{\"rules\":"
		printf "1"
		for (i = 0; i < n; i++) printf "}"
	}' >r.json
}

printf '{"runtime":{"window_state_ttl_seconds":1000000},"fields":[]}' >p.json
for make in rules fields disabled usual final wheres groups counts lengths lists unused or_like \
	or_not and_like and_ne and_ge and_windows; do
	grows "$make" 1000 $make esper-decide --check r.json -p p.json
done
grows deep 450 deep esper-decide --check r.json
