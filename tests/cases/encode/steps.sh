# checking a plan, and encoding a long line by it, takes no more than n log n steps
. "$TESTDATA/../tests/steps/grows"

repeat() { # repeat N BEFORE EACH AFTER: EACH is there N times, with % as its number
	awk -v n="$1" -v before="$2" -v each="$3" -v after="$4" 'BEGIN {
		printf "%s", before
		for (i = 0; i < n; i++) {
			item = each
			gsub(/%/, i, item)
			printf "%s%s", i ? "," : "", item
		}
		print after
	}'
}

field='{"name":"f%","parser":"String","selector":'

plan_fields() { repeat "$1" '{"runtime":{},"fields":[' "$field{\"kind\":\"RequestField\",\"path\":\"F%\"}}" ']}' >p.json; }
plan_headers() { repeat "$1" '{"runtime":{},"fields":[' "$field{\"kind\":\"Header\",\"name\":\"H%\"}}" ']}' >p.json; }
plan_derived() {
	repeat "$1" '{"runtime":{},"fields":[{"name":"x","selector":{"kind":"Path"},"parser":"String"}],"derived_fields":[' \
		'{"name":"f%","parser":"String","expression":{"kind":"FieldRef","field_name":"x"}}' ']}' >p.json
}
for make in plan_fields plan_headers plan_derived; do
	grows "$make" 1000 $make esper-encode --check p.json
done

both() { # a line that has all that the plan selects
	plan_fields "$1"
	repeat "$1" '{"observed_at":1,' '"f%":%' '}' >in
}
grows both 1000 both esper-encode -q -j 1 -p p.json

cat >p.json <<'END'
{"runtime":{},"fields":[
{"name":"a","selector":{"kind":"Header","name":"h7"},"parser":"String"},
{"name":"b","selector":{"kind":"QueryParam","name":"h7"},"parser":"String"},
{"name":"c","selector":{"kind":"Cookie","name":"h7"},"parser":"String"},
{"name":"d","selector":{"kind":"RequestField","path":"x"},"parser":"String","normalizers":
[{"kind":"Replace","from":"aab","to":"x"},{"kind":"Split","separator":",","index":-1},"Trim"]}]}
END
members() { repeat "$1" '{"observed_at":1,' '"m%":%' '}' >in; }
again() { repeat "$1" '{"observed_at":1,' '"x":"%"' '}' >in; }
headers() { repeat "$1" '{"observed_at":1,"headers":{' '"h%":"v"' '}}' >in; }
same_header() { repeat "$1" '{"observed_at":1,"headers":{' '"h7":"v%"' '}}' >in; }
query() { repeat "$1" '{"observed_at":1,"query":{' '"h%":"v"' '}}' >in; }
parameters() { repeat "$1" '{"observed_at":1,"path":"/?' 'h%=v&h7=%41' '"}' | tr , '&' | sed 's/1&/1,/' >in; }
cookies() { repeat "$1" '{"observed_at":1;"headers":{"Cookie":"' 'h%=v; h7=x' '"}}' | tr ',' ';' | sed 's/1;/1,/' >in; }
text() { repeat "$1" '{"observed_at":1,"x":"' 'aaaa' '"}' >in; }
rejects() { yes nope | head -n "$1" >in; }
for make in members again headers same_header query parameters cookies text rejects; do
	grows "$make" 2000 $make esper-encode -q -j 1 -p p.json
done
