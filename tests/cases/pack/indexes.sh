# An index that is damaged, of another plan or of another file is not used, and that is said; the result is the same.
p=$TESTDATA/replay/plan.json
awk -v n=4000 -f "$TESTDATA/replay/events.awk" >day
esper-encode --pack -p "$p" --frame-size 50K -q -o day.zst day
set -- --from 2026-11-20T00:40:00Z --to 2026-11-20T00:45:00Z
zstd -dc day.zst >plain

# compare FILE: what is said of it beyond what is said of its text
compare() {
	zstd -qdc "$file" >text
	esper-encode -p "$p" "$@" text >want 2>want.err
	want=$?
	esper-encode -p "$p" "$@" "$file" >got 2>got.err
	got=$?
	[ $want = $got ] || echo "$file: exit $got, not $want"
	cmp want got
	sed "s/: text:/: $file:/" want.err | diff - got.err | sed -n 's/^> //p'
}
n=$(wc -c <day.zst)
file=day.zst
compare "$@"
# a byte of the index, of the seek table, of its end
for back in 300 1000 60 5; do
	file=harmed-$back.zst
	cp day.zst $file
	printf '\252' | dd of=$file bs=1 seek=$((n - back)) conv=notrunc status=none
	compare "$@"
done
# the head of the index: another version
file=version.zst
at=$(grep -abo esperidx day.zst | tail -n 1 | cut -d : -f 1)
cp day.zst $file
printf '\002' | dd of=$file bs=1 seek=$((at + 8)) conv=notrunc status=none
compare "$@"
# two files in one, one added to, one without its end, one compressed again
cat day.zst day.zst >two.zst
{ cat day.zst && head -n 100 day | zstd -qc; } >added.zst
{ head -n 100 day | zstd -qc && cat day.zst; } >before.zst
head -c $((at - 8)) day.zst >bare.zst
zstd -dc day.zst | zstd -qc >again.zst
for file in two.zst added.zst before.zst bare.zst again.zst; do
	compare "$@"
done
# a seek table of another program
{
	head -n 100 day | zstd -qc
	printf '\136\052\115\030\011\000\000\000\000\000\000\000\000\261\352\222\217'
} >foreign.zst
{
	zstd -qc <day
	printf '\136\052\115\030\021\000\000\000'
	size=$(zstd -qc <day | wc -c)
	printf "$(printf '\\%03o\\%03o\\%03o\\000' $((size % 256)) $((size / 256 % 256)) $((size / 65536)))"
	printf '\377\377\000\000\001\000\000\000\000\261\352\222\217'
} >foreign2.zst
for file in foreign.zst foreign2.zst; do
	compare "$@"
done
# another plan: another place of the time, another zone; a field more makes no difference
jq '.config.runtime.envelope.observed_at = ["observed_at", "time"]' "$p" >place.json
jq '.config.runtime.time_zone = "+02:00"' "$p" >zone.json
jq '.config.fields += [{"name": "path", "selector": {"kind": "Path"}, "parser": "String"}] | .config.runtime.dedup_ttl_seconds = 1' "$p" >field.json
file=day.zst
for q in place zone field; do
	p=$q.json
	echo "$q"
	compare "$@"
done
# plain text that ends as a seek table does
p=$TESTDATA/replay/plan.json
{ head -n 50 day && printf '\261\352\222\217'; } >text.txt
esper-encode -q -p "$p" "$@" text.txt | wc -l
