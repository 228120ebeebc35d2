# --predict: a model that is not one is refused, with the place in it and what is near; it takes nothing else
cat >model <<'X'
{"format":"esper-trace-model","version":1,
"trained_on":{"traces":8,"failing":4,"first":null,"last":"2026-01-01T00:00:00Z"},
"held_out":{"traces":2,"failing":1,"base_rate":0.5,"precision":null,"recall":0,"auc":0.5,"p":0.5,"verdict":"learned"},
"failure":"root","intercept":-1,"threshold":0.5,
"features":[
{"pattern":"next","steps":[{"call":"a"},{"error":"E"}],"failing":3,"passing":1,"weight":1.5}]}
X
printf '%s\n' '{"trace_id":"t","call_id":"1","parent_id":null,"name":"a","kind":"function","service":null,"start":null,"duration_ns":null,"status":"open"}' >log
try() {
	esper-trace-replay -q --predict "$1" log 2>&1 | cut -c 1-200
}
echo '-- as it should be'
try model
while read -r edit; do
	sed "$edit" model >bad
	echo "-- $edit"
	try bad
done <<'X'
s/esper-trace-model/esper-plan/
s/"version":1/"version":2/
s/"version":1,//
s/"failing":4/"failin":4/
s/"traces":8/"traces":-8/
s/2026-01-01T/yesterday/
s/"recall":0/"recall":2/
s/"learned"/"learnt"/
s/"root"/"leaf"/
s/"intercept":-1/"intercept":1e300/
s/"threshold":0.5/"threshold":"0.5"/
s/"next"/"near"/
s/"next"/"times"/
s/{"call":"a"},//
s/{"error":"E"}/{"call":"b","error":"E"}/
s/{"error":"E"}/{}/
s/{"error":"E"}/7/
s/"weight":1.5/"weight":null/
s/,"weight":1.5//
s/{"pattern".*}\]/&,/
s/\({"pattern".*}\)\]/\1,\1]/
s/"features":\[/"features":{/
X
echo '-- two pages of features, nothing, not JSON, no file, a deep one'
jq -c '.features = [range(100) as $i | .features[0] | .steps[0].call = "\($i)"]' model >bad
try bad
: >bad
try bad
echo '[1,' >bad
try bad
try missing
awk 'BEGIN { for (i = 0; i < 10000; i++) printf("["); }' >bad
try bad
echo '-- options'
esper-trace-replay --all log
esper-trace-replay --train log log
esper-trace-replay --train /dev/full -q log
esper-trace-replay --predict model --train other log
ls
