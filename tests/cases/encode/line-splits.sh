# Lines that are no JSON: any split of the input, any -j, plain or zstd, and any index are the same bytes, whether they fit or not.
echo '{"runtime":{"line":["%{observed_at} %{level}: %{msg}","%{observed_at} %{json}"]},"fields":[{"name":"l","selector":{"kind":"RequestField","path":"level"},"parser":"String"},{"name":"m","selector":{"kind":"RequestField","path":"msg"},"parser":"String"}]}' >p.json
awk 'BEGIN { for (i = 0; i < 30000; i++) {
	if (i % 7 == 0) printf "%d {\"msg\":\"%s\",\"level\":%d}\n", i, i % 3 ? "x" : "\\u00e9\\n", i
	else if (i % 11 == 0) print "no such line " i
	else if (i % 13 == 0) printf "%d {\"msg\":%d,,}\n", i, i
	else if (i % 17 == 0) print ""
	else printf "%d info: \"%d\" \\ \033 %s%s\n", i, i, substr("abcdefghijklmnopqrstuvwxyz", 1, i % 26), i % 5 ? "" : "\r"
} }' >log
esper-encode -q -p p.json -j 1 --rejects rejects log >want
wc -l <want
wc -l <rejects
for j in 2 4; do
	esper-encode -q -p p.json -j $j --rejects again log | cmp - want
	cmp rejects again
done
for simd in portable avx2; do
	ESPER_SIMD=$simd esper-encode -q -p p.json log 2>/dev/null >got
	[ -s got ] && cmp got want
done
split -l 777 log part.
esper-encode -q -p p.json part.* | cmp - want
dd if=log bs=1000 2>/dev/null | dd bs=7 2>/dev/null | esper-encode -q -p p.json | cmp - want
zstd -q log
esper-encode -q -p p.json log.zst | cmp - want
# a line at the limit, and one over it
awk 'BEGIN { printf "1 a: "; for (i = 0; i < 95; i++) printf "x"; print ""; printf "1 a: "; for (i = 0; i < 96; i++) printf "x"; print "\n2 b: c" }' >long
esper-encode -p p.json --max-line 100 long 2>&1 | cut -c 1-60
# slow input comes out at once: the second line is written when the first has come out
: >out
{
	echo '1 a: b'
	until [ -s out ]; do :; done
	wc -l <out >&2
	echo '2 a: b'
} 2>seen | esper-encode -p p.json >>out
cat seen
