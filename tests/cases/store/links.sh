# No symbolic link inside a store is followed; the store itself may be one.
export ESPER_TENANT=acme
cp "$TESTDATA"/examples/plan.json .
esper-encode -S real --create plan.json
ln -s real store
export ESPER_STORE=store
esper-encode --create plan.json
cp -r real outside
try() {
	esper-encode "$@"
	echo "exit $?"
}
# a version, the lock, the history, a folder of versions, the tenant
ln -s ../../../outside/acme/encoding/1.json real/acme/encoding/3.json
try --show 3
try --activate 3
try --list
rm real/acme/encoding/3.json
for name in .lock audit.jsonl encoding; do
	mv real/acme/$name aside
	ln -s ../../outside/acme/$name real/acme/$name
	try --activate 1
	esper-audit --append --action x >/dev/null
	rm real/acme/$name
	mv aside real/acme/$name
done
ln -s ../outside/acme real/linked
try -t linked --list
try -t linked --create plan.json
# what is written replaces a link, and does not go through it
: >victim
ln -s ../../../victim real/acme/encoding/3.json.new
ln -s ../../victim real/acme/change.json.new
try --create plan.json
wc -c <victim
diff -r outside/acme real/acme | grep -c '^Only in outside'
wc -l <outside/acme/audit.jsonl
esper-encode --list | jq -c '[.version, .status]'
