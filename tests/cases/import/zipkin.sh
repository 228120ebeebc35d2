# Zipkin v2: arrays, arrays of arrays and lines; parts of a span become one call, the server's half of one is its child; tags, annotations, errors and spans without an end.
cat >spans <<'EOF'
[
 {"traceId": "5af7183fb1d4cf5f", "id": "352bff9a74ca9ad2", "kind": "SERVER", "name": "get /api", "timestamp": 1556604172355737, "duration": 1431,
  "localEndpoint": {"serviceName": "backend", "ipv4": "192.168.99.1", "port": 3306}, "remoteEndpoint": {"ipv4": "172.19.0.2", "port": 58648},
  "tags": {"http.method": "GET", "http.path": "/api"}, "shared": true},
 {"traceId": "5AF7183FB1D4CF5F", "parentId": "6b221d5bc9e6496c", "id": "352BFF9A74CA9AD2", "kind": "CLIENT", "name": "get", "timestamp": 1556604172355000, "duration": 3000,
  "localEndpoint": {"serviceName": "frontend"}, "tags": {"http.method": "GET", "kept": "no"}, "annotations": [{"timestamp": 1556604172356000, "value": "ws"}], "debug": true},
 {"traceId": "5af7183fb1d4cf5f", "id": "352bff9a74ca9ad2", "localEndpoint": {"serviceName": "frontend"}, "name": "get /api/later",
  "tags": {"kept": "yes", "more": "1"}, "annotations": [{"timestamp": 1556604172356000, "value": "ws"}, {"timestamp": 1556604172355100, "value": "first"}]},
 {"traceId": "5af7183fb1d4cf5f", "id": "6b221d5bc9e6496c", "name": "root", "timestamp": 1556604172350000, "localEndpoint": {"serviceName": "frontend"}},
 {"traceId": "5af7183fb1d4cf5f", "parentId": "352bff9a74ca9ad2", "id": "0000000000000001", "name": "inside the server", "timestamp": 1556604172354000, "duration": 5,
  "tags": {"error": "500 \"internal\""}, "localEndpoint": {"serviceName": "backend"}},
 {"traceId": "5af7183fb1d4cf5f", "parentId": "352bff9a74ca9ad2", "id": "0000000000000002", "name": "fails openly", "timestamp": 1556604172355900,
  "tags": {"error": ""}, "localEndpoint": {"serviceName": "backend"}}
]
EOF
esper-trace-replay --calls spans >calls 2>said
cat calls said
esper-trace-replay -q --calls calls | cmp - calls && echo 'the same again'
echo '-- lines, an array of arrays, any order of the server and the client'
jq -c '.[]' spans >lines
jq '[.[0:2], [.[2:4]], .[4:]]' spans >arrays
for f in lines arrays; do
	esper-trace-replay -q --calls $f | cmp - calls && echo $f
done
tac lines | esper-trace-replay -q --calls | jq -c '[.call_id, .parent_id, .service]'
echo '-- a server alone keeps its id; two servers; halves that do not say shared; the child of a skewed one'
cat >halves <<'EOF'
{"traceId":"a","id":"1","parentId":"9","kind":"SERVER","name":"alone","timestamp":10,"duration":1,"shared":true,"localEndpoint":{"serviceName":"s"}}
{"traceId":"a","id":"1","kind":"SERVER","name":"alone, too","timestamp":9,"duration":1,"shared":true,"localEndpoint":{"serviceName":"t"}}
{"traceId":"a","id":"2","parentId":"1","kind":"CLIENT","name":"retried","timestamp":11,"duration":9,"localEndpoint":{"serviceName":"s"}}
{"traceId":"a","id":"2","parentId":"1","kind":"SERVER","name":"second","timestamp":15,"duration":2,"shared":true,"localEndpoint":{"serviceName":"u"}}
{"traceId":"a","id":"2","parentId":"1","kind":"SERVER","name":"first","timestamp":12,"duration":2,"shared":true,"localEndpoint":{"serviceName":"v"}}
{"traceId":"a","id":"3","parentId":"2","name":"of the first","timestamp":1,"duration":1,"localEndpoint":{"serviceName":"v"}}
{"traceId":"a","id":"4","kind":"CLIENT","name":"client","timestamp":21,"duration":1,"localEndpoint":{"serviceName":"s"}}
{"traceId":"a","id":"4","kind":"SERVER","name":"server","timestamp":20,"duration":1,"localEndpoint":{"serviceName":"u"}}
{"traceId":"a","id":"4","kind":"SERVER","name":"shared","timestamp":22,"duration":1,"localEndpoint":{"serviceName":"w"},"shared":true}
{"traceId":"a","id":"5","parentId":"4","name":"below","timestamp":23,"duration":1,"localEndpoint":{"serviceName":"w"}}
EOF
esper-trace-replay -q --calls halves >calls
jq -c '[.call_id, .parent_id, .name, .notes]' calls
esper-trace-replay -q --calls calls | cmp - calls && echo 'the same again'
tac halves | esper-trace-replay -q --calls | cmp - calls && echo 'in any order'
echo '-- 16 digits of a trace id in one half, 32 in the other'
cat >ids <<'EOF'
{"traceId":"463ac35c9f6413ad48485a3953bb6124","id":"a2fb4a1d1a96d312","kind":"CLIENT","name":"long","timestamp":1,"duration":9,"localEndpoint":{"serviceName":"s"}}
{"traceId":"48485a3953bb6124","id":"a2fb4a1d1a96d312","kind":"SERVER","name":"short","timestamp":2,"duration":5,"localEndpoint":{"serviceName":"t"},"shared":true}
EOF
esper-trace-replay -q --calls ids | jq -c '[.trace_id, .call_id, .parent_id]'
echo '-- odd ones'
cat >odd <<'EOF'
{"traceId":"","id":""}
{"traceId":null,"id":7,"name":5,"kind":8,"timestamp":-3,"duration":-1,"shared":"yes","localEndpoint":"here","remoteEndpoint":[],"tags":["a"],"annotations":{"b":1},"parentId":{}}
{"traceId":"b","id":"1","timestamp":1e40,"duration":"0.0015","tags":{"a":"1","a":"2","error":{"x":1}},"annotations":[1,{"timestamp":"x"},{"value":2,"endpoint":{"serviceName":"old"}}],"extra":{"a": [1, 2]}}
{"traceId":"b","id":"2","parentId":"3","timestamp":1,"duration":1,"localEndpoint":null,"tags":null,"annotations":null,"kind":null,"name":null}
{"traceId":"b","id":"3","parentId":"2","timestamp":2,"duration":1}
EOF
esper-trace-replay --calls odd >calls 2>said
cat calls said
esper-trace-replay -q --calls calls | cmp - calls && echo 'the same again'
echo '-- real ones: as many calls as spans'
for f in "$TESTDATA"/traces/zipkin/*.json; do
	esper-trace-replay -q --calls "$f" >calls
	esper-trace-replay -q --calls calls | cmp - calls
	spans=$(jq 'flatten | length' "$f")
	[ "$(wc -l <calls)" = "$spans" ] && echo "${f##*/} $spans"
	jq -c 'flatten[] | [.localEndpoint.serviceName, .name, .duration * 1000]' "$f" | sort >want
	jq -c '[.service, .name, .duration_ns]' calls | sort | cmp - want
done
