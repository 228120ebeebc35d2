# A map turns records of any shape into calls: its fields, what it leaves as attributes, and records in arrays, in lines and in documents.
map=$TESTDATA/traces/maps/rows.map.json
calls() {
	esper-trace-replay -q --map "$map" --calls "$@"
}
cat >rows <<'EOF'
{"tid":"T","sid":"1","v":1,"svc":"web","type":"GEN","t0":"2026-01-01 00:00:00","t1":"2026-01-01T00:00:09Z","d":"2.5s","in":"{\"a\": [1]}","out":{"text":"hello","why":"stop"},"meta":{"name":"ask","model":"m-1","vendor":"v","none":null,"kept":[1, 2]},"use":{"in":5,"out":2,"cached":20,"thought":1,"total":27,"usd":0.0125},"attrs":{"k":1,"http.method":"GET"},"more":{"attrs":{"l":{"x":1}},"and":2},"gone":null,"empty":{}}
{"tid":"T","sid":"2","pid":"1","v":"one","type":"CHAIN","t0":1767225600.25,"ms":0.5,"state":"failed","err":{"type":"E","message":"m","where":"f.py:3","more":1},"meta":{"name":"chain","model":"m-1"},"use":{"in":5},"links":[{"trace_id":"U","call_id":"9"}],"events":[{"name":"tick","timestamp":"2026-01-01T00:00:00.26Z","attributes":{"n":1},"x":2},{"name":"exception","time":1767225600.27,"attributes":{"exception.type":"E","exception.message":"m"}},7],"code":{"file":"a.c","line":7}}
{"tid":"T","sid":"3","pid":"2","v":null,"type":"Q","t0":"02.01.2026 03:04:05.678","us":"1.5","blob":"{\"name\":\"select\",\"rows\":3}","in":"not json","out":[1,{"b": 2}],"status_message":"fine"}
{"tid":"0000","sid":"4","v":true,"t0":"soon","t1":5e9,"ns":-3,"err":"plain text","state":"paused","in":12}
{"outer":{"sid":"5","rest":1},"err":false,"type":"tool","out":"","state":"ok"}
EOF
calls rows
echo '-- lines, documents, arrays, one line'
calls rows >one
calls one | cmp - one
calls -j 4 rows | cmp - one
zstd -q -c rows | calls | cmp - one
jq . rows | calls | cmp - one
jq -s . rows | calls | cmp - one
jq -s '{rows: ., other: null}' rows | calls | cmp - one
jq -sc '{deep: [{items: .[:2]}, {no: 1}, {items: .[2:]}]}' rows | calls | cmp - one
jq -s '{deep: [{items: .[:2]}, {no: 1}, {items: .[2:]}]}' rows | calls | cmp - one
echo '-- children'
cat >nested <<'EOF'
{"tid":"T","sid":"1","v":1,"svc":"s","kids":[{"sid":"2","meta":{"name":"b"},"kids":[{"sid":"3"},{"pid":"1","svc":"other"}]},{"sid":"4","kids":[{"sid":"5"},6]}]}
EOF
calls nested | tee one
jq . nested | calls | cmp - one
echo '-- what is no record in such an array stays, also if a later array has the same name'
calls <<'END' | jq -c '[.call_id, .parent_id, .attributes]'
{"sid":"1","tid":"T","v":1,"kids":[null,7,{"sid":"2"},["x",{"sid":"3"}],"s\"",null,true]}
{"sid":"4","tid":"T","v":1,"kids":[null]}
{"sid":"5","tid":"T","v":1,"kids":[{"sid":"6"}],"kids":[{"sid":"7","Kids":[{"sid":"8"}]}]}
{"sid":"9","tid":"T","v":1,"kids":[{"sid":"10"}],"kids":"none"}
END
echo '-- a null is an output, if the call has ended and did not fail'
calls <<'END' | jq -c '[.call_id, has("output"), .output]'
{"sid":"1","tid":"T","v":1,"t0":1,"us":5,"out":null}
{"sid":"2","tid":"T","v":1,"t0":1,"us":5,"out":{"text":null}}
{"sid":"3","tid":"T","v":1,"t0":1,"state":"ok","out":null}
{"sid":"4","tid":"T","v":1,"t0":1,"out":null}
{"sid":"5","tid":"T","v":1,"t0":1,"us":5,"err":"no","out":null}
{"sid":"6","tid":"T","v":1,"t0":1,"us":5}
END
echo '-- deep children stay attributes'
awk 'BEGIN {
	printf "{\"tid\":\"T\",\"sid\":\"0\",\"v\":1"
	for (i = 1; i < 130; i++)
		printf ",\"kids\":[{\"sid\":\"%d\"", i
	for (i = 1; i < 130; i++)
		printf "}]"
	print "}"
}' | calls | tee one | jq -c '[.call_id, .attributes]' | tail -n 2
calls one | cmp - one
echo '-- a selection, and its records'
esper-trace-replay -q --map "$map" --calls --kind llm rows | jq -r .call_id
jq -s '{rows: ., other: 1}' rows >document
esper-trace-replay -q --map "$map" --extract --name select document | tee part | jq -c '[(.rows | length), .other]'
calls part >one
esper-trace-replay -q --map "$map" --calls --name select document | cmp - one
echo '-- the same map is first, and other formats are read as ever'
cat "$TESTDATA/traces/incident.jsonl" rows | calls | jq -r .trace_id | sort | uniq -c
echo '-- the traces of some of its records'
sed -n 5p rows | esper-trace-replay -q --map "$map" --calls --traces-of - rows | jq -r .call_id
esper-trace-replay -q --map "$map" --extract --traces-of rows rows | cmp - rows
