# text, calls of tools and usage, of both APIs; what arrives there is the recorded request
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
echo '-- text'
both | ask ok
echo '-- calls'
both | ask tools
echo '-- what arrived'
sed "s/$port/PORT/; s|esper-llm/.*|esper-llm/VERSION|" log | head -n 18
echo '-- any id is given back as it was'
printf '%s\n' '{"id":"a\u0062","input":{"model":"gpt-4o","messages":[{"role":"user","content":"hi"}]}}' \
	'{"input":{"model":"gpt-4o","messages":[{"role":"user","content":"hi"}]}}' \
	'{"id":{"n":[1]},"input":{"model":"gpt-4o","messages":[{"role":"user","content":"hi"}]}}' | ask ok
exit 0
