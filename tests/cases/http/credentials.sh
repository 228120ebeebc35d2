# recorded credentials are sent only where that is asked for; one of your own comes from the environment
[ -x "$BUILD/esper-http" ] || { echo "no libcurl"; exit 77; }
mkfifo port
"$BUILD/net/server" log >port &
server=$!
trap 'kill "$server"' EXIT
read -r port <port
# send MODE [OPTION...]: the requests of standard input, to that page of the server
send() {
	mode=$1
	shift
	esper-http --target "http://127.0.0.1:$port/$mode" "$@"
}
requests='{"id":1,"input":{"url":"/","headers":{"Authorization":"Bearer recorded","Cookie":"s=recorded","X-API-Key":"recorded","x-csrf_token":"recorded","Accept":"text/x"}}}
{"id":2,"input":{"url":"/","headers":[{"name":"authorization","value":"Bearer recorded"}]}}'
headers() {
	jq -c '.output.body.headers | map(select(test("^(Host|User-Agent)") | not))'
}
echo '-- not sent'
echo "$requests" | send mirror | headers
echo '-- sent'
echo "$requests" | send mirror --send-credentials | headers
echo '-- another one, which is in no output'
echo "$requests" | ESPER_TARGET_AUTHORIZATION='Bearer of-my-own-0123' send mirror | headers
grep -c 'Authorization: Bearer of-my-own-0123' log
echo "$requests" | ESPER_TARGET_AUTHORIZATION=$(printf 'a\nb') send mirror
exit 0
