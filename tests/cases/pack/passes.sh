# Frames outside the range are not read: damage there is not met; elsewhere it is, with the same words.
p=$TESTDATA/replay/plan.json
awk -v n=12000 -f "$TESTDATA/replay/events.awk" | grep '}}$' >day
esper-encode --pack -p "$p" --frame-size 100K -q -o day.zst day

# harm FILE AT: changes a byte
harm() {
	cp day.zst "$1"
	printf '\377\377\377\377' | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}

# try OPTION...
try() {
	esper-encode -p "$p" "$@" >out 2>err
	echo "$? $(wc -l <out) $*"
	cat err
}
from=2026-11-20T04:00:00Z
try --from $from day.zst
cp out want
harm early.zst 2000
try --from $from early.zst
cmp out want
try --from $from --no-index early.zst
try early.zst
size=$(wc -c <day.zst)
harm late.zst $((size * 9 / 10))
try --to 2026-11-20T00:10:00Z late.zst
try --from $from late.zst
cp out want
cp err want.err
for j in 1 3; do
	esper-encode -p "$p" --from $from --no-index -j $j late.zst >out 2>err
	cmp out want
	cmp err want.err
done
# the head and the checksum of a frame that would be passed over are looked at
second=$(grep -abo "$(printf '\050\265\057\375')" day.zst | sed -n 2p | cut -d : -f 1)
harm head.zst "$second"
try --from $from head.zst
harm sum.zst $((second - 4))
try --from $from sum.zst
