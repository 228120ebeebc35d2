# --activity: who did what and when, by the clock; what was denied, and why; repeated failures are one line; the conclusion counts
# call AT CALL NAME STATUS [REST]: of a root; AT in s
call() {
	printf '{"trace_id":"t-%s","call_id":"%s","parent_id":null,"name":%s,"kind":"span","service":"app","start":"2026-01-01T00:%02d:%02dZ","duration_ns":%s,"status":"%s"%s}\n' \
		"$2" "$2" "$3" $(($1 / 60)) $(($1 % 60)) "$([ "$4" = open ] && echo null || echo 1000000)" "$4" "$5"
}
error() { # error TYPE MESSAGE
	printf ',"error":{"type":"%s","message":"%s","where":null}' "$1" "$2"
}
echo '-- a suspicious user, and everybody'
suspicious=$TESTDATA/examples/suspicious.jsonl
export LC_ALL=C.UTF-8
esper-trace-replay --activity --user-id 12345 --time-range '2025-10-31 02:00-03:00' "$suspicious"
COLUMNS=120 esper-trace-replay --activity "$suspicious"
LC_ALL=C COLUMNS=50 esper-trace-replay --activity "$suspicious"
esper-trace-replay --activity --format jsonl --where ip=203.0.113.9 "$suspicious" | tee rows
esper-trace-replay --activity --format jsonl --from '2025-10-31 02:41:10' "$suspicious" | jq -c '[.at, .name, .outcome]'
echo '-- the same in any form'
zstd -q -o s.zst "$suspicious"
esper-trace-replay -j 3 --activity --format jsonl s.zst >all
esper-trace-replay -j 1 --activity --format json <"$suspicious" | cmp - all
esper-trace-replay --calls "$suspicious" | esper-trace-replay --activity --format jsonl | cmp - all
echo '-- outcomes'
{
	call 9 late '"f"' ok
	call 1 a '"f"' ok
	call 2 b '"f"' error "$(error E boom)"
	call 3 c '"f"' error "$(error E boom)"
	call 4 d '"f"' error "$(error E bang)"
	call 5 e '"f"' error "$(error PermissionError no)"
	call 6 g null error
	call 7 h '"f"' open
	call 8 i '"f"' ok ',"output":{"status":403}'
	call 10 j '"f"' ok ',"output":"","attributes":{"http.status_code":401,"client.address":"192.0.2.1"}'
	call 11 k '"f"' ok ',"output":{"result":"Forbidden","status":200}'
	call 12 l '"f"' ok ',"output":{"note":"permission","status":4031}'
	call 13 m '"f"' error "$(error HTTPError 'status code 403')"
	call 14 n '"f"' error "$(error KeyError 'order 403 not found')"
	call 15 o '"f"' ok ',"output":{"result":"permission granted"}'
	call 16 p '"f"' ok ',"output":{"result":"Permission denied"}'
	call 17 q '"f"' ok ',"output":{"outcome":"ACCESS_DENIED"}'
	call 18 r '"f"' error ',"output":{"result":"no permission"}'
	call 19 s '"f"' error "$(error PermissionDenied '')"
} >log
esper-trace-replay -q --activity --format jsonl log | jq -c '[.call_id, .name, .outcome, .repeats, .detail, .first]'
echo '-- failures below a root: why it failed, and denials that it handled'
{
	call 1 a '"export"' error
	call 1 b '"report"' ok
	printf '{"trace_id":"t-%s","call_id":"%s","parent_id":"%s","name":%s,"kind":"http","service":null,"start":"2026-01-01T00:00:01Z","duration_ns":1,"status":"%s"%s}\n' \
		a a1 a '"check"' error "$(error Denied 'blocked by policy')" \
		b b1 b '"fetch"' error "$(error Denied 'blocked by policy')" \
		b b2 b '"fetch"' ok ',"attributes":{"http.response.status_code":403}' \
		b b3 b '"fetch"' ok ''
	call 2 c '"upload"' error
	call 3 d '"upload"' error
	printf '{"trace_id":"t-%s","call_id":"%s","parent_id":"%s","name":"POST /files","kind":"http","service":null,"start":"2026-01-01T00:00:0%sZ","duration_ns":1,"status":"ok","output":{"status_code":%s}}\n' \
		c c1 c 2 500 c c2 c 3 403 d d1 d 3 403 d d2 d 4 500
} >below
esper-trace-replay -q --activity --format jsonl below | jq -c '[.call_id, .outcome, .detail]'
esper-trace-replay -q --activity below
echo '-- who: arguments, attributes, members of objects, and calls below; of a line with several, how many'
{
	call 1 a '"f"' error ',"input":{"user":{"id":7},"remoteAddr":"10.0.0.1"}'
	call 2 b '"f"' error ',"attributes":{"enduser.id":"ann"},"input":{"ip":"10.0.0.2"}'
	call 3 c '"f"' error ',"input":{"userName":"ann","user_id":""}'
	call 4 d '"g"' ok ',"input":[1,2]'
} >who
esper-trace-replay -q --activity --format jsonl who | jq -c '[.user, .users, .address, .addresses]'
esper-trace-replay -q --activity who | head -n 3
echo '-- failures before a success are of the same name and user'
{
	call 1 a '"login"' error ',"input":{"user":"ann"}'
	call 2 b '"login"' error ',"input":{"user":"bob"}'
	call 3 c '"login"' error ',"input":{"user":"ann"}'
	call 4 d '"login"' ok ',"input":{"user":"ann"}'
	call 5 e '"pay"' ok ',"input":{"user":"bob"}'
	call 6 f '"login"' ok ',"input":{"user":"ann"}'
} | esper-trace-replay -q --activity | tail -n 3
echo '-- no clock, equal times'
{
	call 1 a '"x"' ok
	call 1 b '"y"' ok
	call 1 c '"z"' ok | sed 's/"start":"[^"]*"/"start":null/'
	call 0 d '"w"' ok
} | esper-trace-replay -q --activity
echo '-- who stays in a narrow line, however long names are; times of several years have theirs'
who=',"input":{"user_id":"alice@example.com","ip":"203.0.113.10"}'
call 1 a '"POST /sessions/login-with-password"' ok "$who" >long
COLUMNS=80 esper-trace-replay -q --activity long | head -n 2
{
	cat long
	call 1 b '"POST /sessions/login-with-password"' error "$who" | sed 's/2026/2025/'
} | COLUMNS=80 esper-trace-replay -q --activity | head -n 3
COLUMNS=70 esper-trace-replay -q --activity long | head -n 2
echo '-- nothing'
esper-trace-replay --activity --name nobody log
echo "status $?"
esper-trace-replay --activity </dev/null
echo "status $?"
echo '-- data is made harmless, and redacted'
call 1 a '"\u001b[31mf\u202e"' error ',"input":{"user":"\u0007"},"error":{"type":null,"message":"x\u001b]0;y\u0007\nz","where":null}' | esper-trace-replay -q --activity
printf 'a key' >key
call 1 a '"f"' error ",\"input\":{\"user\":\"bob@example.com\",\"ip\":\"10.1.2.3\"}$(error E 'bob@example.com is blocked')" |
	esper-trace-replay -q --activity --format jsonl --redact --redact-key key | jq -c '[.outcome, .detail, .user, .address]'
echo '-- colours, options, outputs that fail'
esper-trace-replay -q --activity --color=always log | sed -n 3p | cat -v
esper-trace-replay --activity --full log
echo "status $?"
esper-trace-replay -q --activity log >/dev/full
echo "status $?"
awk 'BEGIN { for (i = 0; i < 9999; i++) printf "{\"trace_id\":\"t%d\",\"call_id\":\"a\",\"parent_id\":null,\"name\":\"n\",\"kind\":\"tool\",\"service\":null,\"start\":null,\"duration_ns\":1,\"status\":\"ok\"}\n", i }' >wide
{ esper-trace-replay -q --activity wide; echo $? >status; } | head -n 1
cat status
