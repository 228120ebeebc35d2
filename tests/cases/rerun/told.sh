# standard error has the reason for status 1 even with -q, what a command wrote for nothing, and how many questions had no answer
incident=$TESTDATA/examples/incident.jsonl
replay() {
	esper-trace-replay "$@" "$incident" 2>&1
	echo "status $?"
}
echo '{"expect":[{"called":"calculate_tax"}]}' >expect
echo '-- --exec is about no call'
replay -q --format jsonl --exec 'calculate_tx=false' | sed '/^{/d'
replay -q --exec 'a=b' --limit 0 2>&1
esper-trace-replay -q --exec 'a=b' /dev/null 2>&1
echo "status $?"
echo '-- the output does not say what failed'
replay -q --exec 'calculate_tax=exit 3' --expect expect --format tap
replay -q --exec 'calculate_tax=exit 3' --replay --export folded | sed '/^process/s/ [0-9]*$//'
echo '-- it does'
replay -q --exec 'calculate_tax=exit 3'
echo '-- a second answer to the last request'
replay -q --exec 'calculate_tax=read r; echo "{\"id\":1,\"output\":8}"; echo "{\"id\":1,\"output\":9}"; echo x'
replay --exec 'calculate_tax=read r; echo "{\"id\":1,\"output\":8}"; echo "{\"id\":1,\"output\":9}"; echo x'
echo '-- it closes its output, and stays'
replay -q --exec 'calculate_tax=exec >&-; sleep 100'
echo '-- many questions'
cat >asks <<'SH2'
read -r request
seq -f '{"id":1,"call":{"name":"x%g"}}' 1 1025
echo '{"id":1,"output":8}'
SH2
replay -q --exec 'calculate_tax=sh asks' | sed 5,20d
