# -o FILE is replaced as a whole or not at all; links are followed, permissions kept, pipes written directly.
p=$TESTDATA/examples/plan.json
head -n 4 "$TESTDATA/examples/events.jsonl" >log
esper-encode -p "$p" log >want
esper-encode -p "$p" -o out log
cmp out want
echo old >real
chmod 640 real
ln -s real link
esper-encode -p "$p" --output=link log
cmp real want
ls -l real | cut -c 1-10
test -L link || echo "the link is gone"
# over its own input
cp log both
esper-encode -p "$p" -o both both
cmp both want
# a plan that is wrong touches nothing
echo old >out
esper-encode -p none -o out log 2>/dev/null
cat out
esper-encode -p "$p" -o none/out log
echo "exit $?"
mkfifo pipe
cat pipe >got &
esper-encode -p "$p" -o pipe log
wait
cmp got want
ls
