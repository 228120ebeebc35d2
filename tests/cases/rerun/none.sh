# exact replay starts no process and opens no socket
command -v strace >/dev/null || {
	echo 'strace is not installed'
	exit 77
}
strace -f -o trace -e trace=process,network esper-trace-replay -j 1 --replay -o result "$TESTDATA/rerun/shop.jsonl" >/dev/null 2>said || {
	grep -q ptrace said || exit 1
	echo 'strace may not trace'
	exit 77
}
grep -cE 'execve\(' trace
grep -E '(socket|connect|bind|fork|vfork|clone|clone3)\(' trace
echo '{"name":"search","output":1}' >mocks
strace -f -o trace -e trace=process,network esper-trace-replay -j 1 --mock mocks --fault kb=empty "$TESTDATA/rerun/shop.jsonl" >/dev/null 2>&1
grep -E '(socket|connect|bind|fork|vfork|clone|clone3)\(' trace
echo '-- with a command there are more'
strace -f -o trace -e trace=process esper-trace-replay -j 1 --exec 'search=exec jq -c "{id, output: 1}"' "$TESTDATA/rerun/shop.jsonl" >/dev/null 2>&1
[ "$(grep -cE 'execve\(' trace)" -gt 1 ] && echo yes
