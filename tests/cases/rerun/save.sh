# what a replay used is saved as mocks, and a replay with them gives the same
shop=$TESTDATA/rerun/shop.jsonl
cat >adapter <<'SH'
while read -r request; do
	id=$(echo "$request" | jq .id)
	for question in '{"kind":"http","name":"GET /rates","input":{"currency":"EUR"}}' '{"kind":"http","name":"GET /rates","input":{"currency":"EUR"}}' \
		'{"kind":"database","name":"select price","input":{"sku":"a"}}' '{"kind":"database","name":"new","input":{"sku":"a"}}'; do
		echo "{\"id\":$id,\"call\":$question}"
		read -r reply
		replies="$replies${replies:+,}$reply"
	done
	echo "{\"id\":$id,\"output\":[$replies]}"
	replies=
done
SH
echo '{"name":"new","output":"mocked"}' >mocks
replay() {
	esper-trace-replay -q --exec 'checkout=exec sh adapter' --fault 'select price=error:Down' --format jsonl "$@"
	echo "status $?" >&2
}
replay --mock mocks --trace-id s1 --save-mocks saved "$shop" >one
cat saved
esper-trace-replay -q --exec 'checkout=exec sh adapter' --format jsonl --trace-id s1 --mock saved "$shop" >two
jq -c '.spans[0].output' one >output
jq -c '.spans[0].output' two | cmp - output
jq -c '[.questions[].served_by]' one two
echo '-- without a command; several traces'
esper-trace-replay -q --replay --save-mocks all "$shop" >/dev/null
cat all
esper-trace-replay --mock all --format jsonl "$shop" | jq -c '[.success, [.spans[] | [.served_by, .verdict]]]'
echo '-- a run that fails leaves the file alone'
echo old >kept
esper-trace-replay -q --replay --save-mocks kept "$TESTDATA/rerun/bare.jsonl" >/dev/null
echo "status $?"
cat kept
