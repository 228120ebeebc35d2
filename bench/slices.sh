#!/bin/sh
# What a replay in slices costs, against one run: processor time, bytes read, bytes in the folder.
#
#	sh bench/slices.sh FOLDER EVENTS-FILE
#
# The events are given other times, a second apart, so that there are days to cut; they are read
# plain, by zstd, and packed with a time index.
#
# Uses build/, bench/plan.json and both rule sets: windows alone need no summaries, counts do.  Run
# it in the folder of the sources.  All of it is on two cores; wall times are not measured.
set -eu

dir=$1
shift
mkdir -p "$dir"
here=$PWD
# Runs esper-replay, and notes what it took: the phase, seconds of all its threads, bytes read.
cat >"$dir/measured" <<END
#!/bin/sh
"$here/build/esper-replay" "\$@"
status=\$?
times >"$dir/times"
seconds=\$(awk 'NR == 2 { split(\$1 "m" \$2, t, /[ms]+/)
	print t[1] * 60 + t[2] + t[3] * 60 + t[4] }' "$dir/times")
bytes=\$(awk '/^rchar/ { print \$2 }' /proc/\$\$/io)
phase=\$(echo " \$*" | sed -n 's/.* --\(slices\|summarise\|fold\|decide\|merge\).*/\1/p')
echo "\${phase:-one} \$seconds \$bytes" >>"$dir/log"
exit \$status
END
chmod +x "$dir/measured"

# row WHAT: one line of the table, out of the log
row() {
	held=$(find "$dir/parts" -type f ! -path '*/run/*' -exec cat {} + 2>/dev/null | wc -c)
	awk -v what="$1" -v one="$one" -v held="$held" '
	{ sum += $2; bytes += $3; by[$1] += $2 }
	$2 > longest[$1] { longest[$1] = $2 }
	END {
		printf "%-34s %7.2f %6.2f %7.2f %7.2f %7.2f %7.2f %7.2f %8.1f %8.1f\n", what, sum,
		    sum / one, by["slices"], longest["summarise"], by["fold"], longest["decide"],
		    by["merge"], held / 1e6, bytes / 1e6
	}' "$dir/log"
}

# measure WHAT [N [OPTION]...]
measure() {
	what=$1
	shift
	rm -rf "$dir/log" "$dir/parts"
	if [ $# -eq 0 ]; then
		"$dir/measured" $replay >"$dir/one" 2>/dev/null || true
		one=$(awk '{ print $2 }' "$dir/log")
	else
		n=$1
		shift
		sh scripts/slices --parts "$dir/parts" --program "$dir/measured" --jobs 1 "$@" \
			"$n" -- $replay -j1 >"$dir/two" 2>/dev/null || true
		sed 's/"[a-z]*ed_at":"[^"]*"//g' "$dir/one" >"$dir/one.same"
		sed 's/"[a-z]*ed_at":"[^"]*"//g' "$dir/two" | cmp - "$dir/one.same"
	fi
	row "$what"
}

plain=$dir/days.jsonl
awk '{
	at = index($0, "\"observed_at\":") + 14
	print substr($0, 1, at - 1) 1767225600 + NR substr($0, at + 26)
}' "$1" >"$plain"
zstd -qf -3 "$plain" -o "$plain.zst"
set -- "$plain" "$plain.zst"
if build/esper-encode --help | grep -q -e --pack; then
	build/esper-encode --pack -p bench/plan.json -o "$dir/packed.jsonl.zst" "$plain"
	set -- "$@" "$dir/packed.jsonl.zst"
fi
for input in "$@"; do
	for rules in rules slices; do
		for type in DryRun DecisionOnly; do
			replay="-q -j1 -p bench/plan.json -r bench/$rules.json --type $type $input"
			echo
			echo "$type of ${input##*/}, bench/$rules.json"
			printf '%-34s %7s %6s %7s %7s %7s %7s %7s %8s %8s\n' '' cpu ratio cut \
				summary fold decide merge 'MB held' 'MB read'
			measure 'one run'
			for n in 2 4 8; do
				measure "$n slices" $n
				[ $rules = rules ] || measure "$n slices, --spool" $n --spool
			done
		done
	done
done
