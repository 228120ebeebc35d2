# broken connections and time-outs are errors that may be tried again; a body over the bound is not
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
for mode in reset close short large; do
	echo "-- $mode"
	echo '{"id":1,"input":{"url":"/"}}' | send $mode
done
echo '-- slow'
echo '{"id":1,"input":{"url":"/"}}' | send drip --timeout 300ms
echo '-- a bound'
echo '{"id":1,"input":{"url":"/"}}' | send html --max-body 5
echo '-- no server'
kill "$server"
wait "$server" 2>/dev/null
trap - EXIT
echo '{"id":1,"input":{"url":"/"}}' | send ok
exit 0
