# HourBetween, Sample, other_field, Distinct, lists of files: each kind decides by the event
printf '# offices\n10.0.0.0/8\n2001:db8::/32 # v6\n' >office.txt
printf 'a@example.com\n' | zstd -q >vip.zst
cat >rules.json <<'END'
{"lists":{"office":{"file":"office.txt"},"vip":{"file":"vip.zst"}},"rules":[
 {"rule_id":"night","outcome":"Observe","expression":{"kind":"HourBetween","from":22,"to":6,"utc_offset":"+02:00"}},
 {"rule_id":"noon","outcome":"Observe","expression":{"kind":"HourBetween","from":12,"to":13}},
 {"rule_id":"quarter","outcome":"Observe","expression":{"kind":"Sample","percent":25,"field_name":"email"}},
 {"rule_id":"all","outcome":"Observe","expression":{"kind":"Sample","percent":100,"field_name":"email"}},
 {"rule_id":"over","outcome":"Observe","expression":{"kind":"FieldCmp","field_name":"amount","operator":"Gt","other_field":"limit"}},
 {"rule_id":"office","outcome":"Observe","expression":{"kind":"IpInCidr","field_name":"ip","list":"office"}},
 {"rule_id":"vip","outcome":"Observe","expression":{"kind":"FieldIn","field_name":"email","list":"vip"}},
 {"rule_id":"two-ips","outcome":"Observe","expression":{"kind":"WindowCmp","group_by":["email"],"seconds":60,
  "operator":"Ge","value":2,"aggregate":{"kind":"Distinct","field_name":"ip"}}}
]}
END
event() { # event ID TIME FIELDS
	echo '{"event_id":"'"$1"'","observed_at":"2026-11-20T'"$2"'Z","fields":'"$3"'}'
}
{
	event 1 19:59:59.999 '{"email":"a@example.com","ip":"10.2.3.4"}'
	event 2 20:00:00 '{"email":"a@example.com","ip":"::ffff:10.2.3.5"}'
	event 3 03:59:59 '{"email":"b","amount":2,"limit":10}'
	event 4 04:00:00 '{"email":"b","amount":10.5,"limit":"1e1"}'
	event 5 12:30:00 '{"amount":"b","limit":"a","ip":"2001:db8::1"}'
	event 6 13:00:00 '{"amount":1,"ip":"11.0.0.0"}'
} | esper-decide -r rules.json | jq -c '[.event_id, .matched_rules]'
