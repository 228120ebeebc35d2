# --critical-path: what the longest root of each trace waited for; its parts add up; open roots; for people in any width
call() { # call TRACE CALL PARENT NAME START DURATION [SERVICE]: times in ms
	took=$6 status=ok
	[ "$took" = null ] && status=open || took=${took}000000
	printf '{"trace_id":"%s","call_id":"%s","parent_id":%s,"name":%s,"kind":"function","service":%s,"start":"2026-01-01T00:00:%02d.%03dZ","duration_ns":%s,"status":"%s"}\n' \
		"$1" "$2" "$3" "$4" "${7:-null}" $(($5 / 1000)) $(($5 % 1000)) "$took" $status
}
{
	call t1 a null '"main"' 0 100 '"web"'
	call t1 b '"a"' '"load"' 10 30 '"db"'
	call t1 c '"a"' '"other"' 20 40
	call t1 d '"a"' '"store"' 62 30 '"db"'
	call t1 e '"d"' '"sync"' 70 90
	call t1 z null '"aside"' 0 20
	call t2 f null '"main"' 200 null
	call t2 g '"f"' null 210 null
	call t2 h '"g"' '"done"' 220 10
} >log
echo '-- JSON'
esper-trace-replay -q --critical-path --format jsonl log | tee paths
export LC_ALL=C.UTF-8
echo '-- for people'
for columns in 30 80; do
	COLUMNS=$columns esper-trace-replay -q --critical-path log
done
echo '-- the same in any form'
zstd -q -o log.zst log
split -l 4 log part.
cat log | esper-trace-replay -q -j 1 --critical-path --format jsonl | cmp - paths
esper-trace-replay -q -j 3 --critical-path --format jsonl log.zst | cmp - paths
esper-trace-replay -q --critical-path --format json part.* | cmp - paths
esper-trace-replay -q --calls log | esper-trace-replay -q --critical-path --format jsonl | cmp - paths
echo '-- of a selection'
esper-trace-replay -q --critical-path --format jsonl --trace-id t2 log | jq -c '[.duration_ns, .open, (.path | length)]'
esper-trace-replay -q --critical-path --format jsonl --under d log | jq -c '[.duration_ns, .path[].name]'
esper-trace-replay --critical-path --name nobody log
echo "status $?"
esper-trace-replay --critical-path </dev/null
echo "status $?"
echo '-- no duration'
sed 's/"start":"[^"]*"/"start":null/; s/"duration_ns":[0-9]*/"duration_ns":null/' log >timeless
esper-trace-replay -q --critical-path timeless
esper-trace-replay -q --critical-path --format jsonl timeless
echo '-- a long path is shown without its shortest calls, and a deep one is not wider than the line'
{
	call t a null '"main"' 0 2000
	i=0
	while [ $((i += 1)) -le 60 ]; do
		call t s$i '"a"' "\"step $i\"" $((i * 30)) $((i > 58 ? 29 : 15))
	done
} >long
esper-trace-replay -q --critical-path long
esper-trace-replay -q --critical-path --full long | wc -l
{
	call t c0 null '"f0"' 0 2000
	i=0
	while [ $((i += 1)) -le 25 ]; do
		call t c$i "\"c$((i - 1))\"" "\"f$i\"" 0 1999
	done
} | COLUMNS=50 esper-trace-replay -q --critical-path | tail -n 3
echo '-- data is made harmless, and redacted'
call t a null '"\u001b[31mf\u202e"' 1 5 '"s\u0007"' | esper-trace-replay -q --critical-path
call bob@example.com a null '"mail bob@example.com"' 1 5 '"bob@example.com"' | esper-trace-replay -q --critical-path --redact | grep -c bob
echo '-- outputs that fail'
esper-trace-replay -q --critical-path log >/dev/full
echo "status $?"
awk 'BEGIN { for (i = 0; i < 9999; i++) printf "{\"trace_id\":\"t%d\",\"call_id\":\"a\",\"parent_id\":null,\"name\":\"n\",\"kind\":\"tool\",\"service\":null,\"start\":null,\"duration_ns\":1,\"status\":\"ok\"}\n", i }' >wide
{ esper-trace-replay -q --critical-path wide; echo $? >status; } | head -n 1
cat status
