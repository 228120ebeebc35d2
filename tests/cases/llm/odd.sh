# lines that are no requests are answered with an error; the end of the input or of the reader ends it
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
printf '%s\n' '' 'no JSON' '[1]' '7' "$gpt" '{"id":1' | ask ok
printf '%s' "$gpt" | ask ok
ask ok </dev/null
echo "status $?"
echo '-- usage'
esper-llm file
esper-llm --api gpt
esper-llm --timeout soon
esper-llm --timeout -1s
esper-llm --max-body 0
echo '-- outputs that fail'
both | ask ok >/dev/full
echo "status $?"
{
	both
	both
} | (
	trap '' PIPE
	ask ok
	echo "status $?" >&2
) | :
echo '-- deep and long'
awk 'BEGIN { printf("{\"id\":1,\"input\":"); for (i = 0; i < 10000; i++) printf("["); print "" }' | ask ok
awk 'BEGIN { printf("{\"id\":1,\"input\":{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\""); for (i = 0; i < 300000; i++) printf("0123456789"); print "\"}]}}" }' | ask ok
exit 0
