# --expect: statements about traces as tests; what broke, where, and what was nearest; TAP and JSON; a file that is wrong is refused
export LC_ALL=C.UTF-8
# call TRACE ID PARENT NAME KIND START [REST]
call() {
	printf '{"trace_id":"%s","call_id":"%s","parent_id":%s,"name":"%s","kind":"%s","start":"2026-01-01T00:00:%sZ","duration_ns":1500000000%s}\n' \
		"$1" "$2" "$3" "$4" "$5" "$6" "${7:-,\"status\":\"ok\"}"
}
{
	call t1 a null agent agent 00
	call t1 b '"a"' search tool 01 ',"status":"ok","input":{"q":"tax","n":3,"opt":{"deep":true}},"output":["x","y"]'
	call t1 c '"a"' chat llm 02 ',"status":"ok","llm":{"model":"m","vendor":null,"usage":{"input_tokens":900,"output_tokens":100},"cost_usd":0.02}'
	call t1 d '"a"' search tool 03 ',"status":"ok","input":{"q":"vat","n":4},"output":["z"]'
	call t1 e '"a"' answer tool 04
} >good
{
	call t2 a null agent agent 10
	call t2 b '"a"' answer tool 11 ',"status":"error","error":{"type":"E","message":"no\nway # 1","where":null}'
	call t2 c '"a"' chat llm 12 ',"status":"ok","llm":{"model":"m","vendor":null,"usage":{"input_tokens":null,"output_tokens":null},"cost_usd":null}'
	call t2 d '"a"' search tool 13 ',"status":"ok","input":{"q":"tax","n":5}'
} >bad
cat good bad >both
exec 2>&1
# expect STATEMENT FILE
expect() {
	printf '{"expect":[%s]}' "$1" >plan
	esper-trace-replay --expect plan "$2"
	echo "status $?"
}
for s in '{"called":"search"}' '{"called":"search","min":2}' '{"called":"search","max":1}' '{"called":"search","min":3,"max":4}' '{"called":"search","max":0}' \
	'{"called":"sea*","input":{"n":3}}' '{"called":"search","input":{"n":3.0,"opt":{}},"output":["x","y"],"status":"ok"}' \
	'{"called":"search","input":{"q":"tax","n":4}}' '{"called":"search","input":{"q":"vat","opt":{"deep":true}}}' '{"called":"search","output":["x"]}' \
	'{"called":"search","status":"error"}' '{"called":"search","input":{"n":9},"output":[],"status":"open"}' '{"called":"serach"}' '{"called":"zzz"}' '{"called":"agent","input":{"a":1}}' \
	'{"never":"refund"}' '{"never":"search"}' '{"never":"search","input":{"n":4}}' '{"never":"search","input":{"n":40}}' \
	'{"order":["search","answer"]}' '{"order":["search","search","chat"]}' '{"order":["answer","chat"]}' '{"order":["search","zzz"]}' '{"order":["agent","s*","c*","s*","answer"]}' \
	'{"duration_max":"1500ms"}' '{"duration_max":"1.499s"}' '{"cost_max":0.02}' '{"cost_max":0.0199}' '{"tokens_max":1000}' '{"tokens_max":999}' '{"no_errors":true}'; do
	echo "-- $s"
	expect "$s" good
done
echo '-- a trace that goes wrong'
for s in '{"cost_max":1}' '{"tokens_max":1}' '{"no_errors":true}' '{"order":["search","answer"]}'; do
	expect "$s" bad
done
cat >plan <<'END'
{"summary": "what the agent must do", "expect": [
	{"called": "search", "min": 1, "max": 3, "name": "looks it up # first"},
	{"order": ["search", "answer"]},
	{"no_errors": true}
]}
END
echo '-- several traces'
esper-trace-replay --expect plan both
echo "status $?"
echo '-- TAP'
esper-trace-replay --expect plan --format tap both 2>/dev/null
echo "status $?"
echo '-- JSON'
esper-trace-replay -q --expect plan --format jsonl both
echo '-- the positions are those of the timeline'
esper-trace-replay -q --expect plan --format jsonl both | jq -c 'select(.ok | not) | [.position, .call_id]'
esper-trace-replay --format jsonl both | jq -c 'select(.position == 11 or .position == 12) | [.position, .call_id, .type]'
echo '-- a root without an end'
printf '{"trace_id":"t3","call_id":"a","parent_id":null,"name":"hang","kind":"function","start":"2026-01-01T00:00:00Z","duration_ns":null,"status":"open"}\n' >hung
call t3 b '"a"' step tool 04 >>hung
expect '{"duration_max":"6s"}' hung
expect '{"duration_max":"5s"}' hung
cat >plan <<'END'
{"summary": "what the agent must do", "expect": [
	{"called": "search", "min": 1, "max": 3, "name": "looks it up # first"},
	{"order": ["search", "answer"]},
	{"no_errors": true}
]}
END
echo '-- a selection; a pipe; after a comparison'
esper-trace-replay --expect plan --trace-id t1 both
esper-trace-replay --expect - both <plan | tail -1
esper-trace-replay --compare --expect plan good bad | sed -n '/^winner/,$p'
esper-trace-replay --compare --expect plan --format jsonl good bad | jq -c '[.a, .side, .ok]'
esper-trace-replay -q --compare --expect plan --format tap good bad
echo "status $?"
echo '-- beside a page, an action'
esper-trace-replay --expect plan --html page --output out good
echo "status $?"
cat out
echo '-- an id with a newline is the same in YAML'
sed 's/"t1"/"t\\n1"/' good >newline
printf '{"expect":[{"never":"search"}]}' >wrong
esper-trace-replay -q --expect wrong --format tap newline
echo '-- an order that names a call twice'
printf '{"expect":[{"order":["answer","answer"]},{"order":["search","search","search"]},{"order":["chat","search","search"]}]}' >wrong
esper-trace-replay -q --expect wrong good
echo '-- nothing to judge'
esper-trace-replay --expect plan /dev/null
echo "status $?"
esper-trace-replay --expect plan --name nobody both
echo "status $?"
echo '-- files that are wrong'
for s in '' '[]' '{}' '{"expect":{}}' '{"expect":[]}' '{"expects":[]}' '{"expect":[1]}' '{"expect":[{}]}' '{"expect":[{"caled":"x"}]}' '{"expect":[{"called":"x","never":"y"}]}' \
	'{"expect":[{"called":""}]}' '{"expect":[{"called":"x","min":3,"max":2}]}' '{"expect":[{"called":"x","min":-1}]}' '{"expect":[{"called":"x","minimum":1}]}' '{"expect":[{"never":"x","min":1}]}' \
	'{"expect":[{"called":"x","status":"failed"}]}' '{"expect":[{"order":["a"]}]}' '{"expect":[{"order":"a"}]}' '{"expect":[{"duration_max":5}]}' '{"expect":[{"duration_max":"fast"}]}' \
	'{"expect":[{"cost_max":"1"}]}' '{"expect":[{"cost_max":-1}]}' '{"expect":[{"tokens_max":1.5}]}' '{"expect":[{"no_errors":false}]}' '{"expect":[{"called":1},{"order":[]},{"x":1}]}'; do
	printf '%s' "$s" >plan
	echo "-- $s"
	esper-trace-replay --expect plan good
	echo "status $?"
done
echo '-- wrong usage'
printf '{"expect":[{"no_errors":true}]}' >plan
for wrong in '--expect missing good' '--format tap good' '--format tip good' '--expect plan --calls good' '--expect plan --depth 1 good' '--compare --format tap good good'; do
	# shellcheck disable=SC2086 # several words
	esper-trace-replay $wrong | head -1
	echo "$wrong"
done
esper-trace-replay --expect plan good >/dev/full
echo "full: $?"
