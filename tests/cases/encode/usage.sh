# Usage errors say what is wrong and what was meant, and exit 2.
try() {
	esper-encode "$@" </dev/null
	echo "exit $?"
}
p=$TESTDATA/examples/plan.json
try
try --plam "$p"
try -p
try -p "$p" --max-rejects many
try -p "$p" --from noon
try -p "$p" --zstd=99
try -p "$p" -x
try --init extra
esper-encode --version
esper-encode --help | head -n 3
esper-encode --help | grep -c -e '--plan' -e '--check' -e '--init' -e '--tenant' -e '--from' -e '--to' \
	-e '--max-rejects' -e '--rejects' -e '--fail-fast' -e '--stats' -e '--output'
