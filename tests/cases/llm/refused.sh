# what cannot be sent is an error before anything is sent
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
unset OPENAI_BASE_URL
ask() {
	ANTHROPIC_BASE_URL=http://127.0.0.1:$port/ok OPENAI_BASE_URL=http://127.0.0.1:$port/ok/v1 esper-llm "$@"
}
try() {
	echo "-- $1"
	shift
	ask "$@"
}
try 'no such model' <<END
{"id":1,"input":{"model":"gemini-2.5-pro","messages":[{"role":"user","content":"hi"}]}}
END
try 'no model' <<END
{"id":1,"input":{"model":null,"messages":[{"role":"user","content":"hi"}]}}
{"id":2,"input":[{"role":"user","content":"hi"}]}
END
try 'no input' <<END
{"id":1}
{"id":2,"input":null}
{"id":3,"input":"hi"}
END
try 'an image' <<END
{"id":1,"input":{"model":"claude-x","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://a/b.png"}}]}]}}
END
try 'settings' <<END
{"id":1,"input":{"model":"claude-x","messages":[{"role":"user","content":"hi"}],"response_format":{"type":"json_object"}}}
{"id":2,"input":{"model":"gpt-4o","messages":[{"role":"user","content":"hi"}],"top_k":3}}
END
echo '-- no key for the API itself'
echo "$gpt" | env -u OPENAI_API_KEY -u OPENAI_BASE_URL esper-llm
echo '-- no URL'
echo "$gpt" | OPENAI_BASE_URL=ftp://127.0.0.1/ esper-llm
echo "$claude" | ANTHROPIC_BASE_URL='http://127.0.0.1/?a' esper-llm
echo '-- nothing was sent'
wc -c <log
try 'sent without the setting' --drop response_format,top_k <<END
{"id":1,"input":{"model":"claude-x","messages":[{"role":"user","content":"hi"}],"response_format":{"type":"json_object"}}}
{"id":2,"input":{"model":"claude-x","messages":[{"role":"user","content":"hi"}],"response_format":{"type":"json_object"}}}
END
try 'sent to the API that is named' --api openai <<END
{"id":1,"input":{"model":"llama3","messages":[{"role":"user","content":"hi"}]}}
END
echo '-- no key for a server of your own'
echo "$gpt" | (
	unset OPENAI_API_KEY
	ask
)
grep -c '^POST' log
grep -c '^Authorization' log
exit 0
