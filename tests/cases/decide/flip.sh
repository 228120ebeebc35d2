# a flip tells the truth: with the value moved by its distance the event gets the decision that it names
cat >rules.json <<'END'
{"rules":[
 {"rule_id":"0","outcome":"Challenge","expression":{"kind":"WindowCmp","group_by":["a"],"seconds":100,"operator":"Ge","value":4}},
 {"rule_id":"1","outcome":"Block","expression":{"kind":"WindowCmp","group_by":["b"],"seconds":50,"operator":"Gt","value":3}},
 {"rule_id":"2","outcome":"Allow","final":true,"priority":1,"expression":
  {"kind":"StateCmp","scope":"Entity","attribute":"event_count","operator":"Lt","value":3}},
 {"rule_id":"3","outcome":"Block","expression":{"kind":"FieldCmp","field_name":"n","operator":"Ge","value":7}},
 {"rule_id":"4","outcome":"Block","mode":"Shadow","expression":
  {"kind":"StateCmp","scope":"Entity","attribute":"age_seconds","operator":"Le","value":40.5}},
 {"rule_id":"5","outcome":"Challenge","expression":
  {"kind":"StateCmp","scope":"Entity","attribute":"idle_seconds","operator":"Ge","value":12}}]}
END
awk 'BEGIN {
	for (i = 1; i <= 60; i++) {
		r = (r * 29 + 17) % 1009
		at += r % 15
		printf("{\"event_id\":\"%d\",\"observed_at\":%d,\"entity_id\":\"e%d\",\"fields\":{\"a\":\"%d\",\"b\":\"%d\",\"n\":%d}}\n",
		    i, 1700000000 + at, r % 5, r % 3, r % 4, r % 9)
	}
}' >events.jsonl
esper-decide --explain -r rules.json events.jsonl |
	jq -r '.event_id as $id | .evidence[] | select(.flip) |
		[$id, .rule_id, .observed - .flip.observed, .flip.decision] | @tsv' >flips
cut -f 2,4 flips | LC_ALL=C sort | uniq -c
# every one of a rule that moves its value by as much is tried at once
cut -f 2,3 flips | LC_ALL=C sort -u | while read -r rule shift; do
	jq -c '(.rules[] | select(.rule_id == "'"$rule"'").expression.value) += '"$shift" rules.json >moved.json
	esper-decide -r moved.json events.jsonl | jq -r '[.event_id, .decision] | @tsv' >moved
	awk -v rule="$rule" -v shift="$shift" '
	NR == FNR { decision[$1] = $2; next }
	$2 == rule && $3 == shift && decision[$1] != $4 { print "wrong:", $0, "got", decision[$1] }
	' moved flips
done
