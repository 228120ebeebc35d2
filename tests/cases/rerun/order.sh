# each call is served by a mock, a fault, a command or the recording, in this order; what is blocked is an error
shop=$TESTDATA/rerun/shop.jsonl
answer='jq -c --unbuffered "{id, output: {name: .name, tool: .tool}}"'
echo '{"name":"search","output":{"results":["mocked"]}}' >mocks
# served ARGUMENT...: by what, and with which verdict
served() {
	echo "-- $*"
	esper-trace-replay -q --replay --trace-id s2 --format jsonl "$@" "$shop" >result
	echo "status $?"
	jq -c '.spans[] | [.name, .served_by, .verdict, .output, .error.type]' result
}
served --mock mocks --fault search=timeout --exec "search=$answer"
served --fault search=error:Down --exec "search=$answer"
served --exec "search=$answer"
served --exec "langchain.*=$answer"
served --exec "kind:tool=$answer"
served --exec "service:desk=$answer"
served --exec "service:shop=$answer"
served --exec "kind:tool=$answer" --allow kb
served --exec "*=$answer" --exec 'kb=false' --allow search --allow assistant --block search
served --exec "kb=$answer" --block search
served --exec "s*=$answer" --block 'kind:tool' --allow search
served --mock mocks --exec "search=$answer" --block search
served --fault kb=empty
served --fault kb=slow:1ms
served --fault search=slow:1ms --exec "search=$answer"
echo '-- --mock-apis and --mock-database'
esper-trace-replay -q --exec "kind:http=$answer" --exec "kind:database=$answer" --mock-apis --mock-database --trace-id s1 --format jsonl "$shop" |
	jq -c '[.spans[].served_by]'
esper-trace-replay -q --exec "kind:http=$answer" --exec "kind:database=$answer" --mock-database --trace-id s1 --format jsonl "$shop" |
	jq -c '[.spans[].served_by]'
echo '-- a name that no call has'
esper-trace-replay --exec "calculate_taxes=$answer" "$shop" 2>&1
echo "status $?"
