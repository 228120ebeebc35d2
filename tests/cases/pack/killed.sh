# A run that is killed leaves nothing: no file, no part of one, the old one as it was.  Two at once do not harm each other.
p=$TESTDATA/replay/plan.json
awk -v n=3000 -f "$TESTDATA/replay/events.awk" >day
mkfifo slow
echo before >out.zst

# kill_one OPTION...: starts a run on a pipe, and kills it in the middle of its input
kill_one() {
	esper-encode --pack -p "$p" --frame-size 4K -q "$@" slow &
	pid=$!
	exec 3>slow
	cat day >&3
	kill -9 $pid
	wait $pid 2>/dev/null
	echo $?
	exec 3>&-
}
mkdir parts
kill_one -o out.zst
kill_one --partition hour -o parts
cat out.zst
ls -A parts
find . -name '*esper*'
# two at once, one file: it is the one or the other
awk 'NR % 2' day >odd
for _ in 1 2 3 4 5; do
	esper-encode --pack -p "$p" -q -o out.zst day &
	esper-encode --pack -p "$p" -q -o out.zst odd
	wait
	zstd -qdc out.zst >got
	cmp -s got day || cmp got odd
done
# interrupted
esper-encode --pack -p "$p" -q --partition hour -o parts slow &
pid=$!
exec 3>slow
cat day >&3
kill $pid
wait $pid 2>/dev/null
echo $?
exec 3>&-
ls -A parts
