# a secret that is a plain word or a number is replaced elsewhere, too; ids of both sides are counted
call() {
	printf '{"trace_id":"%s","call_id":"c","parent_id":null,"name":"f","kind":"function","service":null,"start":"2026-01-01T00:00:00Z","duration_ns":5,"status":"ok","input":%s}\n' "$1" "$2"
}
call t '{"password":"correcthorsebattery","note":"login correcthorsebattery failed"}' >log
call t '{"secret":"987654321012","note":"pin 987654321012"}' >>log
echo 'a key of this test' >key
esper-trace-replay --redact --redact-key key --check --calls log 2>err | jq -c '.input'
grep -e --check err
call ann@example.com 1 >A
call bob@example.com 2 >B
esper-trace-replay --redact --redact-key key --compare A B 2>err >out
grep 'ids\{0,1\} ' err
