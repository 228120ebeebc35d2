# only this machine is a target, unless another host is allowed by name; no proxy gets its requests
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
try() {
	echo '{"id":1,"input":{"url":"/"}}' | esper-http "$@"
}
for url in http://example.com https://127.0.0.1.example.com http://128.0.0.1 http://[::2] http://localhost.example \
	http://user@127.0.0.1 'http://127.0.0.1\@example.com' http://127.0.0.1?x http://127.0.0.1#x ftp://127.0.0.1 127.0.0.1 http:// ''; do
	try --target "$url"
done
try
try --target http://example.com --target-ok example.org,other.example
echo '-- allowed'
for url in "http://127.0.0.1:$port/html" "http://localhost:$port/html/" "http://LOCALHOST:$port/html"; do
	try --target "$url" | jq -c .output.status
done
http_proxy=http://127.0.0.1:1 try --target "http://127.0.0.1:$port/html" | jq -c .output.status
grep '^GET' log
exit 0
