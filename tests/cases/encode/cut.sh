# zstd input that is cut or damaged: what came before is encoded, the input is named, the others are read, exit 2.
i=0
while [ $i -lt 500 ]; do
	echo "{\"event_id\":\"$i\",\"observed_at\":$i,\"body\":{\"request\":{\"email\":\"user$i@example.com\"}}}"
	i=$((i + 1))
done >log
p=$TESTDATA/examples/plan.json
esper-encode -p "$p" log >want
zstd -q log
size=$(wc -c <log.zst)
head -c $((size - 20)) log.zst >cut
esper-encode -p "$p" cut >got
echo "exit $?"
head -n "$(wc -l <got)" want | cmp - got
# two frames, the second cut in the middle
{
	cat log.zst
	head -c $((size / 2)) log.zst
} >cut
esper-encode -p "$p" cut >got
echo "exit $?"
head -n 500 got | cmp - want
# the others are still read
head -n 3 want >three
esper-encode -p "$p" cut three 2>&1 >got | sed 's/.*rejected$/books/'
tail -n 3 got | cut -c 1-16
# the last byte of the checksum is wrong
{
	head -c $((size - 1)) log.zst
	printf 'X'
} >damaged
{
	esper-encode -p "$p" damaged
	echo "exit $?"
} 2>err >got
tail -n 1 got
sed '$d' got | cmp - want
sed 's/byte [0-9]*/byte N/' err
# -o is complete for what could be read
esper-encode -p "$p" -o out damaged log.zst 2>/dev/null
tail -n 500 out | cmp - want
