# A head that is signed with ssh-keygen confirms the chain later, and a chain that was cut off not.
command -v ssh-keygen >/dev/null || {
	echo "no ssh-keygen (openssh-client)"
	exit 77
}
export ESPER_STORE=store ESPER_TENANT=acme ESPER_ACTOR=alice
ssh-keygen -q -t ed25519 -N '' -C '' -f key
echo "auditor $(cat key.pub)" >allowed
esper-audit --append --action one >/dev/null
esper-audit --append --action two >/dev/null
esper-audit --head >head.json
ssh-keygen -q -Y sign -n esper-audit -f key head.json 2>/dev/null && ls head.json.sig
check() {
	ssh-keygen -q -Y verify -f allowed -I auditor -n esper-audit -s head.json.sig <head.json >/dev/null 2>&1 &&
		esper-audit --verify --expect-head @head.json >out
	echo "exit $?: $(jq -r .end out)"
}
check
esper-audit --append --action three >/dev/null
check
f=store/acme/audit.jsonl
head -n 1 $f >cut && cat cut >$f
check
# a head that somebody made up has no signature
: >out
esper-audit --head >head.json
check
# as the page has it, in one line
esper-audit --head | ssh-keygen -Y sign -n esper-audit -f key 2>/dev/null | head -n 1
