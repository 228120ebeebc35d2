# An input that has changed when it has to be read again ends the run with status 2.
# What is in order is read once; so the last event comes first in time.
awk -v n=6000 -f "$TESTDATA/replay/events.awk" >events
{
	sed 1d events
	sed -n 1p events
} >day
mkfifo report out
set -- --type DecisionOnly -p "$TESTDATA/replay/plan.json" -r "$TESTDATA/replay/rules.json" -q
# the inputs are noted, then the report is opened, then the output: both wait for their readers
change() {
	how=$1
	shift
	cp day input
	cp day other
	esper-replay "$@" --report report -o out input &
	pid=$!
	exec 3<report
	eval "$how"
	cat <out | wc -l
	cat <&3 >/dev/null
	exec 3<&-
	wait $pid
	echo "$?: $how"
}
for how in : 'echo nonsense >>input' 'mv other input' 'touch -d 2026-11-20 input'; do
	change "$how" "$@" --buffer-size 512K
done
# what fits into memory is read once
change 'echo nonsense >>input' "$@"
