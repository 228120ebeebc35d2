# Following paths into arrays takes no more than n log n steps, whatever stands there.
. "$TESTDATA/../tests/steps/grows"

cat >p.json <<'END'
{"runtime":{"envelope":{"observed_at":["no","t"],"headers":"h.*"}},"fields":[
{"name":"a","selector":{"kind":"RequestField","path":["a[k=no].v","a[k=1].v.b"]},"parser":"String"},
{"name":"b","selector":{"kind":"RequestField","path":"a.*.k.v"},"parser":"String"},
{"name":"c","selector":{"kind":"RequestField","path":"a.*.k.k.k.k.k.k"},"parser":"String"},
{"name":"d","selector":{"kind":"RequestField","path":"a.*.*.k[v=1].*"},"parser":"String"},
{"name":"e","selector":{"kind":"RequestField","path":"a.*"},"parser":"String"},
{"name":"f","selector":{"kind":"Header","name":"k"},"parser":"String"}]}
END

# repeat N BEFORE EACH AFTER: EACH is there N times, with % as its number
repeat() { awk -v n="$1" -v before="$2" -v each="$3" -v after="$4" 'BEGIN {
	printf "%s", before
	for (i = 0; i < n; i++) { item = each; gsub(/%/, i, item); printf "%s%s", i ? "," : "", item }
	print after }'; }

elements() { repeat "$1" '{"t":0,"a":[' '{"k":"%","v":1}' ']}'; }
same_key() { repeat "$1" '{"t":0,"a":[{' '"k":{}' '}]}'; }
escaped() { repeat "$1" '{"t":0,"a":[{' '"\u006b":{"v":%}' '}]}'; }
two_keys() { repeat "$1" '{"t":0,"a":[{' '"k":{},"K":[]' '}]}'; }
keys() { repeat "$1" '{"t":0,"a":[{' '"k%":1' '}]}'; }
long_key() { repeat "$1" '{"t":0,"a":[{"k' 'K.-_' '":1}]}'; }
deep() { repeat "$1" '{"t":0,"a":[{"k":{"k":{"k":[' '{"k":{"k":{"k":1}}}' ']}}}]}'; }
rows() { repeat "$1" '{"t":0,"a":[' '[[{"k":[{"v":2},{"v":1}]}]]' ']}'; }
space() { repeat "$1" '{"t":0,"a":[' '[ 1 ]' ']}'; }
headers() { repeat "$1" '{"t":0,"h":[' '{"name":"k","value":%}' ']}'; }
for make in elements same_key escaped two_keys keys long_key deep rows space headers; do
	made() { $make "$1" >in; }
	grows "$make" 3000 made esper-encode -q -j 1 -p p.json
done
