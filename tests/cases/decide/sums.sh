# Sum and Max: exact beyond 64 bits, of whole numbers alone, an empty Sum is 0 and an empty Max nothing; from run to run
cat >plan.json <<'END'
{"runtime":{"window_state_ttl_seconds":60,"dedup_ttl_seconds":0,"entity_identity_fields":["n"]},"fields":[
 {"name":"n","selector":{"kind":"RequestField","path":"n"},"parser":"U64"},
 {"name":"i","selector":{"kind":"RequestField","path":"i"},"parser":"I64"}]}
END
window() { # window ID KEY AGGREGATE FIELD OPERATOR VALUE
	printf '{"rule_id":"%s","outcome":"Observe","mode":"Shadow","expression":{"kind":"WindowCmp",%s,"seconds":60,' "$1" "$2"
	printf '"aggregate":{"kind":"%s","field_name":"%s"},"operator":"%s","value":%s}}' "$3" "$4" "$5" "$6"
}
{
	printf '{"rules":['
	window two-u64 '"scope":"Entity"' Sum n Eq 36893488147419103230
	printf ,
	window more '"scope":"Entity"' Sum n Gt 36893488147419103230
	printf ,
	window most '"scope":"Entity"' Max n Ge 18446744073709551615
	printf ,
	window below '"scope":"Entity"' Sum i Lt 0
	printf ,
	window nothing '"scope":"Entity"' Sum i Eq 0
	printf ,
	window minus '"scope":"Entity"' Max i Le -5
	printf ,
	window any '"scope":"Entity"' Max i Lt 1e30
	printf ']}'
} >rules.json
event() { # event SECOND ENTITY FIELDS
	echo '{"event_id":"e'"$1"'","observed_at":'$((1700000000 + $1))',"entity_id":'"$2"',"fields":'"$3"'}'
}
{
	event 0 '"a"' '{}'
	event 1 '"a"' '{"n":18446744073709551615}'
	event 2 '"a"' '{"n":18446744073709551615,"i":-9223372036854775808}'
	event 3 '"a"' '{"n":1,"i":-5}'
	event 4 '"b"' '{"i":9223372036854775807}'
	event 5 '"b"' '{"i":"-9223372036854775807"}'
	event 6 '"b"' '{"i":1.5}'
	event 7 'null' '{"i":-7,"n":18446744073709551615}'
	event 61 '"a"' '{}'
	event 62 '"a"' '{}'
	event 63 '"a"' '{}'
} >events
decide() {
	esper-decide -p plan.json -r rules.json "$@"
}
decide events | tee whole | jq -c '[.event_id, .shadow_rules]'
for cut in 1 3 4 9 10; do
	rm -f s.state
	{
		head -n $cut events | decide --state s.state
		tail -n +$((cut + 1)) events | decide --state s.state
	} | cmp - whole
done
decide --explain events | sed -n 4p | grep -o '"observed":3[0-9]*,"operator":"Gt","value":3[0-9]*'
esper-decide --dump-state --state s.state >dump
esper-decide --load-state --state copy.state dump
esper-decide --dump-state --state copy.state | cmp - dump
cp "$TESTDATA"/examples/kinds.json .
esper-decide --check kinds.json
