# A zstd frame that needs a window over 128 MiB is refused, and what to do is said; --max-window allows it, in each program.
# frame DESCRIPTOR N: a frame of 18 bytes in one raw block, with this window descriptor
frame() {
	printf '\050\265\057\375\000\'"$1"'\221\000\000{"observed_at":%d}\n' "$2"
}
frame 210 1 >128M.zst
frame 211 2 >144M.zst
frame 250 3 >2G.zst
frame 377 4 >huge.zst
cat 128M.zst 144M.zst 128M.zst >mixed.zst
zstd -dq -o plain 128M.zst
echo '{"fields":[]}' >p.json
echo '{"rules":[]}' >r.json
encode() {
	esper-encode -p p.json "$@" 2>&1 | sed 's/{.*at":"\([^"]*\)".*/\1/'
}
encode plain 128M.zst 144M.zst 2G.zst huge.zst
encode --max-window 144M 144M.zst 2G.zst
encode --max-window 2g 128M.zst 144M.zst 2G.zst
encode mixed.zst
encode - <mixed.zst
encode --max-window 127M 128M.zst
encode --max-window 127M plain
for size in 3G 0 -1 x 1KB ''; do
	esper-encode -p p.json --max-window "$size" plain 2>&1
done
for jobs in 1 3; do
	esper-encode -p p.json -j $jobs --stats mixed.zst 2>&1 | sed 's/,"elapsed.*//' | tail -n 2
done
esper-encode -p 144M.zst plain
echo "plan $?"
esper-decide -r r.json 144M.zst
echo "decide $?"
esper-replay --type DecisionOnly -p p.json -r r.json 144M.zst
echo "replay $?"
esper-audit 144M.zst
echo "audit $?"
esper-decide --load-state --state s 144M.zst
echo "load $?"
esper-replay --type DecisionOnly -p p.json -r r.json --labels 144M.zst plain
echo "labels $?"
# what they say of an event is their own; the frame is not refused
for args in "decide -r r.json" "replay --type DryRun -p p.json -r r.json" audit "decide --load-state --state s"; do
	esper-$args --max-window 144M 144M.zst 2>&1 | grep -c window
done
# what a snapshot knows of an input, and an operand given twice, is seen behind a large window too
esper-encode -q -p p.json plain | tr -d '\n' >encoded
size=$(($(wc -c <encoded) * 8 + 1))
{
	printf '\050\265\057\375\000\211'
	awk -v n=$size 'BEGIN { printf "\\%03o\\%03o\\%03o", n % 256, int(n / 256) % 256, int(n / 65536) }' >octal
	printf "$(cat octal)"
	cat encoded
} >large.zst
decide() {
	esper-decide -r r.json --max-window 144M "$@" 2>&1 | cut -c 1-60
}
decide --state s large.zst
decide --state s large.zst
decide --state s <large.zst
decide --state s --resume large.zst
cp large.zst again.zst
decide --state t large.zst again.zst
