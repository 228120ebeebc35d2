# one connection serves all requests, also after errors; one that broke is opened again
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
for _ in 1 2 3 4 5; do
	echo "$gpt"
done | ask 429 | jq -c .status | uniq -c | tr -s ' '
grep connection log | uniq -c | tr -s ' '
for _ in 1 2 3; do
	echo "$claude"
done | ask half --stream | jq -c .retryable | sort | uniq -c | tr -s ' '
grep connection log | sort -u | wc -l
exit 0
