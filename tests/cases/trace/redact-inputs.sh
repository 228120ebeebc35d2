# --extract --redact keeps the framing of documents and lines, and redacts what is no trace, too
if [ ! -x "$BUILD/fault/faults" ]; then
	echo "not with the sanitizers, which need far more time"
	exit 77
fi
printf k >key
x() {
	esper-trace-replay -q --extract --redact --redact-key key "$@"
}
same() {
	x "$@" >out
	# a trace without an id is named after the hash of its content, which has changed
	esper-trace-replay -q --calls out | sed 's/\(trial\.[0-9]*\)\.[0-9a-f]*/\1/g' >a
	esper-trace-replay -q --calls --redact --redact-key key "$@" |
		sed 's/\(trial\.[0-9]*\)\.[0-9a-f]*/\1/g' >b
	cmp a b && wc -l <a | tr -d ' '
}
echo 'other lines:'
cat >log <<'LOG'
{"who":"ann@example.com",
no JSON: ann@example.com, "ann@example.com", 10.0.0.1
{"event_type":"function_entry","timestamp_ns":1,"function_name":"f","correlation_id":"r"}
{"b":4111111111111111} {"c":"4111 1111 1111 1111"}
LOG
x log
printf 'last line of ann@example.com' | x
echo 'documents:'
for f in "$TESTDATA"/traces/*/*.json "$TESTDATA"/traces/*/*.jsonl; do
	# an address in the place of a name, in every document
	sed 's/"method"/"ann@example.com"/g; s/"http\.method"/"bob@example.com"/g' "$f" >in
	echo "${f##*/}: $(same in) $(same --from 1900-01-01 in)"
	jq empty out >/dev/null 2>&1 || jq -s empty in >/dev/null 2>&1 && jq -s empty out
done
echo 'OTLP numbers that are cards become strings:'
cat >otlp <<'OTLP'
{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"s"}}]},"scopeSpans":[{"spans":[
 {"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174","name":"n","startTimeUnixNano":"4111111111111111","endTimeUnixNano":"4111111111111112","attributes":[
  {"key":"card", "value": {"intValue": "4111111111111111"}},
  {"value":{"stringValue":"x"},"key":"db.password"},
  {"key":"gen_ai.usage.input_tokens","value":{"intValue":"4111111111111111"}}]}]}]}]}
OTLP
same otlp
cat out
jq -c '.attributes, .start' b
echo compressed:
zstd -q log -o log.zst
x log.zst | cmp - <<END2
$(x log)
END2
x - <otlp | cmp - out
cat otlp | x | cmp - out
