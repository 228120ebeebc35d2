# Requests are sent again when that may help; streams are shown; wrong usage is refused.
export LC_ALL=C.UTF-8
cp "$TESTDATA/examples/prela.jsonl" .
run() {
	echo "\$ $*"
	esper-trace-replay "$@" 2>&1
	echo "status $?"
}
# fails as the lines of `fails` say, then answers
cat >flaky <<'END'
exec 3<fails
while IFS= read -r line; do
	id=${line#*:}
	id=${id%%,*}
	if IFS= read -r failure <&3; then
		printf '{"id":%s,%s}\n' "$id" "$failure"
	else
		printf '{"id":%s,"chunk":"Wa"}\n{"id":%s,"chunk":"it.\\nPlease"}\n{"id":%s,"output":"Wait.\\nPlease"}\n' "$id" "$id" "$id"
	fi
done
END
try() {
	echo "-- $1"
	shift
	esper-trace-replay --model gpt-4o --llm 'sh flaky' --retry-initial-delay 0 --format jsonl "$@" prela.jsonl 2>/dev/null |
		jq -c '.success, (.spans[] | select(.was_modified) | [.served_by, .retry_count, .output, .error.type, .error.message])'
}
printf '%s\n' '"status":429,"error":{"type":"rate_limit","message":"slow down"}' '"status":502,"error":"bad gateway"' \
	'"status":503,"error":"unavailable","retry_after_ms":1' >fails
try '429, 502, 503'
try 'two retries' --max-retries 2
try 'no retry' --max-retries 0
for status in 400 401 403 404 500; do
	echo "\"status\":$status,\"error\":\"status $status\",\"retryable\":true" >fails
	try "$status, retryable"
done
echo '"status":429,"error":"wait","retry_after_ms":61000' >fails
try 'Retry-After over --retry-max-delay'
echo '"error":{"type":"APITimeoutError","message":"late"}' >fails
try 'a time-out'
echo '"error":{"type":"ValueError","message":"no"}' >fails
try 'another error'
echo '-- a command that dies, or hangs'
run --model gpt-4o --llm 'exit 4' prela.jsonl
run --model gpt-4o --llm 'sleep 100' --timeout 50ms --max-retries 1 --retry-initial-delay 0 prela.jsonl
echo '-- streams'
: >fails
run --model gpt-4o --llm 'sh flaky' --stream prela.jsonl
run --replay --stream prela.jsonl
esper-trace-replay --model gpt-4o --llm 'sh flaky' --stream --format jsonl prela.jsonl 2>said | jq -c .success
cat said
# an answer that breaks off, and the next one, do not run together
cat >broken <<'END'
read -r line
echo '{"id":1,"chunk":"Wa"}'
echo '{"id":1,"error":"broke off","retryable":true}'
read -r line
echo '{"id":2,"chunk":"Wait"}'
echo '{"id":2,"chunk":"."}'
echo '{"id":2,"output":"Wait."}'
END
run --model gpt-4o --llm 'sh broken' --retry-initial-delay 0 --stream prela.jsonl
echo '-- wrong usage'
for wrong in '--temperature hot' '--temperature -1' '--temperature 0,,1' '--max-tokens 0' '--max-tokens 1.5' '--model' '--from-step 2' '--from-step 0 --model m' \
	'--llm cat' '--max-cost 1' '--resume x' '--all' '--max-cost -1 --model m' '--retry-exponential-base 0.5 --model m' '--stream' '--embed cat' \
	'--retry-initial-delay soon --model m' '--model m --calls' '--model a,b --expect /dev/null' '--estimate --temperature 0' '--model m --llm cat --llm-api openai' \
	'--model m --redact' '--model m --sessions' '--model a,b --export otlp'; do
	# shellcheck disable=SC2086 # several words
	run $wrong prela.jsonl
done
run --model gpt-4o --llm cat /dev/null
echo '-- outputs that fail'
esper-trace-replay --model gpt-4o --llm 'jq --unbuffered -c "{id, output: 1}"' prela.jsonl 2>said >/dev/full
echo "full: $?"
cat said
esper-trace-replay --model gpt-4o --llm 'sh flaky' --stream prela.jsonl 2>said >/dev/full
echo "full: $?"
cat said
