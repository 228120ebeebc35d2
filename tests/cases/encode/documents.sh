# The elements of a document give what the same events give as lines: arrays, pretty-printed, values one after another, with BOM, CR and zstd, any split, any -j.
p=$TESTDATA/har.plan.json
i=0
while [ $i -lt 20 ]; do
	jq -c '. + {event_id: "'$i'-\(input_line_number)"}' "$TESTDATA/har.jsonl"
	i=$((i + 1))
done >log
esper-encode -p "$p" log >want
wc -l <want
jq -c -s . log >array.json
jq -s . log >pretty.json
jq . log >values.json
tr -d '\n' <log >one-line.json
{
	printf '\357\273\277'
	sed 's/$/\r/' pretty.json
} >windows.json
sed '1s/^/\n \n/; s/^ *//' pretty.json >flat.json
for f in *.json; do
	for j in 1 2 8; do
		esper-encode -p "$p" -j $j "$f" | cmp - want || echo "$f -j $j"
	done
	esper-encode -p "$p" <"$f" | cmp - want || echo "$f by standard input"
	zstd -q "$f"
	esper-encode -p "$p" "$f.zst" | cmp - want || echo "$f.zst"
	dd if="$f" bs=1000 2>/dev/null | dd bs=7 2>/dev/null | esper-encode -p "$p" | cmp - want || echo "$f in pieces"
done
# documents and lines side by side
split -l 77 log part.
for f in part.a[bd]; do
	jq -s . $f >$f.doc
	mv $f.doc $f
done
esper-encode -p "$p" part.* | cmp - want
# nothing in it
for empty in '[]' '[ ] ' '\n[\n]\n'; do
	printf "$empty" | esper-encode -p "$p" --stats 2>&1 | sed 's/,"bytes_in.*//'
done
