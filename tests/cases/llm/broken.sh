# broken connections, time-outs and half a stream may be tried again; a body over the bound is refused
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
for mode in reset close short; do
	echo "-- $mode"
	echo "$gpt" | ask $mode
done
for mode in half ended-stream error-stream odd-stream; do
	echo "-- $mode"
	both | ask $mode --stream
done
echo '-- a slow answer'
echo "$gpt" | ask drip --timeout 300ms
echo '-- 100 MB'
echo "$gpt" | ask large
echo "$gpt" | ask ok --max-body 100
both | ask stream --stream --max-body 100 | tail -n 1
echo '-- no server'
kill "$server"
wait "$server" 2>/dev/null
trap - EXIT
echo "$gpt" | ask ok
exit 0
