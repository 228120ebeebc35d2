# Sum, Max and Min of decimals are exact, in evidence, in snapshots and in dumps; an empty Max or Min compares false; from run to run
cat >plan.json <<'END'
{"runtime":{"window_state_ttl_seconds":60,"dedup_ttl_seconds":0,"entity_identity_fields":["user"]},"fields":[
 {"name":"user","selector":{"kind":"RequestField","path":"u"},"parser":"String"},
 {"name":"n","selector":{"kind":"RequestField","path":"n"},"parser":"I64"},
 {"name":"amount","selector":{"kind":"RequestField","path":"a"},"parser":"Decimal"}]}
END
window() { # window ID AGGREGATE FIELD OPERATOR VALUE
	printf '{"rule_id":"%s","outcome":"Observe","mode":"Shadow","expression":{"kind":"WindowCmp","scope":"Entity","seconds":60,' "$1"
	printf '"aggregate":{"kind":"%s","field_name":"%s"},"operator":"%s","value":%s}}' "$2" "$3" "$4" "$5"
}
{
	printf '{"rules":['
	window sum Sum amount Eq 0.3
	printf ,
	window more Sum amount Gt 999999999999999999.9
	printf ,
	window max Max amount Ge 0.2
	printf ,
	window min Min amount Le -0.000000001
	printf ,
	window least Min n Lt 0
	printf ,
	window none Min amount Lt 1e20
	printf ']}'
} >rules.json
n=0
printf '%s\n' '"a":null' '"a":0.1' '"a":"0.20"' '"a":999999999999999999.999999999' '"a":"-999999999999999999.999999999"' \
	'"n":7' '"n":-7' '"a":0.5,"u":"b"' '"a":-1e-9,"u":"b"' '"a":1e18,"u":"b"' '"u":"c","n":0' |
	while read -r v; do
		n=$((n + 1))
		echo '{"event_id":"'$n'","observed_at":'$n',"u":"a",'"$v"'}'
	done >log
echo '{"event_id":"last","observed_at":65.5,"u":"a"}' >>log
esper-encode -q -p plan.json log >events
decide() {
	esper-decide -q -p plan.json -r rules.json "$@"
}
decide events >whole
jq -c '[.event_id, .shadow_rules]' whole
decide --explain events | grep -e '"event_id":"[49]"' | grep -o -e '"observed":[^}]*'
for cut in 1 3 4 5 9; do
	rm -f s.state
	{
		head -n $cut events | decide --state s.state
		tail -n +$((cut + 1)) events | decide --state s.state
	} | cmp - whole
done
esper-decide --dump-state --state s.state >dump
grep -e '"Min"' dump | grep -o -e '"key":\[[^]]*' -e '"values":\[.*\]'
esper-decide --load-state --state copy.state dump
esper-decide --dump-state --state copy.state | cmp - dump
for v in 1e18 0.0000000001 '"x"'; do
	grep '"Min"' dump | head -n 1 | sed "s/\"values\":.*/\"values\":[$v]}/; s/\"observed_at\":\\[[^]]*/\"observed_at\":[\"2026-11-20T10:00:00Z\"/" |
		esper-decide --load-state --state bad.state
	echo "exit $?"
done
