# recorded requests reach the target: method, path, query, headers and body
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
send mirror <<END | jq -c '.output.body | .headers |= map(select(startswith("Host") or startswith("User-Agent") or startswith("Accept-Encoding") | not))'
{"id":1,"kind":"http","name":"GET /x","input":{"method":"GET","url":"https://shop.example/api/cart?id=7#top"}}
{"id":2,"input":{"url":"/api"}}
{"id":3,"input":{"path":"api/a b/é","query":{"q":"x y&z=1","n":[1,2],"none":null}}}
{"id":4,"input":{"path":"/a","query":"b=c#d"}}
{"id":5,"input":{"path":"/a?x=1","query":{"y":2}}}
{"id":6,"input":{"url":"http://a.example"}}
{"id":7,"input":{"url":"/../a/./b?u=http://c/d"}}
{"id":8,"input":{"method":"post","url":"/","body":{"a": [1, 2]}}}
{"id":9,"input":{"url":"/","body":"text"}}
{"id":10,"input":{"method":"PUT","url":"/"}}
{"id":11,"input":{"method":"DELETE","url":"/","body":null}}
{"id":12,"input":{"method":"PATCH","url":"/","body":"eA==","encoding":"base64","headers":{"Content-Type":"text/x"}}}
{"id":13,"input":{"method":"GET","url":"/","headers":{"Host":"shop.example","Content-Length":"99","Connection":"close","Transfer-Encoding":"chunked","TE":"gzip","Upgrade":"h2c","Expect":"100-continue",":path":"/","X-One":"1","X-Many":["a","b"],"X-Number":5,"X-Null":null,"X-Empty":""}}}
{"id":14,"input":{"method":"GET","url":"/","headers":[{"name":"x-one","value":"1"},["x-two","2"]]}}
END
echo '-- one connection'
grep connection log | sort -u
echo '-- what identifies the client'
printf '%s\n' '{"id":1,"input":{"url":"/"}}' '{"id":1,"input":{"url":"/","headers":{"User-Agent":"browser","Accept-Encoding":"br"}}}' |
	send mirror | jq -c '.output.body.headers[]' | sed "s/$port/PORT/; s|esper-http/[0-9.]*|esper-http/VERSION|; s/Encoding: .*gzip.*/Encoding: gzip and others\"/"
exit 0
