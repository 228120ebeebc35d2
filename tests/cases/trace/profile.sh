# --profile: time by name, kind and service; recursion, overlaps and open calls; for people what to look at first; the same from every form of the input
# call TRACE CALL PARENT NAME START DURATION [STATUS [KIND [SERVICE]]]: times in ms
call() {
	status=${7:-ok}
	took=$6
	[ "$took" = null ] || [ "$took" = 0 ] || took=${took}000000
	printf '{"trace_id":"%s","call_id":"%s","parent_id":%s,"name":%s,"kind":"%s","service":%s,"start":"2026-01-01T00:00:%02d.%03dZ","duration_ns":%s,"status":"%s"}\n' \
		"$1" "$2" "$3" "$4" "${8:-function}" "${9:-null}" $(($5 / 1000)) $(($5 % 1000)) "$took" "$status"
}
{
	call t1 a null '"main"' 0 100
	call t1 b '"a"' '"walk"' 10 60
	call t1 c '"b"' '"walk"' 20 30
	call t1 d '"a"' '"load"' 60 30 error http '"db"'
	call t1 e '"a"' '"load"' 95 40 ok http '"web"'
	call t2 f null '"main"' 200 null open
	call t2 g '"f"' '"main"' 210 40
	call t2 h '"g"' null 220 10
	call t3 i null '"walk"' 300 0
} >log
echo '-- JSON'
esper-trace-replay -q --profile --format jsonl log | tee rows
export LC_ALL=C.UTF-8
echo '-- for people'
for columns in 40 80 120; do
	COLUMNS=$columns esper-trace-replay -q --profile log
done
echo '-- what tells rows of one name apart stays in a narrow table'
{
	call t1 a null '"handle"' 0 100 ok http '"billing"'
	call t2 b null '"handle"' 0 90 ok http '"a-service-with-a-long-name"'
	call t3 c null '"handle"' 0 80 ok span '"billing"'
} >twins
for columns in 40 80; do
	COLUMNS=$columns esper-trace-replay -q --profile twins | head -n 4
	sed 's/,"service":"[^"]*"//' twins | COLUMNS=$columns esper-trace-replay -q --profile | head -n 3
done
LC_ALL=C COLUMNS=60 esper-trace-replay -q --profile log | head -n 3
echo '-- the same in any form'
zstd -q -o log.zst log
split -l 4 log part.
cat log | esper-trace-replay -q -j 1 --profile --format jsonl | cmp - rows
esper-trace-replay -q -j 3 --profile --format jsonl log.zst | cmp - rows
esper-trace-replay -q --profile --format json part.* | cmp - rows
esper-trace-replay -q --calls log | esper-trace-replay -q --profile --format jsonl | cmp - rows
echo '-- of a selection'
esper-trace-replay -q --profile --format jsonl --trace-id t2 log | jq -c '[.name, .calls, .open, .self_ns, .share]'
esper-trace-replay -q --profile --format jsonl --under b log | jq -c '[.name, .calls, .total_ns, .self_ns]'
esper-trace-replay -q --profile --format jsonl --limit 1 log | jq -s 'map(.calls) | add'
esper-trace-replay --profile --name nobody log
echo "status $?"
esper-trace-replay --profile </dev/null
echo "status $?"
echo '-- no durations, and none but 0'
call t f null '"f"' 0 null open | esper-trace-replay -q --profile
call t f null '"f"' 0 0 | esper-trace-replay -q --profile
echo '-- nearest-rank percentiles: of n durations 1 to n'
for n in 1 2 19 20 21 100 101 1000; do
	i=0
	while [ $((i += 1)) -le $n ]; do
		call t$i c$i null '"f"' 0 $((n + 1 - i))
	done | esper-trace-replay -q --profile --format jsonl | jq -c '[.calls, (.p50_ns, .p95_ns, .p99_ns, .max_ns) / 1000000, .slowest.call_id]'
done
echo '-- what to look at first'
{
	call t s null '"rare"' 0 900
	for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		call t$i s$i null '"rare"' $i 1
	done
} | esper-trace-replay -q --profile | tail -n 2
{
	call t s null '"main"' 0 500
	for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
		call t s$i '"s"' '"often"' $((i * 40)) 39
	done
} | esper-trace-replay -q --profile | tail -n 2
{
	call t x null '"main"' 0 500
	call t y '"x"' '"once"' 1 499 error
} | esper-trace-replay -q --profile | tail -n 2
echo '-- many names'
i=100
while [ $((i += 1)) -le 150 ]; do
	call t$i c$i null "\"f$i\"" 0 $((i - 100))
done >many
esper-trace-replay -q --profile many | tail -n 5
esper-trace-replay -q --profile --full many | wc -l
echo '-- data is made harmless, and redacted'
call t a null '"\u001b[31mf\u202e"' 1 5 ok function '"s\u0007"' | esper-trace-replay -q --profile
call t a null '"mail bob@example.com"' 1 5 ok function '"bob@example.com"' | esper-trace-replay -q --profile --redact | grep -c bob
echo '-- together with what others have'
esper-trace-replay --profile --depth 1 log
echo "status $?"
esper-trace-replay --profile --errors log
echo "status $?"
echo '-- outputs that fail'
esper-trace-replay -q --profile log >/dev/full
echo "status $?"
awk 'BEGIN { for (i = 0; i < 9999; i++) printf "{\"trace_id\":\"t\",\"call_id\":\"%d\",\"parent_id\":null,\"name\":\"n%d\",\"kind\":\"tool\",\"service\":null,\"start\":null,\"duration_ns\":1,\"status\":\"ok\"}\n", i, i }' >wide
{ esper-trace-replay -q --profile --full wide; echo $? >status; } | head -n 1 | cut -c 1-4
cat status
