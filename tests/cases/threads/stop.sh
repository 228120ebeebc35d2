# A run that stops does not wait for an input that drips: --fail-fast, and an output that is full.
awk -v n=3000 -f "$TESTDATA/replay/events.awk" | grep '}$' >good
echo nonsense >bad
p=$TESTDATA/replay/plan.json
mkfifo in
esper-encode -j 4 -q --fail-fast -p "$p" <in | wc -l &
exec 3>in
cat good bad >&3
wait
exec 3>&-
(
	esper-encode -j 4 -p "$p" <in >/dev/full
	echo "exit $?"
) &
exec 3>in
trap '' PIPE
cat good good good >&3 2>/dev/null
wait
exec 3>&-
# pipes that are inputs, one after another
mkfifo one two
cat good bad >one &
cat bad good >two &
esper-encode -j 3 -q --rejects rejects -p "$p" good one two | wc -l
wait
jq -c '[.file, .line]' rejects
