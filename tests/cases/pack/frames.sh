# Files of many frames, however they cut lines, give the same as plain text: any -j, damage and cuts included.
p=$TESTDATA/replay/plan.json
awk -v n=12000 -f "$TESTDATA/replay/events.awk" >day
{
	printf '\357\273\277'
	cat day
	printf '{"observed_at":1,"long":"%0700000d"}\n{"observed_at":2}\r\n\n' 0
	head -n 2000 day
	printf '{"observed_at":3}'
} >all

# frames SIZE: all of it as frames of that size, which their heads say
frames() {
	rm -f part.*
	split -b "$1" all part.
	zstd -q --rm part.*
	cat part.*.zst >frames.zst
}

# same OPTION...: with more and more threads, as the plain text
same() {
	esper-encode -p "$p" "$@" --rejects r0 all >out.0 2>err.0
	echo "$? $(wc -l <out.0): $*" >want
	for j in 1 2 5; do
		esper-encode -p "$p" "$@" -j $j --rejects r1 frames.zst >out.1 2>err.1
		echo "$? $(wc -l <out.1): $*" | cmp - want
		cmp out.0 out.1
		sed 's/frames\.zst/all/' err.1 | cmp - err.0
		sed 's/frames\.zst/all/' r1 | cmp - r0
	done
	cat want
}
for size in 262144 300000 1000000 5000000; do
	frames $size
	same
	same --max-line 100K
	same --max-line 1K
	same --from 2026-11-20T01:00:00Z -t t-1
done
# frames that are too small, too large, of unknown size, empty, skippable, in turns
{
	printf '\120\052\115\030\004\000\000\000skip'
	head -c 300000 all >a && zstd -qc a
	tail -c +300001 all | head -c 1000 | zstd -qc
	: >b && zstd -qc b
	tail -c +301001 all | head -c 400000 >a && zstd -qc a
	tail -c +701001 all >a && zstd -qc a
	printf '\120\052\115\030\004\000\000\000skip'
} >frames.zst
same
# cut and damaged: the message and what comes before do not depend on the threads
frames 300000
n=$(wc -c <frames.zst)
head -c $((n * 2 / 3)) frames.zst >cut.zst
cp frames.zst harmed.zst
printf '\377\377' | dd of=harmed.zst bs=1 seek=$((n / 2)) conv=notrunc status=none
for f in cut harmed; do
	cat $f.zst | esper-encode -p "$p" --rejects r0 2>err.0 >out.0
	echo "$? $(wc -l <out.0)"
	tail -n 2 err.0 | cut -c 1-100
	for j in 1 2 5; do
		esper-encode -p "$p" -j $j --rejects r1 $f.zst 2>err.1 >out.1
		cmp out.0 out.1
		sed "s/$f\\.zst:/-:/" err.1 | cmp - err.0
	done
done
