# What cannot be packed is refused, and -o is left as it was: documents, lines over the limit, damaged input is said.
p=$TESTDATA/replay/plan.json
printf '{"observed_at":1}\n' >good
printf '[{"observed_at":1},\n{"observed_at":2}]\n' >array
printf '{\n"observed_at":1\n}\n' >pretty
printf '[]\n' >none
printf '{"observed_at":1,"long":"%0200d"}\n' 0 >long
echo before >out.zst
for f in array pretty none; do
	esper-encode --pack -p "$p" -o out.zst good $f
	echo "$? $(cat out.zst)"
done
esper-encode --pack -p "$p" -o out.zst - <array
echo "$? $(cat out.zst)"
esper-encode --pack -p "$p" --max-line 100 -o out.zst good long
echo "$? $(cat out.zst)"
esper-encode --pack -p "$p" -o out.zst nowhere
echo "$? $(cat out.zst)"
esper-encode --pack -p "$p" -o /dev/full good
echo $?
esper-encode --pack -p "$p" good >/dev/full
echo $?
# damaged input: what could be read is packed, and the status says so
awk -v n=3000 -f "$TESTDATA/replay/events.awk" | zstd -qc >day.zst
head -c $(($(wc -c <day.zst) / 2)) day.zst >half.zst
esper-encode --pack -p "$p" -q -o out.zst half.zst good
echo $?
zstd -qdc half.zst 2>/dev/null >want
zstd -qdc out.zst | head -c "$(wc -c <want)" | cmp - want
zstd -qdc out.zst | tail -n 1
# options that are for reading
for o in '--from 2026-01-01' '--rejects x' --fail-fast '--max-rejects 1'; do
	# shellcheck disable=SC2086
	esper-encode --pack -p "$p" $o good 2>&1 | head -n 1
done
esper-encode --partition hour -p "$p" good 2>&1 | head -n 1
esper-encode --pack good 2>&1 | head -n 1
esper-encode --pack --encoded -p "$p" good 2>&1 | head -n 1
esper-encode --pack -p "$p" --partition week -o x good 2>&1 | head -n 1
# a reader that goes away
awk -v n=20000 -f "$TESTDATA/replay/events.awk" >day
{ esper-encode --pack -p "$p" --frame-size 4K -q day; echo $? >status; } | head -c 100 >/dev/null
cat status
