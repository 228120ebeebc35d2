# Decisions that were written early, and are wrong because an earlier event comes last, are taken back: a file has the bytes of a pipe.
awk -v n=6000 -f "$TESTDATA/replay/events.awk" >events
set -- --type DecisionOnly -p "$TESTDATA/replay/plan.json" -r "$TESTDATA/replay/rules.json" -q --max-rejects 100%
{
	sed 1d events
	sed -n 1p events
} >late
zstd -q late events
head -c 100000 events.zst >cut.zst
for input in events late late.zst cut.zst 'events none' 'events late'; do
	# shellcheck disable=SC2086 # names
	esper-replay "$@" $input 2>said | cat >piped
	for out in file file.zst; do
		echo before >$out
		# shellcheck disable=SC2086 # names
		esper-replay "$@" -o $out $input 2>again
		status=$?
		case $out in
		*.zst) zstd -dcq $out >got 2>/dev/null || cp $out got ;;
		*) cp $out got ;;
		esac
		if [ $status -eq 2 ] && [ "$(cat got)" = before ]; then
			echo "$input, $out: as before"
		else
			cmp piped got && echo "$input, $out: $status, $(wc -l <got) lines"
			fi
		cmp said again
	done
	# shellcheck disable=SC2086 # names
	esper-replay "$@" $input >/dev/null 2>again
	cmp said again
done
find . -name '.esper*'
