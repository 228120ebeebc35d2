# an http call that got an answer of status 500 gives that answer; one that got none gives its error
{
	echo '{"trace_id":"h","call_id":"1","parent_id":null,"name":"page","kind":"function","service":null,"start":"2026-11-20T10:00:00Z","duration_ns":5000000,"status":"ok","input":{},"output":1}'
	echo '{"trace_id":"h","call_id":"2","parent_id":"1","name":"GET /a","kind":"http","service":null,"start":"2026-11-20T10:00:00.001Z","duration_ns":1000000,"status":"error","error":{"type":"500","message":null,"where":null},"input":{"url":"/a"},"attributes":{"http.response.status_code":500}}'
	echo '{"trace_id":"h","call_id":"3","parent_id":"1","name":"GET /b","kind":"http","service":null,"start":"2026-11-20T10:00:00.002Z","duration_ns":1000000,"status":"error","error":{"type":"ConnectError","message":"refused","where":null},"input":{"url":"/b"}}'
	echo '{"trace_id":"h","call_id":"4","parent_id":"1","name":"GET /c","kind":"http","service":null,"start":"2026-11-20T10:00:00.003Z","duration_ns":1000000,"status":"ok","input":{"url":"/c"},"output":"text"}'
} >trace
cat >adapter <<'SH'
while read -r request; do
	id=$(echo "$request" | jq .id)
	got=
	for name in a b c; do
		echo "{\"id\":$id,\"call\":{\"kind\":\"http\",\"name\":\"GET /$name\"}}"
		read -r reply
		got="$got${got:+,}$(echo "$reply" | jq -c 'del(.id)')"
	done
	echo "{\"id\":$id,\"output\":[$got]}"
done
SH
esper-trace-replay -q --exec 'page=sh adapter' --ignore '$' --save-mocks saved --format jsonl trace | jq -c '.spans[0].output[], .errors'
cat saved
echo '-- executed'
status() {
	esper-trace-replay -q --exec "kind:http=jq -c --unbuffered '{id, output: {status: $1, headers: {\"x\": \"1\"}, body: \"text\"}}'" --format jsonl trace |
		jq -c '.spans[1:][] | [.verdict, .difference]'
}
status 500
status 200
echo '-- recorded'
esper-trace-replay -q --replay --format jsonl trace | jq -c '.spans[1:][] | [.output, .error.type]'
esper-trace-replay -q --replay --fault 'kind:http=empty' --format jsonl trace | jq -c '.spans[1:][] | [.output, .error.type]'
