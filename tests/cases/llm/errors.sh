# errors of HTTP: their types, which of them may be tried again, and when
[ -x "$BUILD/esper-llm" ] || { echo "no libcurl"; exit 77; }
mkfifo port
"$BUILD/net/server" log >port &
server=$!
trap 'kill "$server"' EXIT
read -r port <port
export OPENAI_API_KEY=sk-openai-0123456789 ANTHROPIC_API_KEY=sk-ant-0123456789
# ask MODE [OPTION...]: the requests of standard input, to that page of the server
ask() {
	OPENAI_BASE_URL=http://127.0.0.1:$port/$1/v1 ANTHROPIC_BASE_URL=http://127.0.0.1:$port/$1
	export OPENAI_BASE_URL ANTHROPIC_BASE_URL
	shift
	esper-llm "$@"
}
gpt='{"id":1,"kind":"llm","name":"x","input":{"model":"gpt-4o","messages":[{"role":"user","content":"hi"}],"max_tokens":9}}'
claude='{"id":2,"kind":"llm","name":"x","input":{"model":"claude-sonnet-4-5","messages":[{"role":"user","content":"hi"}],"max_tokens":9}}'
both() {
	printf '%s\n' "$gpt" "$claude"
}
for mode in 400 401 403 404 429 429-ms 429-fraction 429-past 429-odd 500 502 503 529 redirect; do
	echo "-- $mode"
	echo "$gpt" | ask $mode
done
echo '-- the same in place of a stream'
echo "$claude" | ask 529 --stream
echo '-- answers that are none'
for mode in no-json no-answer error-200 empty; do
	echo "$gpt" | ask $mode
done
echo '-- a redirect is not followed'
grep -c '^POST /redirect' log
grep -c '^POST /ok' log
exit 0
