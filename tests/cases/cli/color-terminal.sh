# --color=auto, the default, colours what goes to a terminal, unless NO_COLOR is set or TERM is dumb.
command -v script >/dev/null || {
	echo "script(1) is not installed"
	exit 77
}
export TERM=xterm
cp "$TESTDATA/examples/rules.json" .
echo '{"a":' >bad.json
# run COMMAND: on a terminal, escape sequences made visible
run() {
	echo "== $*"
	script -q -e -c "$*" /dev/null </dev/null | tr -d '\r' | sed "s/$(printf '\033')/^/g"
}
run "esper-decide --check rules.json"
run "esper-decide --check bad.json"
run "esper-decide --check rules.json | cat"
run "esper-decide --check bad.json 2>&1 | cat"
run "esper-decide --check rules.json >file; cat file"
run "NO_COLOR=1 esper-decide --check rules.json"
run "NO_COLOR=1 esper-decide --check bad.json"
run "NO_COLOR= esper-decide --check bad.json"
run "TERM=dumb esper-decide --check rules.json"
run "TERM=dumb esper-decide --check bad.json"
run "esper-decide --check rules.json --color=never"
run "esper-decide --check bad.json --color=never"
run "NO_COLOR=1 TERM=dumb esper-decide --check bad.json --color"
run "esper-encode --init -o /dev/null --frobnicate"
