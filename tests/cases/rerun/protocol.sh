# a command that dies, is silent, floods or babbles fails its call with a clear error, and is started again for the next
exec 2>&1
shop=$TESTDATA/rerun/shop.jsonl
# with COMMAND ARGUMENT...: what the four calls of http and databases of trace s1 get
with() {
	command=$1
	shift
	echo "-- $command"
	esper-trace-replay --exec "kind:http=$command" "$@" --trace-id s1 --format jsonl "$shop" >result
	echo "status $?"
	jq -c '.spans[1:3][] | [.verdict, .error.type, .error.message, .output]' result
}
good='jq -c --unbuffered "{id, output: {status: 200, headers: {}, body: .id}}"'
with "$good"
echo '-- it ends'
with 'exit 7'
with 'true'
with 'kill -9 $$'
with 'read line; exit 3'
with 'nosuchcommand'
with 'exec >&-; read line; read line'
echo '-- once it has answered, it may end: each request gets a process of its own'
with 'read -r line; echo "$line" | '"$good"
echo '-- an answer without a newline'
with 'read -r line; printf %s "{\"id\":1,\"output\":1}"; exit'
echo '-- it is late'
with 'read line; sleep 60' --timeout 50ms
with 'trap "" TERM; read line; sleep 60' --timeout 50ms
with 'while :; do echo "{\"id\":1,\"chunk\":\"x\"}"; sleep 0.01; done' --timeout 50ms
echo '-- it babbles'
with 'read line; echo hello; read line'
with 'read line; echo "{\"output\":1}"; read line'
with 'read line; echo "{\"id\":7,\"output\":1}"; read line'
with 'read line; echo "{\"id\":1}"; read line'
with 'read line; echo "{\"id\":-1,\"output\":1}"; read line'
with 'read line; echo "[1]"; read line'
with 'read line; printf "\\377\\n"; read line'
with 'read line; echo "{\"id\":1,\"call\":{}}"; read line'
with 'read line; echo "{\"id\":1,\"call\":{\"name\":\"a\",\"kind\":\"b\"}}"; read line'
echo '-- it answers twice'
with 'n=0; while read -r line; do n=$((n + 1)); echo "{\"id\":$n,\"output\":$n}"; echo "{\"id\":$n,\"output\":\"again\"}"; done'
echo '-- a flood without a newline ends, and so does its memory'
with 'read line; head -c 100000000 /dev/zero | tr "\\0" x; read line'
echo '-- members beside the answer'
with 'while read -r line; do echo "$line" | jq -c "{id, chunk: \"x\"}, {id, output: 1, usage: {input_tokens: 3, completion_tokens: 4}, cost_usd: 0.5, tool_calls: [{name: \"x\"}], unknown: 1}"; done'
jq -c '.spans[1] | [.tokens_used, .cost_usd, .tool_calls]' result
jq -c '[.total_tokens, .total_cost_usd]' result
echo '-- standard error has the name of the command'
with 'echo "it begins" >&2; printf "no newline" >&2; while read -r line; do echo "got \033[1m" >&2; echo "$line" | jq -c "{id, output: 1}"; done'
with 'yes "a complaint of about forty characters....." | head -n 5000 >&2; '"$good" 2>&1 | grep -c 'kind:http: a complaint'
