# --progress: lines on stderr that is no terminal, the last with the sums; on a terminal one line, gone at the end.
p=$TESTDATA/replay/plan.json r=$TESTDATA/replay/rules.json
awk -v n=300 -f "$TESTDATA/replay/events.awk" >day
esper-encode -q -p "$p" day >encoded

# what depends on the time is filtered out
timeless() {
	sed 's/ in [0-9.]*s, [0-9.]* MB.s/ in _s, _ MB\/s/'
}
esper-encode -p "$p" --progress=always --max-rejects 99 day 2>&1 >/dev/null | grep MB | timeless
esper-encode -p "$p" --progress -j 2 --stats --max-rejects 99 day 2>&1 >/dev/null | tail -n 3 | timeless | cut -c 1-60
esper-decide -p "$p" -r "$r" --progress encoded 2>&1 >/dev/null | timeless
esper-replay --type DryRun -p "$p" -r "$r" --progress=always day 2>&1 >/dev/null | tail -n 2 | timeless
for how in -q --progress=never --progress=auto; do
	esper-encode -p "$p" --progress $how encoded --max-rejects 9999 2>&1 >/dev/null | grep -c MB
done
esper-encode -p "$p" --progress=sometimes day
echo "exit $?"

# on a terminal, which script(1) makes: drawn, taken away before messages and at the end
command -v script >/dev/null || exit 0
run() {
	NO_COLOR=1 script -q -e -c "$*" /dev/null </dev/null | tr '\r' '\n' | sed '/^ *$/d; s/ MB, .*/ MB, _/; s/[0-9]*s left/_s left/; s/events, [0-9.kM]*.s/events, _\/s/' | awk '!/ MB/ || !seen++'
}
head -n 10 day | grep '}$' >short
run "esper-encode -p '$p' --progress=always short >/dev/null"
{
	cat short
	echo bad
} >log
run "esper-encode -p '$p' --progress=always short log >/dev/null"
run "esper-encode -p '$p' -q --progress=always short >/dev/null"
run "esper-encode -p '$p' short >/dev/null"
