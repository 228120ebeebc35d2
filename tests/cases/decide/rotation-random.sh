# A log that grows, is rotated in every way and is read by runs that are killed at any moment: the decisions are those of one run over all lines, byte for byte
cp "$TESTDATA"/examples/rules.json .
awk 'BEGIN {
	srand(5)
	for (i = 1; i <= 6000; i++) {
		if (rand() < 0.03)
			print "bad " i
		u = int(rand() * 60)
		printf "{\"event_id\":\"e%d\",\"observed_at\":%d,\"entity_id\":\"u%d\",\"session_id\":\"u%d@\",\"fields\":{\"action\":\"login_attempt\"}}\n", \
			rand() < 0.05 ? i - int(rand() * 40) : i, 1700000000 + i - int(rand() * 20), u, u
	}
}' >all
mkfifo rejects

# run READ OPERAND...: killed when so many rejects were read; 0: at once; -: not at all
run() {
	read=$1
	shift
	if [ "$read" = - ]; then
		cat rejects >/dev/null &
	fi
	esper-decide -q -r rules.json --state s --checkpoint $every --resume -o $out \
		--max-rejects 100% --rejects rejects "$@" 2>said &
	pid=$!
	if [ "$read" != - ]; then
		[ "$read" = 0 ] || head -n "$read" rejects >/dev/null
		kill -9 $pid 2>/dev/null
	fi
	wait $pid 2>/dev/null
	status=$?
	if [ "$read" = - ]; then
		wait
	fi
	case $status in
	0)
		# what was read last must not be gone before the next run
		rotations=0 ends=$((ends + 1))
		[ -s log ] || rotations=1
		;;
	137 | 141) kills=$((kills + 1)) ;;
	*) echo "seed $seed: status $status: $(cat said)" ;;
	esac
}
# inputs READ: a run over what there is of the log, at times in part twice
inputs() {
	set -- "$1"
	for file in log.2.zst log.2 log.1.zst log.1 log; do
		[ ! -e $file ] || set -- "$@" $file
		[ "$number" -lt 700 ] || [ ! -e $file ] || set -- "$@" $file
	done
	run "$@"
}
written=0 torn=
# write LINES: the first of them may have begun
write() {
	tail -n +$((written + 1)) all | head -n "$1" >next
	printf %s "$torn" >begun
	tail -c +$(($(wc -c <begun) + 1)) next >>log
	written=$((written + $1)) torn=
}
tear() {
	write 3
	torn=$(tail -n +$((written + 1)) all | head -n 1 | cut -c "-$((number % 30 + 1))")
	printf %s "$torn" >>log
}
rotate() {
	[ -z "$torn" ] || write 1
	rm -f log.2*
	for file in log.1 log.1.zst; do
		[ ! -e $file ] || mv $file "log.2${file#log.1}"
	done
	if [ "$1" = copy ]; then
		cp log log.1
		: >log
	else
		mv log log.1
		[ "$number" -lt 500 ] || : >log
	fi
	rotations=$((rotations + 1))
	if [ "$number" -gt 600 ]; then
		zstd -q --rm log.1
	fi
}
for seed in ${SEEDS:-1 2 3 4}; do
	rm -f s s.lock log* out* said
	written=0 torn='' rotations=0 kills=0 ends=0
	case $seed in
	*[13579]) every=20 out=out ;;
	*) every=1ms out=out.zst ;;
	esac
	write 50
	awk -v seed="$seed" 'BEGIN {
		srand(seed)
		for (i = 0; i < 60; i++)
			print int(rand() * 10), int(rand() * 1000)
	}' >steps
	while read -r step number; do
		case $step in
		0) write $((number % 200 + 1)) ;;
		1 | 2) write $((number % 20 + 1)) ;;
		3) tear ;;
		4) [ $rotations -ge 2 ] || [ ! -s log ] || rotate ;;
		5) [ $rotations -ge 2 ] || [ ! -s log ] || rotate copy ;;
		6) inputs - ;;
		*) inputs $((number % 4)) ;;
		esac
		[ -e log ] || : >log
	done <steps
	[ -z "$torn" ] || write 1
	number=0
	inputs -
	head -n $written all >lines
	esper-decide -q -r rules.json --max-rejects 100% --state whole.$seed -o whole lines
	case $out in
	*.zst) zstd -qdc $out >got ;;
	*) cp $out got ;;
	esac
	cmp got whole || echo "seed $seed: not the decisions of one run"
	esper-decide --dump-state --state s >got
	esper-decide --dump-state --state whole.$seed | cmp - got || echo "seed $seed: not the state"
	[ $kills -ge 5 ] && [ $ends -ge 2 ] || echo "seed $seed: only $kills kills, $ends ends"
done
