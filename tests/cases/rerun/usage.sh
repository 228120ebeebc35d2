# options that mean nothing without --replay imply it, or need it; wrong arguments are named
exec 2>&1
shop=$TESTDATA/rerun/shop.jsonl
try() {
	echo "-- $*"
	esper-trace-replay -q --trace-id s3 "$@" "$shop" | head -n 3
}
echo '{"name":"calculate_tax","output":8}' >mocks
try --mock mocks
try --fault x=timeout
try --ignore a
try --replay --ignore a
try --save-mocks saved
try --replay --errors
try --calls --mock mocks
try --replay --calls --mock mocks
try --replay --extract
try --fault x
try --fault x=explode
try --fault x=slow:never
try --exec x
try --exec 'x= '
try --exec 'kind:tol=true'
try --allow x --replay
try --replay --tolerance 'a=b'
try --replay --match a
try --replay --match =a
try --replay --ignore ''
try --exec x=true --timeout soon
try --exec x=true --repeat never
try --mock nowhere
try --mock -
try --timeout 1s
