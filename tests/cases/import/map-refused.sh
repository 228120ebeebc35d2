# A map that does not load is refused as a plan is: with file, line, path and a suggestion, all mistakes at once.
refused() {
	echo "-- $1" >&2
	printf '%s\n' "$2" >map.json
	esper-trace-replay --map map.json --calls /dev/null
	status=$?
	[ $status -eq 2 ] || echo "exit $status: $1"
}
field='{"name":"call_id","selector":{"kind":"RequestField","path":"id"},"parser":"String"}'
refused 'no JSON' '{"when":'
refused 'nothing' '{}'
refused 'misspelt members' '{"wen":{"has":["a"]},"when":{"hass":["a"]},"fields":['"$field"'],"joins":true}'
refused 'an unknown field, and one of another kind of map' '{"when":{"has":["a"]},"fields":[
 {"name":"call-id","selector":{"kind":"RequestField","path":"id"},"parser":"String"},
 {"name":"message","selector":{"kind":"RequestField","path":"id"},"parser":"String"},
 {"name":"whatever","selector":{"kind":"RequestField","path":"id"},"parser":"String"},
 {"name":"_own","selector":{"kind":"RequestField","path":"id"},"parser":"String"}]}'
refused 'a field of calls in a map of events' '{"record":"event","join":true,"when":{"has":["a"]},"fields":[
 {"name":"duration","selector":{"kind":"RequestField","path":"id"},"parser":"String"}]}'
refused 'when' '{"when":[{},{"has":"a"},{"has":["a.*",1,"b[c=d]"]},{"equals":{"a":[],"b":{},"c":[[1]],"*":1}}],"fields":['"$field"']}'
refused 'no alternative' '{"when":[],"fields":['"$field"']}'
refused 'paths' '{"when":{"has":["a"]},"each":["*",7,"a[b=c]"],"children":[7],"fields":['"$field"']}'
refused 'kinds' '{"when":{"has":["a"]},"kinds":{"A":"lm","B":5},"record":"evnt","fields":['"$field"']}'
refused 'the runtime of a plan' '{"when":{"has":["a"]},"runtime":{"each":["a"],"dedup_ttl_seconds":5,"time_zne":"UTC","time_zone":"+01:00"},"actions":[],"fields":['"$field"']}'
refused 'selectors' '{"when":{"has":["a"]},"fields":[{"name":"call_id","selector":{"kind":"Header","name":"id"},"parser":"String"},{"name":"attributes","selector":{"kind":"RequestField","path":["a","b.*"]},"parser":"Json"}],
 "derived_fields":[{"name":"kind","parser":"String","expression":{"kind":"FieldRef","field_name":"cal_id"}}]}'
echo '-- no such file' >&2
esper-trace-replay --map missing.json --calls /dev/null
