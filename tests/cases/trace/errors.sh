# --errors: failures by origin and message, without numbers and names; counts, times, examples; the same from every form of the input; status 1 if there are none
# call TRACE CALL PARENT NAME STATUS START [MESSAGE [WHERE]]
call() {
	error=
	[ "$7" ] && error=",\"error\":{\"type\":\"E\",\"message\":\"$7\",\"where\":${8:-null}}"
	printf '{"trace_id":"%s","call_id":"%s","parent_id":%s,"name":%s,"kind":"function","service":null,"start":"2026-01-01T00:00:%sZ","duration_ns":1000000000,"status":"%s"%s}\n' \
		"$1" "$2" "$3" "$4" "$6" "$5" "$error"
}
{
	call t1 a null '"main"' error 01 'gave up on order 1'
	call t1 b '"a"' '"load"' error 02 "no row 17 of 'orders'"
	call t1 c '"a"' '"load"' error 03 "no row 9 of 'users'" '"db.py:7"'
	call t2 d null '"main"' ok 04
	call t2 e '"d"' '"load"' error 05 "no row 3 of 'orders'"
	call t2 f '"d"' '"load"' error 06 "no row 4 of 'orders'"
	call t3 g null '"other"' error 07 "no row 3 of 'orders'"
	call t4 h null null error 08 ''
	call t5 i null '"main"' ok 09
} >log
echo '-- the messenger main is not counted; where and name make groups'
esper-trace-replay -q --errors --format jsonl log | tee groups
echo '-- for people'
export LC_ALL=C.UTF-8
esper-trace-replay -q --errors log
echo '-- the position is that of the error, or of the end'
for position in $(jq .example.position groups); do
	esper-trace-replay -q --format jsonl log | jq -c "select(.position == $position) | [.trace_id, .call_id, .type]"
done
echo '-- the same in any form'
zstd -q -o log.zst log
split -l 3 log part.
cat log | esper-trace-replay -q -j 1 --errors --format jsonl | cmp - groups
esper-trace-replay -q -j 3 --errors --format jsonl log.zst | cmp - groups
esper-trace-replay -q --errors --format json part.* | cmp - groups
esper-trace-replay -q --calls log | esper-trace-replay -q --errors --format jsonl | cmp - groups
echo '-- of a selection'
esper-trace-replay -q --errors --format jsonl --trace-id t2 log | jq -c '[.name, .count, .example.position]'
echo '-- nothing'
esper-trace-replay --errors --trace-id t5 log
echo "status $?"
esper-trace-replay --errors --trace-id nobody log
echo "status $?"
esper-trace-replay --errors </dev/null
echo "status $?"
echo '{"a":1}' | esper-trace-replay --errors
echo "status $?"
echo '-- data is made harmless'
call t1 a null '"\u001b[31mf\u202e"' error 01 'x\u001b]0;y\u0007 \u2028z' | esper-trace-replay -q --errors
call t1 a null '"f"' error 01 'x' '"\u001b:1"' | LC_ALL=C COLUMNS=30 esper-trace-replay -q --errors
echo '-- together with what only a timeline has'
esper-trace-replay --errors --full log
echo "status $?"
esper-trace-replay --errors --root-cause log
echo "status $?"
