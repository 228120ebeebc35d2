# Other compressions are named, with what to do, and refused with exit 2; other inputs are still read.
p=$TESTDATA/examples/plan.json e=$TESTDATA/examples/events.jsonl
printf '\037\213\010\000xyz' >log.gz
printf '\375\067\172\130\132\000xyz' >log.xz
printf 'BZh91AY&SYxyz' >log.bz2
for f in log.gz log.xz log.bz2; do
	esper-encode -p "$p" $f
	echo "exit $?"
done
esper-encode -p "$p" <log.gz
echo "exit $?"
head -n 1 "$e" >good
esper-encode -p "$p" log.gz good
echo "exit $?"
esper-encode -p log.gz good
echo "exit $?"
cp log.gz "it's a log.gz"
esper-encode -p "$p" "it's a log.gz"
echo "exit $?"
