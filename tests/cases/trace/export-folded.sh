# --export folded: self times of equal stacks are added up, lines are sorted, names cannot break a line
if [ ! -x "$BUILD/fault/faults" ]; then
	echo "not with the sanitizers, which need far more time"
	exit 77
fi
call() { # call ID PARENT NAME START DURATION
	printf '{"trace_id":"t","call_id":"%s","parent_id":%s,"name":%s,"kind":"function","service":null,"start":"2020-01-01T00:00:00.%09dZ","duration_ns":%s,"status":"ok"}\n' "$@"
}
{
	call r null '"main"' 0 1000
	call a '"r"' '"work"' 100 200
	call b '"r"' '"work"' 200 200
	call c '"b"' '"read"' 250 1000
	call d '"r"' '"work"' 600 100
	call e null '"main"' 5000 7
	call f null '"zero"' 5000 0
	call g '"f"' '"late"' 6000 5
} >log
esper-trace-replay --export folded log
echo 'names:'
{
	call a null '"a;b\nc\u001b[31m\u0000"' 0 1
	call b null '"step 5"' 0 2
	call c null '"step 5.25"' 0 3
	call d null null 0 4
	call e null '""' 0 5
	call f null '"a b"' 0 6
	call g null '"a"' 0 12
	call h '"g"' '"b"' 0 5
	call i null '"a 1"' 0 7
	call j null '"\u202eabc"' 0 8
	call k null '"step_5"' 0 9
} >log
esper-trace-replay --export folded log | tee folded
LC_ALL=C sort -c folded
grep -cE '^[^;].* [0-9]+$' folded
echo 'all samples:'
for file in "$TESTDATA"/traces/*/*; do
	esper-trace-replay -q --export folded "$file" >folded 2>/dev/null || continue
	LC_ALL=C sort -c folded || echo "$file"
	grep -vE '^.* [1-9][0-9]*$' folded
done
echo 'nothing to fold:'
printf '{"trace_id":"t","call_id":"a","parent_id":null,"name":"a","kind":"llm","service":null,"start":null,"duration_ns":null,"status":"ok"}\n' |
	esper-trace-replay --export folded
