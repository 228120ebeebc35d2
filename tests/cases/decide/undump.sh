# a dump whose windows are not like their series is refused by --load-state, and the state is left as it was
dump() { # SERIES KEY MORE
	echo '{"kind":"window","tenant_id":null,"key":'"$2"',"series":'"$1"',"observed_at":["2026-11-20T10:00:00Z"]'"$3"'}'
}
load() {
	dump "$@" | esper-decide --load-state --state it.state 2>&1
	echo "status $?"
}
sum='{"group_by":["a","b"],"aggregate":{"kind":"Sum","field_name":"n"}}'
distinct='{"scope":"Entity","aggregate":{"kind":"Distinct","field_name":"n"}}'
count='{"scope":"Entity","aggregate":{"kind":"Count"}}'
load "$sum" '["x","y"]' ',"values":[1]'
cp it.state before
load "$sum" '["x","y"]'
load "$sum" '["x"]' ',"values":[1]'
load "$sum" '["x","y"]' ',"values":["1"]'
load "$distinct" '["x"]' ',"values":[1]'
load "$distinct" '["x","y"]' ',"values":["1"]'
load "$count" '["x"]' ',"values":["1"]'
load '{"scope":"Entity"}' '["x"]'
load '{"scope":"Entity","aggregate":{"kind":"Mean"}}' '["x"]'
cmp it.state before
load "$count" '["x"]'
