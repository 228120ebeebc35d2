# A version whose file is not the document in the history is used by no program, and --verify names it; what was put back is used again.
export ESPER_STORE=store ESPER_TENANT=acme ESPER_ACTOR=me
cp "$TESTDATA"/examples/*.json* .
for n in 1 2 3; do
	jq --arg n $n '.summary = $n' plan.json >p.json
	jq --arg n $n '.summary = $n' rules.json >r.json
	esper-encode -q --create p.json
	esper-decide -q --create r.json
	[ $n -eq 3 ] || esper-encode -q --activate $n
	[ $n -eq 3 ] || esper-decide -q --activate $n
done >/dev/null
esper-encode -q events.jsonl >encoded
esper-replay -q --type DryRun --submit events.jsonl >job
esper-decide --create rules.json 2>/dev/null
esper-decide --delete 4
cp -rp store base
rules=store/acme/rules
verify() {
	esper-audit -q --verify >verdict
	echo "verify: exit $?, $(jq -c '[.chain, .documents, [.differing[].file]]' verdict)"
}
# again WHAT: the store as it was
again() {
	echo "# $*"
	rm -rf store
	cp -rp base store
}
exits() {
	"$@" >out </dev/null
	echo "exit $?: $*"
}

again "the Active one"
verify
sed -i s/Challenge/Allow/ $rules/2.json
for options in '' '--rule-version 2' --list '--show 2' '--diff 1 2' '--activate 1' '--retire 2'; do
	# shellcheck disable=SC2086 # words are meant
	exits esper-decide -q $options
done
exits esper-replay -q --type DryRun events.jsonl
exits esper-replay -q --run-pending
esper-replay -q --list | jq -c '[.job_id, .status, .error]'
exits esper-decide -q --rule-version 1
verify
sed -i s/Allow/Challenge/ $rules/2.json
cp base/acme/rules/2.json $rules
exits esper-decide -q encoded
verify

again "a plan, for the three programs that use it"
printf ' ' >>store/acme/encoding/2.json
exits esper-encode -q
exits esper-decide -q
exits esper-replay -q --type DryRun events.jsonl
verify

again "which one is Active"
sed -i 's/"Active"/"Retired"/' $rules/2.json
exits esper-decide -q
sed -i 's/"Retired"/"Active"/' $rules/1.json
exits esper-decide -q
verify

again "another one that says so is not asked"
sed -i 's/"Retired"/"Active"/' $rules/1.json
esper-decide -q encoded | jq -s -c 'map(.rule_version) | unique'
exits esper-decide -q --rule-version 1

again "an older one, and a file of another number"
esper-decide -q --retire 2
cp base/acme/rules/2.json $rules/2.json
exits esper-decide -q
sed 's/"version":1/"version":3/' $rules/1.json >$rules/3.json
exits esper-decide -q --rule-version 3
verify

again "removed: nothing takes its place, nor its number"
rm $rules/2.json $rules/3.json
exits esper-decide -q
exits esper-decide -q --list
verify
esper-decide -q --create rules.json

again "added, deleted, cut"
sed 's/"version":1/"version":9/' $rules/1.json >$rules/9.json
sed 's/"version":3/"version":4/' $rules/3.json >$rules/4.json
: >$rules/3.json
exits esper-decide -q --rule-version 9
exits esper-decide -q --rule-version 4
exits esper-decide -q --rule-version 3
verify

again "a Draft can be replaced or deleted, and the history says what was found"
sed -i s/Challenge/Allow/ $rules/3.json
found=$(sha256sum <$rules/3.json | cut -c 1-64)
exits esper-decide -q --activate 3
exits esper-decide -q --update 3 rules.json
tail -n 1 store/acme/audit.jsonl | jq -c --arg found "$found" '[.action, .detail.found_sha256 == $found]'
verify
echo nonsense >$rules/3.json
exits esper-decide -q --update 3 rules.json
rm $rules/3.json
exits esper-decide -q --update 3 rules.json
tail -n 1 store/acme/audit.jsonl | jq -c '[.action, (.detail | has("found_sha256")), .detail.found_sha256]'
verify
echo nonsense >$rules/3.json
exits esper-decide -q --delete 3
tail -n 1 store/acme/audit.jsonl | jq -c '[.action, .detail.found_sha256 != null]'
sed -i 's/"Active"/"Draft"/' $rules/2.json
exits esper-decide -q --update 2 rules.json
exits esper-decide -q --delete 2
verify

again "an operator vouches for a file"
sed -i s/Challenge/Allow/ $rules/2.json
esper-audit -q --append --action rules.record --target rules/2 --detail "$(
	printf '{"version":2,"sha256":"%s"}' "$(sha256sum <$rules/2.json | cut -c 1-64)"
)" >/dev/null
exits esper-decide -q encoded
verify

again "a history that is damaged proves nothing"
line=$(grep -n '"rules.activate"' store/acme/audit.jsonl | tail -n 1 | cut -d : -f 1)
sed -i "${line}s/\"me\"/\"you\"/" store/acme/audit.jsonl
exits esper-decide -q encoded
exits esper-decide -q --create rules.json
verify

again "torn by a crash, it is whole up to there"
printf '{"audit_entry_id":"acme-15","tenant_id":"acme","seq":15,"actor":"me","action":"rules.retire","target":"rules/2"' >>store/acme/audit.jsonl
exits esper-decide -q encoded
verify

again "its beginning, its end, all of it"
sed -i 1,7d store/acme/audit.jsonl
exits esper-encode -q --encoding-version 1
exits esper-decide -q encoded
verify
cp base/acme/audit.jsonl store/acme
sed -i "$line,\$d" store/acme/audit.jsonl
exits esper-decide -q encoded
verify
rm store/acme/audit.jsonl
exits esper-decide -q encoded
