# a server whose certificate nobody vouches for gets neither a request nor a key
[ -x "$BUILD/esper-llm" ] || { echo "no libcurl"; exit 77; }
command -v openssl >/dev/null || { echo "no openssl"; exit 77; }
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -subj /CN=localhost 2>/dev/null
mkfifo said
openssl s_server -www -accept 127.0.0.1:0 -key key.pem -cert cert.pem >said 2>&1 &
server=$!
trap 'kill "$server"' EXIT
exec 3<said
while read -r word address <&3; do
	[ "$word" = ACCEPT ] && break
done
port=${address##*:}
echo '{"id":1,"input":{"model":"gpt-4o","messages":[{"role":"user","content":"hi"}]}}' |
	OPENAI_API_KEY=sk-openai-0123456789 OPENAI_BASE_URL=https://localhost:$port/v1 esper-llm |
	jq -c '[.error.type, .retryable]'
echo '{"id":1,"input":{"url":"/"}}' | esper-http --target "https://127.0.0.1:$port" |
	jq -c '[.error.type, .retryable]'
kill "$server"
wait "$server" 2>/dev/null
trap - EXIT
grep -c -e POST -e GET -e sk-openai <&3
exit 0
