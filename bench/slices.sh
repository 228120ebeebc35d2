#!/bin/sh
# What a replay in slices costs, against one run: processor time, bytes read, bytes in the folder.
#
#	sh bench/slices.sh FOLDER EVENTS-FILE [ROUNDS]
#
# The events are given other times, a second apart, so that there are days to cut; they are read
# plain, by zstd, and packed with a time index.  The tables have medians of ROUNDS rounds (3); each
# ratio is to the one run of its own round.
#
# Uses build/, bench/plan.json and both rule sets: windows alone need no summaries, counts do.  Run
# it in the folder of the sources.  All of it is on two cores; wall times are not measured.
set -eu

dir=$1 events=$2 rounds=${3:-3}
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

# row WHAT: what a round took, out of the log
row() {
	held=$(find "$dir/parts" -type f ! -path '*/run/*' -exec cat {} + 2>/dev/null | wc -c)
	awk -v what="$1" -v one="$one" -v held="$held" '
	{ sum += $2; bytes += $3; by[$1] += $2 }
	$2 > longest[$1] { longest[$1] = $2 }
	END {
		print what "|" sum "|" sum / one "|" by["slices"] + 0 "|" longest["summarise"] + 0 \
		    "|" by["fold"] + 0 "|" longest["decide"] + 0 "|" by["merge"] + 0 \
		    "|" held / 1e6 "|" bytes / 1e6
	}' "$dir/log" >>"$dir/rows"
}

# The medians of all rounds, a line for each row.
table() {
	printf '%-34s %7s %6s %7s %7s %7s %7s %7s %8s %8s\n' '' cpu ratio cut summary fold decide \
		merge 'MB held' 'MB read'
	awk -F '|' '
	function median(row, column,   i, k, v, n, t) {
		n = count[row]
		for (i = 1; i <= n; i++)
			v[i] = value[row, i, column]
		for (i = 2; i <= n; i++)
			for (k = i; k > 1 && v[k] < v[k - 1]; k--) {
				t = v[k]
				v[k] = v[k - 1]
				v[k - 1] = t
			}
		return n % 2 ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2
	}
	!($1 in count) { name[++rows] = $1 }
	{
		count[$1]++
		for (i = 2; i <= NF; i++)
			value[$1, count[$1], i] = $i + 0
	}
	END {
		for (r = 1; r <= rows; r++) {
			printf "%-34s", name[r]
			for (i = 2; i <= 10; i++)
				printf i < 9 ? " %" (i == 3 ? 6 : 7) ".2f" : " %8.1f", \
				    median(name[r], i)
			printf "\n"
		}
	}' "$dir/rows"
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
}' "$events" >"$plain"
zstd -qf -3 "$plain" -o "$plain.zst"
set -- "$plain" "$plain.zst"
if build/esper-encode --help | grep -q -e --pack; then
	build/esper-encode --pack -p bench/plan.json -o "$dir/packed.jsonl.zst" "$plain"
	set -- "$@" "$dir/packed.jsonl.zst"
fi
# measure_all RULES: a round of all rows
measure_all() {
	measure 'one run'
	for n in 2 4 8; do
		measure "$n slices" $n
		[ "$1" = rules ] || measure "$n slices, --spool" $n --spool
	done
}

for input in "$@"; do
	for rules in rules slices; do
		for type in DryRun DecisionOnly; do
			replay="-q -j1 -p bench/plan.json -r bench/$rules.json --type $type $input"
			rm -f "$dir/rows"
			round=0
			while [ "$round" -lt "$rounds" ]; do
				round=$((round + 1))
				measure_all "$rules"
			done
			echo
			echo "$type of ${input##*/}, bench/$rules.json"
			table
		done
	done
done
