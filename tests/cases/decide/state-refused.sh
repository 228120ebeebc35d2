# a snapshot that is damaged, cut off, foreign, newer or in use is refused with 2, and left as it was
cp "$TESTDATA"/examples/rules.json "$TESTDATA"/examples/encoded.jsonl .
try() {
	cp bad.state before
	esper-decide -r rules.json --state bad.state encoded.jsonl
	echo "status $?"
	esper-decide --dump-state --state bad.state >/dev/null 2>&1
	echo "status $?"
	cmp bad.state before
}
esper-decide -q -r rules.json --state good.state encoded.jsonl >/dev/null
size=$(wc -c <good.state)
for n in 0 5 11 40 $((size - 1)); do
	head -c $n good.state >bad.state
	try 2>&1
done
{ head -c 100 good.state && printf x && tail -c +102 good.state; } >bad.state
try 2>&1
{ cat good.state && echo; } >bad.state
try 2>&1
cp encoded.jsonl bad.state
try 2>&1
{ head -c 8 good.state && printf '\011\000\000\000' && tail -c +13 good.state; } >bad.state
try 2>&1

# in use: by one that waits for its input
mkfifo in
esper-decide -r rules.json --state good.state in >/dev/null &
exec 3>in
sed -n '1s/"event_id":"/&x/p' encoded.jsonl >&3
until [ -e good.state.lock ]; do :; done
esper-decide -r rules.json --state ./good.state encoded.jsonl
echo "status $?"
ln -s good.state link
esper-decide --load-state --state link </dev/null
echo "status $?"
exec 3>&-
wait
esper-decide -q -r rules.json --state link --again encoded.jsonl >/dev/null
echo "status $?"
[ -L link ] || echo the link was replaced
mkdir folder
esper-decide -r rules.json --state folder encoded.jsonl
echo "status $?"
esper-decide -r rules.json --state none/here encoded.jsonl
echo "status $?"
esper-decide --dump-state --state missing
echo "status $?"
