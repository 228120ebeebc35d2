# --init takes a name, apart or behind =; without one it prints the starter; `list` in any case lists; an unknown name is an error that says which was meant.
try() {
	esper-encode "$@" >out
	echo "$*: exit $?, $(head -n 1 out | cut -c 1-40)"
}
try --init
try --init list
try --init LIST
try --init=List
esper-encode --init list | cmp - out
try --init okta
try --init=okta
try okta --init
try -o plan.json --init okta
esper-encode --init okta | cmp - plan.json
try --init Okta
try --init nginx
try --init nginx-jsn
try --init audit
try --init frobnicate
try --init ''
try --init=
try --init okta waf
try --init=okta waf
try --init --check plan.json
