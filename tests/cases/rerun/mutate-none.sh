# --mutate says what was not executed, and what it does not go with; without a finding the status is 0
if [ ! -x "$BUILD/fault/faults" ]; then
	echo "not with the sanitizers, which need far more time"
	exit 77
fi
trace='{"trace_id":"t1","call_id":"c1","parent_id":null,"name":"f","kind":"function","service":null,"start":null,"duration_ns":0,"status":"ok","input":{"a":1},"output":1}'
try() {
	printf '%s\n' "$trace" | esper-trace-replay "$@"
	echo "status $?"
}
exec 2>&1
always='jq -c --unbuffered {id,output:1}'
try --mutate 100 --exec "f=$always"
try --mutate 100 --exec "g=$always"
try --mutate 100 --exec "f=$always" --block f
try --mutate 100
try --mutate 0 --exec "f=$always"
try --mutate 100 --replay --exec "f=$always"
try --seed 1
echo '# few inputs are different'
trace='{"trace_id":"t1","call_id":"c1","parent_id":null,"name":"f","kind":"function","service":null,"start":null,"duration_ns":0,"status":"ok","output":1}'
try --mutate 100000 --exec "f=$always" | sed 's/[0-9,]* \(changed\|different\)/N \1/'
