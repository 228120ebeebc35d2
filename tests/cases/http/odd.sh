# requests that cannot be sent are errors, and nothing is sent
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
send mirror <<END
no JSON
[1]
{"id":1}
{"id":2,"input":[]}
{"id":3,"input":{}}
{"id":4,"input":{"url":7}}
{"id":5,"input":{"url":"data:text/css,a"}}
{"id":6,"input":{"url":"ftp://a/b"}}
{"id":7,"input":{"url":"/","method":"GET /x HTTP/1.1"}}
{"id":8,"input":{"url":"/","method":""}}
{"id":9,"input":{"url":"/","method":7}}
{"id":10,"input":{"url":"/","headers":{"a":"b\r\nc: d"}}}
{"id":11,"input":{"url":"/","headers":{"a b":"c"}}}
{"id":12,"input":{"url":"/","headers":{"a":"b\u0000c"}}}
{"id":13,"input":{"url":"/","headers":{"a":{"b":1}}}}
{"id":14,"input":{"url":"/","headers":"a: b"}}
{"id":15,"input":{"url":"/","headers":[7]}}
{"id":16,"input":{"url":"/","body":"!","encoding":"base64"}}
END
wc -c <log
echo '-- but a line end in a path is encoded'
printf '%s\n' '{"id":1,"input":{"url":"/a\r\nb\u0000c"}}' | send mirror | jq -c .output.body.path
echo '-- outputs that fail'
echo '{"id":1,"input":{"url":"/"}}' | send html >/dev/full
echo "status $?"
echo '-- usage'
esper-http file --target "http://127.0.0.1:$port"
exit 0
