# A temporary file that cannot be made or written ends the run with status 2 and says why; nothing is left behind.
awk -v n=6000 -f "$TESTDATA/replay/events.awk" | awk '{ print NR * 7919 % 6007 "\t" $0 }' | sort -n | cut -f 2- >shuffled
set -- --type DecisionOnly -p "$TESTDATA/replay/plan.json" -r "$TESTDATA/replay/rules.json" -q --buffer-size 64K
echo before >out
echo before >report
try() {
	esper-replay "$@" -o out --report report shuffled
	echo "$?: $(cat out report | xargs)"
}
TMPDIR=/dev/null try "$@"
TMPDIR=/nonexistent try "$@"
mkdir here
(
	trap '' XFSZ
	ulimit -f 100
	# a small output
	TMPDIR=$PWD/here try "$@" --type DryRun 2>&1 | sed "s|$PWD/||"
)
ls -A here

# killed while it waits for more, with a temporary file open
mkfifo pipe
for signal in TERM KILL; do
	TMPDIR=$PWD/here esper-replay "$@" -o out pipe &
	pid=$!
	exec 3>pipe
	cat shuffled >&3
	until readlink /proc/$pid/fd/* | grep -q "$PWD/here/.*deleted"; do
		kill -0 $pid || break
	done
	ls -A here
	kill -s $signal $pid
	exec 3>&-
	wait $pid
	echo "$signal: $? $(cat out)"
	ls -A here
done 2>/dev/null
esper-replay "$@" --buffer-size 63K shuffled
echo $?
