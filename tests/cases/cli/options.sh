# Options may be cut short, mixed with operands and clustered; what is unknown, ambiguous or wrong is named, with the nearest name, and exits 2.
p=$TESTDATA/examples/plan.json
head -n 2 "$TESTDATA/examples/events.jsonl" >log
try() {
	esper-encode -p "$p" "$@" log >out 2>err
	echo "exit $? lines $(wc -l <out) [$*] $(cat err)"
}
for good in --outp=out2 --max-rej=1 --max-line=64k --max-line=1MiB --max-line=1G -qz3 -zq -qj1 -j2 --color=never \
	--from=-90m '--max-rejects=0.0000001%' --stat=st; do
	try "$good" 2>&1 | sed 's/lines [^0 ][^ ]*/lines _/'
done
for bad in --rejcts --PLAN=x --max --max-rejects --nonsense=1 --quiet=1 -x -qx --jobs=0 -j --jobs=9999 --zstd=0 -zx \
	--max-line=0 --max-line=2G --max-line=1KB --max-line=99999999999999999999 --max-line= --color=alwys --max-rejects=-1 \
	--max-rejects=101% --max-rejects=100.1% --max-rejects=.5% --max-rejects=5.% --max-rejects=% --to=never --to=9999-12-31 --output= \
	--tenant= --stats= --rejects=-; do
	try $bad
done
try --from 2026-01-02 --to 2026-01-01
try --rejects same -o same
try --stats=same --rejects same
ls
