# A replay by the helper: it gets the time for an answer as its own, late answers are sent again, and models get more time than other commands.
export LC_ALL=C.UTF-8
[ -x "$BUILD/esper-llm" ] || { echo "no libcurl"; exit 77; }
cp "$TESTDATA/examples/prela.jsonl" .
mkfifo port
"$BUILD/net/server" log >port &
server=$!
trap 'kill "$server"' EXIT
read -r port <port
export OPENAI_API_KEY=sk-openai-0123456789 ANTHROPIC_API_KEY=sk-ant-0123456789
# ask MODE [OPTION...]: a replay by that page of the server
ask() {
	OPENAI_BASE_URL=http://127.0.0.1:$port/$1/v1 ANTHROPIC_BASE_URL=http://127.0.0.1:$port/$1
	export OPENAI_BASE_URL ANTHROPIC_BASE_URL
	shift
	esper-trace-replay --retry-initial-delay 0 --format jsonl "$@" prela.jsonl 2>>said |
		jq -c '.spans[] | select(.was_modified) | [.served_by, .output, .retry_count, .error.type, .error.message]'
}
ask ok --model gpt-4o
ask ok --model claude-sonnet-4-5
ask drip --model gpt-4o --timeout 100ms --max-retries 1
ask 503 --model claude-sonnet-4-5
ask 401 --model claude-sonnet-4-5
echo '-- what the helper is told'
mkdir bin
cp "$BUILD/esper-trace-replay" bin
cat >bin/esper-llm <<'END'
#!/bin/sh
while read -r line; do
	echo "{\"id\":1,\"output\":\"$*\"}"
done
END
chmod +x bin/esper-llm
for more in '' '--timeout 1500ms' '--timeout 0' '--stream' '--drop top_k,seed'; do
	# shellcheck disable=SC2086 # several words
	bin/esper-trace-replay --model gpt-4o --format jsonl $more prela.jsonl 2>/dev/null | jq -r '.spans[1].output'
done
echo '-- no key'
cat said log | grep -v -i '^authorization: \|^x-api-key: ' | grep -c sk-
exit 0
