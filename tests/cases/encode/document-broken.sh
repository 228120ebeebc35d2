# Invalid JSON ends a document, which is named, and exit 2: what comes before it is written, nothing behind it is read, other inputs are.
echo '{"fields":[{"name":"a","selector":{"kind":"RequestField","path":"a"},"parser":"Json"}]}' >plan.json
echo '{"observed_at":9,"a":9}' >good
e='{"observed_at":1,"a":1}'
try() {
	printf "$1" >bad
	esper-encode -p plan.json --rejects rejects bad good | jq -c .fields.a | xargs
	jq -c '[.file,.line,.code,.raw]' rejects
}
try "[$e,\n$e,\n{\"a\":tru},$e]"
try "[$e,\n  {\n    \"a\": 1\n    \"b\": 2\n  },$e]"
try "[$e,,$e]"
try "[$e,\n]"
try "[$e $e]"
try "[$e]\nx$e"
try "[$e]\n]$e"
try "[$e,{\"observed_at\":1,$e,$e]"
try "[$e,{\"observed_at\":1,\"a\":\"x},\n$e,$e]"
try "[$e,\n{\"observed_at\":"
try "[$e\n"
try "[$e,\n"
try "$e{\"observed_at\":1,\n\"a\":"
try "[$e,{\"a\":\"\377\",\"b\":nope},$e]"
try "[{\"a\":\"\377\"},$e"
esper-encode -q -p plan.json bad good >out
echo "exit $?"
# the same by any number of threads
jq -c -n '[range(20000) | {observed_at: 1, a: .}]' | sed 's/"a":9000}/"a":9000,}/' >bad
for j in 1 2 8; do
	esper-encode -p plan.json -j $j --rejects rejects.$j --stats=stats bad good >out.$j 2>err.$j
	echo "exit $?" >>err.$j
	sed 's/"elapsed.*//' stats >>err.$j
	cmp out.1 out.$j
	cmp err.1 err.$j
	cmp rejects.1 rejects.$j
done
wc -l <out.1
sed 's/"bytes_in.*//' err.1
esper-encode -p plan.json -o FILE bad
wc -l <FILE
# an input that goes on for ever is left
for j in 1 4; do
	{
		cat bad
		yes '{}' 2>yes
	} | esper-encode -q -p plan.json -j $j | wc -l
done 2>err
sort -u err
# damage in the middle of an element is damage
jq -c -n '[range(20000) | {observed_at: 1, a: .}]' | zstd -q >whole.zst
head -c $(($(wc -c <whole.zst) - 10)) whole.zst >cut.zst
for j in 1 4; do
	esper-encode -p plan.json -j $j cut.zst >out
	echo "exit $?"
	jq .fields.a out | awk '$1 != NR - 1' | wc -l
	[ "$(wc -l <out)" -gt 10000 ] || wc -l <out
done
