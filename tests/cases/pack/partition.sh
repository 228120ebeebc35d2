# --partition writes each line into the file of its hour or day, whatever their order, and loses none.
p=$TESTDATA/replay/plan.json
awk -v n=12000 -f "$TESTDATA/replay/events.awk" >day
printf '{"observed_at":"1969-12-31T23:59:59.999Z"}\n{"observed_at":"1677-09-21T00:12:43.145224192Z"}\n\n{"observed_at":"2262-04-11T23:47:16.854775807Z"}' >more
awk '{ print NR * 7919 % 12007 "\t" $0 }' day | sort -n | cut -f 2- >shuffled
cat day more >all
echo >>all
sort all >want
for files in 'day more' 'more shuffled' 'shuffled more'; do
	rm -rf parts
	# shellcheck disable=SC2086
	esper-encode --pack -p "$p" --partition hour --frame-size 64K -q -o parts $files
	ls parts
	zstd -qdc parts/* | sort | cmp - want
done
for j in 1 4; do
	esper-encode --pack -p "$p" --partition day -j $j -o days$j more day
	for f in days$j/*; do
		cmp "$f" "days1/${f#*/}"
	done
done
ls days1
# an hour's file has what the range has
esper-encode -q -p "$p" --from 2026-11-20T02:00:00Z --to 2026-11-20T03:00:00Z day | sort >want
esper-encode -q -p "$p" parts/2026-11-20T02.jsonl.zst | sort | cmp - want
# a file that is there is never replaced, and nothing else is written
esper-encode --pack -p "$p" --partition hour -o parts day
echo $?
printf '{"observed_at":"2030-01-01T00:00:00Z"}\n{"observed_at":"2026-11-20T02:00:00Z"}\n' |
	esper-encode --pack -p "$p" --partition hour -o parts
echo $?
ls parts | wc -l
# beside it, with --append; two at once
esper-encode --pack -p "$p" --partition hour --append -q -o parts more
esper-encode --pack -p "$p" --partition hour --append -q -o parts more &
esper-encode --pack -p "$p" --partition hour --append -q -o parts more
wait
ls parts/[1n]* parts/22*
zstd -qdc parts/2262*x0004.jsonl.zst
echo "$(zstd -qdc parts/2262* | wc -l) of 4"
# into a folder that cannot be made; without -o; a name that is a file
esper-encode --pack -p "$p" --partition hour -o none/parts day
echo $?
esper-encode --pack -p "$p" --partition hour day 2>&1 | head -n 1
esper-encode --pack -p "$p" --partition hour -o day more
echo $?
# no input, no file
: | esper-encode --pack -p "$p" --partition hour -o empty
ls empty
# an input that is damaged, or a file that cannot get its name: no file is left
zstd -qc day | head -c 20000 >cut.zst
esper-encode --pack -p "$p" --partition hour -o cut more cut.zst
echo $?
ls cut
[ -e "$BUILD/fault/shim.so" ] || exit 0
FAULT_CALL=linkat FAULT_AT=3 FAULT_ERROR=28 LD_PRELOAD=$BUILD/fault/shim.so \
	esper-encode --pack -p "$p" --partition hour -o full day 2>said
status=$?
grep -q '^esper-encode: full: No space left on device$' said || cat said
[ $status -eq 2 ] || echo "status $status"
ls full
