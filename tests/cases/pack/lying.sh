# A time index that lies with a valid digest: what was read gives it away, and status 2 says that something may be missing.
p=$TESTDATA/replay/plan.json
awk -v n=6000 -f "$TESTDATA/replay/events.awk" | grep '}}$' >day
esper-encode --pack -p "$p" --frame-size 50K -q -o day.zst day
index=$(grep -abo esperidx day.zst | tail -n 1 | cut -d : -f 1)
frames=$(od -An -tu4 -j $((index + 12)) -N 4 day.zst | tr -d ' ')

# put FILE AT OCTAL
put() {
	printf "$3" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}

# sign FILE: makes the digest of its index again
sign() {
	n=$((80 + 60 * frames))
	digest=$(tail -c +$((index + 1)) "$1" | head -c $n | sha256sum | cut -c 1-64 |
		sed 's/../& /g' | tr ' ' '\n' | sed '/^$/d; s/^/0x/' | while read -r x; do printf '\\%03o' "$x"; done)
	put "$1" $((index + n)) "$digest"
}

# row K: where the row of frame K begins
row() {
	echo $((index + 80 + 60 * $1))
}

try() {
	esper-encode -p "$p" --from 2026-11-20T01:00:00Z --to 2026-11-20T01:10:00Z "$@" >out 2>err
	echo "$? $(wc -l <out)"
	cat err
}
sign day.zst
try day.zst
cp out want
# a frame in the range that has more times than its row says
k=$((frames * 68 / 150))
cp day.zst narrow.zst
tail -c +$(($(row $k) + 37)) day.zst | head -c 8 |
	dd of=narrow.zst bs=1 seek=$(($(row $k) + 44)) conv=notrunc status=none
sign narrow.zst
try narrow.zst
cmp out want
try --no-index narrow.zst
cmp out want
try -q narrow.zst
# a frame that no row is about any more: its checksum is another one, also in the seek table
cp day.zst sum.zst
put sum.zst $(($(row $k) + 8)) '\001\002\003'
put sum.zst $((index + 80 + 60 * frames + 32 + 8 + 12 * k + 8)) '\001\002\003'
sign sum.zst
try sum.zst
cmp out want
# it is the first frame, so nothing was passed over, and nothing is missing
cp day.zst first.zst
put first.zst $(($(row 0) + 36)) '\377\377\377'
sign first.zst
esper-encode -p "$p" --to 2026-11-20T00:01:00Z day >early
esper-encode -p "$p" --to 2026-11-20T00:01:00Z first.zst | cmp - early
