# --check takes a result in which a token behind "Authorization" was replaced
call() {
	printf '{"trace_id":"t","call_id":"%s","parent_id":null,"name":"f","kind":"function","service":null,"start":"2026-01-01T00:00:00Z","duration_ns":5,"status":"ok","input":"%s"}\n' "$1" "$2"
}
{
	call a 'Authorization: Bearer abc123'
	call b 'Authorization=Bearer x'
	call c 'authorization Bearer x'
	call d 'Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'
	call e "curl -H 'Authorization: Bearer abc123'"
} >log
echo 'a key of this test' >key
esper-trace-replay --redact --redact-key key --check --calls log 2>err | jq -c '[.call_id, .input]'
grep -e --check err
