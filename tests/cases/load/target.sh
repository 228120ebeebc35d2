# --target sends http calls of every format as requests, compares the answers, and says what cannot be sent
[ -x "$BUILD/esper-http" ] || { echo "no libcurl"; exit 77; }
exec 2>&1
mkfifo port
"$BUILD/net/server" log >port &
server=$!
trap 'kill "$server" 2>/dev/null' EXIT
read -r port <port
cat >calls.jsonl <<'END'
{"trace_id":"l","call_id":"1","parent_id":null,"name":"GET /cart/{id}","kind":"http","service":null,"start":"2026-01-01T00:00:01Z","duration_ns":5,"status":"ok","output":{"status":200}}
{"trace_id":"l","call_id":"2","parent_id":null,"name":"GET /cart/7","kind":"http","service":null,"start":"2026-01-01T00:00:02Z","duration_ns":5,"status":"ok","output":{"status":404}}
{"trace_id":"l","call_id":"3","parent_id":null,"name":"socket","kind":"http","service":null,"start":"2026-01-01T00:00:03Z","duration_ns":5,"status":"ok","input":{"method":"GET","url":"ws://a/b"},"output":{"status":101}}
{"trace_id":"l","call_id":"4","parent_id":null,"name":"text","kind":"http","service":null,"start":"2026-01-01T00:00:04Z","duration_ns":5,"status":"ok","input":"https://a.example/u?x=1","output":{"status":200}}
{"trace_id":"l","call_id":"5","parent_id":null,"name":"HTTP","kind":"http","service":null,"start":"2026-01-01T00:00:05Z","duration_ns":5,"status":"ok","attributes":{"http.method":"POST","http.target":"/old?a=b","http.request.header.x-a":["one"],"http.status_code":404}}
{"trace_id":"l","call_id":"6","parent_id":null,"name":"HTTP","kind":"http","service":null,"start":"2026-01-01T00:00:06Z","duration_ns":5,"status":"error","attributes":{"http.request.method":"PUT","url.path":"/new","url.query":"a=b","http.response.status_code":404}}
{"trace_id":"l","call_id":"7","parent_id":null,"name":"HTTP","kind":"http","service":null,"start":"2026-01-01T00:00:07Z","duration_ns":5,"status":"error","attributes":{"http.request.method":"PUT","url.path":"/fails","http.response.status_code":503}}
END
cat >otel.json <<'END'
{"resourceSpans":[{"resource":{},"scopeSpans":[{"spans":[{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331","name":"GET","kind":3,"startTimeUnixNano":"1700000000000000000","endTimeUnixNano":"1700000000010000000","attributes":[{"key":"http.request.method","value":{"stringValue":"GET"}},{"key":"url.full","value":{"stringValue":"https://shop.example/full?x=1"}},{"key":"http.response.status_code","value":{"intValue":"404"}}]}]}]}]}
END
cat >telemetry.jsonl <<'END'
{"timestamp":"2023-10-31T15:17:12.125Z","event_type":"http_request","correlation_id":"h1","method":"POST","url":"https://a.example/v1","body":{"a":1}}
{"timestamp":"2023-10-31T15:17:12.126Z","event_type":"http_response","correlation_id":"h1","status_code":404,"body":{"error":{"message":"no such page"}}}
END
cat >log.har <<'END'
{"log":{"version":"1.2","creator":{"name":"x","version":"1"},"entries":[{"startedDateTime":"2026-01-01T00:00:00.000Z","time":10,"request":{"method":"POST","url":"https://a.example/har?q=1","httpVersion":"HTTP/1.1","headers":[{"name":"X-B","value":"two"}],"queryString":[],"cookies":[],"headersSize":-1,"bodySize":5,"postData":{"mimeType":"text/plain","text":"hello"}},"response":{"status":200,"statusText":"OK","httpVersion":"HTTP/1.1","headers":[],"cookies":[],"content":{"size":2,"mimeType":"text/plain","text":"ok"},"redirectURL":"","headersSize":-1,"bodySize":2},"cache":{},"timings":{"send":1,"wait":8,"receive":1}}]}}
END
# send FILE [OPTION...]
send() {
	echo "-- $1"
	esper-trace-replay -q --target "http://127.0.0.1:$port/page" --ignore headers "$@"
	echo "status $?"
}
send calls.jsonl
send otel.json
send telemetry.jsonl
send log.har --ignore body --match 'status=40*'
echo '-- what arrived'
grep -v -e '^Host' -e '^User-Agent' -e '^Accept' -e '^connection' -e '^$' log
echo '-- said'
esper-trace-replay --target "http://127.0.0.1:$port/page" calls.jsonl >out
echo '{"trace_id":"f","call_id":"1","parent_id":null,"name":"f","kind":"function","service":null,"start":null,"duration_ns":5,"status":"ok","output":1}' >none.jsonl
esper-trace-replay --target "http://127.0.0.1:$port/page" none.jsonl >out
echo "status $?"
echo '-- in the result'
esper-trace-replay -q --target "http://127.0.0.1:$port/page" --format jsonl otel.json |
	sed "s/$port/PORT/" | jq -c '.modifications_applied, (.spans[] | [.served_by, .verdict, .output.status, .output.body])'
exit 0
