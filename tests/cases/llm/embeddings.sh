# --embeddings answers {"id","text"}; a recorded call of such a model is executed, too
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
ask ok --embeddings text-embedding-3-small <<END
{"id":1,"text":"Grüß"}
{"id":2,"input":"x"}
{"id":3,"text":7}
END
ask no-answer --embeddings text-embedding-3-small <<END
{"id":1,"text":"a"}
END
ask 401 --embeddings text-embedding-3-small <<END
{"id":1,"text":"a"}
END
ask ok --embeddings claude-x <<END
{"id":1,"text":"a"}
END
ask ok <<END
{"id":4,"kind":"embedding","input":{"model":"text-embedding-3-small","input":"Grüß","dimensions":2}}
{"id":5,"kind":"embedding","input":{"model":"text-embedding-3-small"}}
END
grep '^{' log
exit 0
