# --export chrome nests properly in every thread, has every call once, and reads back to the recorded callers
if [ ! -x "$BUILD/fault/faults" ]; then
	echo "not with the sanitizers, which need far more time"
	exit 77
fi
callers='[inputs] as $calls | ($calls | map({key: (.trace_id + " " + .call_id), value: .}) | from_entries) as $by
| $calls[] | select(.parent_id != null) | . as $c | $by[.trace_id + " " + .parent_id] as $p
| select($p.input.call_id != $c.input.parent_id)
| "\($c.input.call_id) is in \($p.input.call_id), not in \($c.input.parent_id)"'
check() { # check FILE
	esper-trace-replay -q --calls "$1" >calls 2>/dev/null
	[ -s calls ] || return
	esper-trace-replay -q --export chrome "$1" >chrome 2>/dev/null
	esper-trace-replay -q --calls chrome | jq -r -n "$callers"
	[ "$(grep -c '^{"ph":"[BX]"' chrome)" -eq "$(wc -l <calls)" ] || echo "$1: another number of calls"
	cat chrome >>all
	count=$((count + 1))
}
count=0
for file in "$TESTDATA"/traces/*/*; do
	check "$file"
done
[ $count -gt 70 ] || echo "only $count files"
for seed in 1 2 3 6 12; do
	awk -v seed=$seed -v traces=60 -v strays=1 -f "$TESTDATA/traces/random.awk" | sort -s -n -k 1,1 | cut -f 2- >log
	check log
done
jq -r -f "$TESTDATA/traces/chrome.jq" all

call() { # call ID PARENT START DURATION SERVICE [STATUS]
	printf '{"trace_id":"t","call_id":"%s","parent_id":%s,"name":"%s","kind":"function","service":%s,"start":"2020-01-01T00:00:00.%sZ","duration_ns":%s,"status":"%s"}\n' \
		"$1" "$2" "$1" "$5" "$3" "$4" "${6:-ok}"
}
say() {
	esper-trace-replay -q --export chrome "$@" |
		jq -c '.traceEvents[] | if .ph == "M" then [.name, .tid, .args.name] else [.ph, .tid, .name, .ts, .dur] end'
}
echo 'the example:'
esper-trace-replay --export chrome "$TESTDATA/traces/incident.jsonl"
echo 'lanes:'
{
	call root null 000000000 1000000 null
	call one '"root"' 000000001 300000 null
	call two '"root"' 000200000 300001 null
	call three '"root"' 000400000 99999 null
	call elsewhere '"root"' 000600000 100 '"db"'
	call late '"root"' 000999000 2000 null
	call below '"late"' 000999000 2000 null
	call open '"root"' 000700000 null null open
} >log
say log
echo 'without width:'
{
	call root null 000000000 5000000 null
	call a '"root"' 001000000 0 null
	call b '"root"' 001000000 0 null
	call c '"root"' 001000000 4000000 null
	call d '"c"' 005000000 0 null
} >log
say log
echo 'without times:'
printf '%s\n' '{"trace_id":"t","call_id":"a","parent_id":null,"name":"a","kind":"llm","service":null,"start":null,"duration_ns":null,"status":"ok","events":[{"at":null,"after":1,"type":"log","message":"m"}]}' \
	'{"trace_id":"t","call_id":"b","parent_id":"a","name":"b","kind":"tool","service":null,"start":null,"duration_ns":7,"status":"ok"}' >log
esper-trace-replay --export chrome log
