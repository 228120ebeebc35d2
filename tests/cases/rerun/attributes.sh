# http and database calls whose method, URL or query only attributes have answer questions that name them; a miss says what differs
span() {
	echo "{\"trace_id\":\"a\",\"call_id\":\"$1\",\"parent_id\":$2,\"name\":\"$3\",\"kind\":\"$4\",\"service\":null,\"start\":\"2026-11-20T10:00:00.00$1Z\",\"duration_ns\":1000,\"status\":\"ok\",$5}"
}
{
	span 1 null page function '"input":{},"output":1'
	span 2 '"1"' GET http '"attributes":{"http.request.method":"GET","url.full":"http://rates/x?a=1","http.response.status_code":200}'
	span 3 '"1"' GET http '"attributes":{"http.method":"GET","http.url":"http://rates/y","http.status_code":404}'
	span 4 '"1"' GET http '"attributes":{"http.request.method":"GET","url.path":"/z","http.response.status_code":204}'
	span 5 '"1"' query database '"output":5,"attributes":{"db.query.text":"select \"a\""}'
	span 6 '"1"' query database '"output":6,"attributes":{"db.statement":"select b"}'
} >trace
cat >adapter <<'SH2'
read -r request
while read -r question; do
	printf '{"id":1,"call":%s}\n' "$question"
	read -r reply <&3
	got="$got${got:+,}$(printf "%s\n" "$reply" | jq -c 'del(.id)')"
done <questions
printf '{"id":1,"output":[%s]}\n' "$got"
SH2
asks() {
	cat >questions
	esper-trace-replay -q --exec 'page=exec sh adapter 3<&0' --ignore '$' --format jsonl trace >result
	jq -r '.spans[0].output | .[] | tojson' result
	jq -c '[.spans[] | .served_by], [.questions[] | select(.miss) | [.number, .miss, .nearest, .path]]' result
}
get() {
	printf '%s\n' "{\"kind\":\"http\",\"name\":\"GET\",\"input\":$1}"
}
sql() {
	printf '%s\n' "{\"kind\":\"database\",\"name\":\"query\",\"input\":$1}"
}
{
	get '{"method":"GET","path":"/z","headers":{"x":"1"}}'
	get '{"method":"GET","url":"http://rates/y"}'
	get '{"method":"GET","path":"/x?a=1"}'
	sql '{"query":"select b","params":[]}'
	sql '{"sql":"select \"a\""}'
} | asks
echo '-- misses'
{
	get '{"method":"GET","url":"http://rates/q"}'
	get '{"method":"POST","url":"http://rates/y"}'
	get '{"url":"/y"}'
	get '{"url":"http://rates/y"}'
	get '{"body":"what attributes do not tell"}'
	sql '{"query":"select c"}'
	echo '{"kind":"database","name":"another name"}'
} | asks
echo '-- a thousand, in the other order'
{
	span 1 null page function '"input":{},"output":1'
	seq 1000 | jq -c '{trace_id:"a",call_id:"c\(.)",parent_id:"1",name:"GET",kind:"http",service:null,start:"2026-11-20T10:00:01Z",duration_ns:1,status:"ok",attributes:{"url.full":"http://h/\(.)","http.response.status_code":200}}'
} >trace
cat >many <<'SH2'
read -r request
seq -f '{"id":1,"call":{"name":"GET","input":{"url":"http://h/%g"}}}' 1000 -1 1
echo '{"id":1,"output":1}'
SH2
esper-trace-replay -q --exec 'page=sh many' trace
