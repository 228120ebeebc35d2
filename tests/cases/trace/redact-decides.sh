# --redact replaces what is printed and decides nothing: sides, statements and metrics are those of the originals, whatever the key
cat >log <<'LOG'
{"trace_id":"1","call_id":"1","parent_id":null,"name":"root","kind":"function","service":null,"start":"2026-01-01T00:00:00Z","duration_ns":1000,"status":"ok","input":{"user":"zoe@example.com","password":"s3cret","pin_secret":"yes"}}
{"trace_id":"2","call_id":"2","parent_id":null,"name":"root","kind":"function","service":null,"start":"2026-01-01T00:00:01Z","duration_ns":2000,"status":"ok","input":{"user":"abe@example.com","password":"x","pin_secret":"no"}}
LOG
cat >expect <<'JSON'
{"expect":[{"called":"root","input":{"user":"zoe@example.com","password":"s3cret"}},{"called":"root","input":{"password":"x"}}]}
JSON
hidden() {
	sed 's/[0-9a-f]\{16\}/H/g'
}
for key in one two three four; do
	echo $key >key
	chmod 600 key
	redact="--redact --redact-key key"
	esper-trace-replay -q $redact --variant-key user --export folded log
	esper-trace-replay -q $redact --variant-key user --metric pin_secret --format jsonl log | jq -c '[.a, .b, (.metrics[7] | .a, .b)]' | hidden
	esper-trace-replay -q $redact --expect expect --format jsonl log | jq -c '[.trace_id, .statement, .ok]'
done | sort | uniq -c
echo '-- nothing is told of what was expected and found'
esper-trace-replay -q --redact --expect expect log | hidden
for format in text tap jsonl; do
	esper-trace-replay -q --redact --expect expect --format $format log | grep -cE 'zoe@|abe@|s3cret|"x"'
done
esper-trace-replay --redact --variant-key password log 2>&1 | grep -cE 's3cret|B: x,'
esper-trace-replay --redact --variant-key user --where user=abe@example.com log 2>&1 | hidden
