# Jaeger: a download, a trace, arrays and lines of spans; processes behind the spans; references, tags by type, logs and errors; nothing is lost.
cat >ui <<'EOF'
{"data": [
 {"traceID": "0AF7651916CD43DD8448EB211C80319C",
  "spans": [
   {"traceID": "0AF7651916CD43DD8448EB211C80319C", "spanID": "b7ad6b7169203331", "operationName": "GET /cart", "references": [],
    "startTime": 1700000000000000, "duration": 1500, "flags": 1, "processID": "p1", "warnings": ["clock skew"],
    "tags": [{"key": "span.kind", "type": "string", "value": "client"}, {"key": "http.method", "type": "string", "value": "GET"},
     {"key": "big", "type": "int64", "value": "9223372036854775222"}, {"key": "ratio", "type": "float64", "value": 0.25},
     {"key": "sampled", "type": "bool", "value": true}, {"key": "raw", "type": "binary", "value": "AAEC"}, {"key": "text", "type": "string", "value": "12"},
     {"key": "again", "type": "int64", "value": 1}, {"key": "again", "type": "int64", "value": 2}],
    "logs": [{"timestamp": 1700000000000900, "fields": [{"key": "event", "type": "string", "value": "retry"}, {"key": "level", "type": "string", "value": "warn"}, {"key": "n", "type": "int64", "value": 2}]},
     {"timestamp": 1700000000000100, "fields": [{"key": "message", "type": "string", "value": "connecting"}]}]},
   {"traceID": "0af7651916cd43dd8448eb211c80319c", "spanID": "00f067aa0ba902b7", "operationName": "SELECT",
    "references": [{"refType": "FOLLOWS_FROM", "traceID": "0af7651916cd43dd8448eb211c80319c", "spanID": "1111111111111111"},
     {"refType": "CHILD_OF", "traceID": "ffffffffffffffffffffffffffffffff", "spanID": "2222222222222222"},
     {"refType": "CHILD_OF", "traceID": "0AF7651916CD43DD8448EB211C80319C", "spanID": "B7AD6B7169203331"}],
    "startTime": 1700000000000200, "duration": 700, "processID": "p2", "warnings": null,
    "tags": [{"key": "db.system", "type": "string", "value": "mysql"}, {"key": "error", "type": "bool", "value": true}],
    "logs": [{"timestamp": 1700000000000800, "fields": [{"key": "event", "type": "string", "value": "error"}, {"key": "error.kind", "type": "string", "value": "Deadlock"},
      {"key": "message", "type": "string", "value": "lost the lock"}, {"key": "stack", "type": "string", "value": "at a\n at b"}]}]},
   {"traceID": "0af7651916cd43dd8448eb211c80319c", "spanID": "00f067aa0ba902b8", "operationName": "only follows",
    "references": [{"refType": "FOLLOWS_FROM", "traceID": "0af7651916cd43dd8448eb211c80319c", "spanID": "b7ad6b7169203331"}],
    "startTime": 1700000000000300, "duration": 0, "processID": "p3",
    "tags": [{"key": "otel.status_code", "type": "string", "value": "ERROR"}, {"key": "otel.status_description", "type": "string", "value": "said so"}], "logs": []},
   {"traceID": "0af7651916cd43dd8448eb211c80319c", "spanID": "00f067aa0ba902b9", "operationName": "old version", "parentSpanID": "b7ad6b7169203331",
    "startTime": 1700000000000400, "duration": 1, "process": {"serviceName": "billing", "tags": [{"key": "hostname", "type": "string", "value": "h3"}]},
    "tags": [{"key": "error", "type": "string", "value": "out of paper"}, {"key": "error.type", "type": "string", "value": "Printer"}], "logs": null}
  ],
  "processes": {
   "p1": {"serviceName": "web", "tags": [{"key": "hostname", "type": "string", "value": "h1"}, {"key": "again", "type": "int64", "value": 3}]},
   "p2": {"serviceName": "shop \"db\"", "tags": []}},
  "warnings": null},
 {"traceID": "1", "spans": [{"traceID": "1", "spanID": "1", "operationName": "alone", "references": [], "startTime": 1600000000000000, "duration": 5, "tags": [], "logs": [], "processID": "p1"}],
  "processes": {"p1": {"serviceName": "another", "tags": []}}, "warnings": null}
], "total": 0, "limit": 0, "offset": 0, "errors": null}
EOF
esper-trace-replay --calls ui >calls 2>said
cat calls said
echo '-- the same on one line, as traces, as an array of traces, and by one thread'
jq -c . ui >line
jq -c '.data[]' ui >traces
jq '.data' ui >array
for f in line traces array; do
	esper-trace-replay -q --calls $f | cmp - calls && echo $f
done
esper-trace-replay -q -j1 --calls ui | cmp - calls
esper-trace-replay -q --calls calls | cmp - calls
echo '-- spans alone know no process'
jq -c '.data[].spans[]' ui >spans
jq '[.data[].spans[]]' ui >spans-array
esper-trace-replay -q --calls spans-array >out
esper-trace-replay -q --calls spans | cmp - out
jq -c '[.call_id, .service]' out
echo '-- the same span twice, another one with its id, and one that differs in its logs only'
cat >twice <<'EOF'
{"traceID":"a1","spanID":"b1","operationName":"x","startTime":5,"duration":1,"references":[]}
{"traceID":"a1","spanID":"b1","operationName":"x","startTime":5,"duration":1,"references":[]}
{"traceID":"a1","spanID":"b1","operationName":"y","startTime":4,"duration":1,"references":[]}
{"traceID":"a1","spanID":"b1","operationName":"x","startTime":5,"duration":1,"references":[],"logs":[{"timestamp":5,"fields":[{"key":"event","value":"more"}]}]}
{"traceID":"a1","spanID":"c1","operationName":"child","startTime":6,"duration":1,"references":[{"refType":"CHILD_OF","traceID":"a1","spanID":"b1"}]}
{"traceID":"a1","spanID":"b1~2","operationName":"in the way","startTime":7,"duration":1,"references":[]}
EOF
esper-trace-replay --calls twice >calls 2>said
cat calls said
esper-trace-replay -q --calls calls | cmp - calls
echo '-- a trace id of 16 digits joins the one of 32 that ends in it, unless there are two'
cat >short <<'EOF'
{"traceID":"8448eb211c80319c","spanID":"1","operationName":"short","startTime":5,"duration":1,"references":[]}
{"traceID":"0af7651916cd43dd8448eb211c80319c","spanID":"2","operationName":"long","startTime":6,"duration":1,"references":[{"refType":"CHILD_OF","traceID":"0af7651916cd43dd8448eb211c80319c","spanID":"1"}]}
{"traceID":"8448eb211c80319c","spanID":"2","operationName":"long, again","startTime":7,"duration":1,"references":[]}
EOF
esper-trace-replay -q --calls short >calls
jq -c '[.trace_id, .call_id, .parent_id, .name, .notes]' calls
esper-trace-replay -q --calls calls | cmp - calls
echo '{"traceID":"00000000000000018448eb211c80319c","spanID":"3","operationName":"other","startTime":6,"duration":1,"references":[]}' |
	esper-trace-replay -q --calls short - | jq -r .trace_id
