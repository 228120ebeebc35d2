# --redact with every action: no value is left, --check agrees, and --find takes a value or its pseudonym
umask 077
printf 'a key of this test' >key
cat >log <<'LOG'
{"trace_id":"t-ann@example.com","call_id":"c1","parent_id":null,"name":"agent for ann@example.com","kind":"agent","service":"10.0.0.9","start":"2026-01-01T00:00:00Z","duration_ns":900,"status":"error","error":{"type":"E","message":"card 4111 1111 1111 1111 of ann@example.com","where":null},"input":{"mail":"ann@example.com","password":"hunter22"},"events":[{"at":"2026-01-01T00:00:00.000000100Z","type":"variable","name":"card","value":4111111111111111},{"at":"2026-01-01T00:00:00.000000200Z","type":"log","message":"hunter22 is wrong","level":null}]}
{"trace_id":"t-ann@example.com","call_id":"c2","parent_id":"c1","name":"ask","kind":"llm","service":null,"start":"2026-01-01T00:00:00.000000300Z","duration_ns":100,"status":"error","error":{"type":"RateLimit","message":"429 for ann@example.com","where":null},"input":{"model":"m","messages":[{"role":"user","content":"I am ann@example.com, call +49 151 12345678"}]},"llm":{"model":"m","vendor":null,"usage":{"input_tokens":4000000000000002,"output_tokens":2},"cost_usd":4000000000000002}}
{"trace_id":"t2","call_id":"c1","parent_id":null,"name":"ask","kind":"llm","service":null,"start":"2026-01-02T00:00:00Z","duration_ns":100,"status":"ok","input":{"model":"m","messages":[]},"links":[{"trace_id":"t-ann@example.com","call_id":"c2"}]}
LOG
run() {
	echo "-- $*"
	COLUMNS=100 esper-trace-replay --redact --redact-key key --check "$@" log >out 2>err
	echo "status $?, left: $(cat out err | grep -ciE 'ann@|hunter22|4111 1|1234567|10\.0\.0\.9')"
	grep -v -e redacted -e '--check: the same' err
	head -n "$lines" out
}
lines=0
run --full
run --calls
run --extract
run --extract --error
run --sessions --format jsonl
run --by service
run --errors --format jsonl
run --root-cause --format jsonl
run --which
run --play max
run --format jsonl
lines=9
run --sessions
run --errors
run --root-cause
run --history card
run --history mail
echo '-- a value, its pseudonym, and what is in another case or spelling'
for value in ann@example.com email:7415dccd1619ae40 ANN@example.com 4111111111111111 4111-1111-1111-1111 hunter22 bob@example.com; do
	lines=0
	run --find "$value"
	tail -n 1 out
done
esper-trace-replay -q --redact --redact-key key --find ann@example.com log >a
pseudonym=$(grep -o 'email:[0-9a-f]*' a | head -n 1)
esper-trace-replay -q --redact --redact-key key --find "$pseudonym" log | cmp - a
echo '-- what is not touched: tokens and costs'
esper-trace-replay -q --redact --redact-key key --calls log | jq -c '.llm | select(.)'
echo '-- ids and links are replaced alike'
esper-trace-replay -q --redact --redact-key key --calls log | jq -r '.trace_id, .links[]?.trace_id' | sort | uniq -c
