# Taking lines apart, unwrapping strings and going into arrays takes no more than n log n steps, whatever the log has.
. "$TESTDATA/../tests/steps/grows"

fields='"fields":[{"name":"a","selector":{"kind":"RequestField","path":"a"},"parser":"String"}]'
echo '{"runtime":{"line":["%{a}aaab%{b}","%{a}: %{json}; %{b}","[%{json}]","%{a} %{observed_at}"]},'"$fields}" >line.json
echo '{"runtime":{"json_strings":["a","a.b"]},'"$fields}" >strings.json
echo '{"runtime":{"each":["r","s.*.r"],"json_strings":["a","a.r"]},'"$fields}" >each.json

# repeat N BEFORE EACH AFTER
repeat() { awk -v n="$1" -v before="$2" -v each="$3" -v after="$4" 'BEGIN {
	printf "%s", before; for (i = 0; i < n; i++) printf "%s", each; print after }'; }

near() { repeat "$1" '' 'aaa' 'c'; }
json() { repeat "$1" 'x: {"k":[' '{},' '1]}; y'; }
open() { repeat "$1" 'x: ' '{"k":[' ''; }
quotes() { repeat "$1" 'x: {' '\"' ''; }
lines() { yes 'nothing 1' | head -n "$1"; }
bad() { yes 'x: {"k":tru}; y' | head -n "$1"; }
for make in near json open quotes lines bad; do
	made() { $make "$1" >in; }
	grows "$make" 3000 made esper-encode -q -j 1 -p line.json
done

text() { repeat "$1" '{"observed_at":1,"a":"[' '\"\\n\",' '1]"}'; }
deep() { repeat "$1" '{"observed_at":1,"a":"' '[' '"}'; }
many() { yes '{"observed_at":1,"a":"{\"b\":\"[1]\"}"}' | head -n "$1"; }
broken() { yes '{"observed_at":1,"a":"{\"b\":\"[1]\""}' | head -n "$1"; }
for make in text deep many broken; do
	made() { $make "$1" >in; }
	grows "$make" 3000 made esper-encode -q -j 1 -p strings.json
done

elements() { repeat "$1" '{"r":[' '{"observed_at":1},' '{"observed_at":1}]}'; }
groups() { repeat "$1" '{"s":[' '{"r":[{"observed_at":1}]},' '{}]}'; }
beside() { repeat "$1" '{"r":[{"observed_at":1}]' ',"x":[{}]' '}'; }
before() { repeat "$1" '{"observed_at":1' ',"x":[{}]' '}'; }
alone() { repeat "$1" '[' '{"observed_at":1,"x":[1]},' '{}]'; }
string() { repeat "$1" '{"a":"{\"r\":[' '{\"observed_at\":1},' '{}]}"}'; }
pretty() { repeat "$1" '{
"x":[' '{
},' '1],"r":[{"observed_at":1}]}'; }
slow() { repeat "$1" '{
"x":[' '{
},' '1],"observed_at":1}'; }
for make in elements groups beside before alone string pretty slow; do
	made() { $make "$1" >in; }
	grows "$make" 3000 made esper-encode -q -j 1 -p each.json
done
