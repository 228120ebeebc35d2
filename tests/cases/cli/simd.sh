# $ESPER_SIMD insists on a builder of indexes: the same bytes from each; one that is not here, or is none, is an error.
p=$TESTDATA/replay/plan.json r=$TESTDATA/replay/rules.json
awk -v n=3000 -f "$TESTDATA/replay/events.awk" >day
cat "$TESTDATA"/json-test-suite/* >>day

encode() {
	esper-encode --rejects rejects.$1 -p "$p" day >encoded.$1 2>said.$1
	echo $? >>said.$1
}

replay() {
	esper-replay --rejects replay-rejects.$1 --type DecisionOnly -p "$p" -r "$r" day >decided.$1 2>>said.$1
	echo $? >>said.$1
}

encode best
replay best
for name in portable avx2 avx512; do
	if ! ESPER_SIMD=$name esper-encode --init >init 2>err; then
		[ "$(cat err)" = "esper-encode: ESPER_SIMD: this processor does not support $name" ] || cat err
		[ -s init ] && echo "$name: went on"
		continue
	fi
	ESPER_SIMD=$name
	export ESPER_SIMD
	encode $name
	replay $name
	unset ESPER_SIMD
	for what in encoded rejects decided replay-rejects said; do
		[ -s $what.best ] || echo "$what: nothing"
		cmp $what.best $what.$name
	done
done
ESPER_SIMD=portable esper-encode --init >init || echo "portable is everywhere"
for program in encode decide replay trace-replay; do
	ESPER_SIMD=avx esper-$program
	echo "$program $?"
done 2>&1
ESPER_SIMD=neon esper-encode --init; echo $?
ESPER_SIMD="" esper-encode --init >init; echo $?
