# the answer is {status, headers, body}, whatever the status; the headers have the form of the recorded ones
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
for mode in html json-text binary empty redirect 401 500 502; do
	echo "-- $mode"
	echo '{"id":1,"input":{"url":"/"}}' | send $mode
done
echo '-- headers that come twice'
echo '{"id":1,"input":{"url":"/"}}' | send mirror | jq -c '.output.headers | del(."content-length")'
echo '{"id":1,"input":{"url":"/","headers":[]}}' | send mirror | jq -c '.output.headers[] | select(.name != "content-length")'
echo '-- HEAD has no body'
echo '{"id":1,"input":{"method":"HEAD","url":"/"}}' | send html
echo '-- a redirect is not followed'
grep -c '^[A-Z]* /ok' log
exit 0
