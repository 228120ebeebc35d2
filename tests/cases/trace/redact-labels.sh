# --redact replaces values in the statements of --expect and in names of files
call() {
	printf '{"trace_id":"%s","call_id":"%s","parent_id":null,"name":"f","kind":"function","service":null,"start":"2026-01-01T00:00:00Z","duration_ns":5,"status":"ok","input":{"password":"other"}}\n' "$1" "$1"
}
call T >bob@example.com.jsonl
call U >B
echo 'a key of this test' >key
printf '{"expect":[{"called":"f","input":{"password":"hunter22"}}]}\n' >expect
for format in text jsonl tap; do
	esper-trace-replay -q --redact --redact-key key --expect expect --format $format bob@example.com.jsonl
done
for format in text jsonl; do
	esper-trace-replay -q --redact --redact-key key --format $format --compare bob@example.com.jsonl B >out 2>&1
	grep -c bob@example.com out
done
