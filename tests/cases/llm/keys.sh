# no key is in an output, whatever the server sends back: whole, in two chunks, or where a message is cut
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
for mode in echo-key error-key text-key stream-key redirect 401 reset; do
	both | ask $mode
	both | ask $mode --stream
done >out 2>err
# an error whose text is cut in the middle of the key
for n in 260 270 280 290; do
	OPENAI_API_KEY=$(printf "%0${n}d" 7)
	export OPENAI_API_KEY
	echo "$gpt" | ask text-key
done >>out 2>>err
both | esper-llm --timeout 5s --drop x >>out 2>>err
cat err
grep -ho 'your key[^"]*\|bad key[^"]*' out | sort | uniq -c | sed 's/^ *//'
cat out err | grep -c -e sk-openai -e sk-ant -e 0000000
echo '-- but the server got it'
grep -c '^Authorization: Bearer sk-openai-0123456789' log
grep -c '^x-api-key: sk-ant-0123456789' log
echo '-- a key that would end its header is not sent'
OPENAI_API_KEY=$(printf 'sk-a\r\nX-Evil: 1') ask ok <<END
$gpt
END
grep -c Evil log
echo '-- nor is one in the arguments, and no core is left'
mkfifo requests answers
OPENAI_BASE_URL=http://127.0.0.1:$port/ok/v1 esper-llm --stream <requests >answers &
exec 3>requests 4<answers
echo "$gpt" >&3
read -r answer <&4 && echo "$answer"
tr '\0' ' ' <"/proc/$!/cmdline" && echo
grep '^Max core file size' "/proc/$!/limits" | tr -s ' '
exec 3>&-
wait $!
exit 0
