# The next append sets a torn last line aside and records all its bytes; a line that only lacks its newline stays.
export ESPER_STORE=s ESPER_TENANT=acme ESPER_ACTOR=alice
f=s/acme/audit.jsonl
esper-audit --append --action one >first
try() {
	esper-audit --verify 2>&1 >out | sed 's/: torn.*//'
	jq -c '[.chain, .last_line]' out
	esper-audit --append --action two | jq -c '[.seq, .action]'
	esper-audit --verify | jq -c '[.chain, .last_line, .entries, .faults]'
	jq -c 'select(.action == "audit.repair") | [.actor, .target, .detail]' $f
	stat -c %a $f
	cp first $f
}
printf '{"audit_entry_id":"acme-2","tenant' >>$f
try
printf '\0\0\0\377' >>$f
try
printf '{"audit' >$f
try
esper-audit --append --action three >/dev/null
truncate -s -1 $f
try | sed 's/"sha256":"[0-9a-f]*"/"sha256":"_"/'
# bytes that are nobody's line: only a person can put that right
echo nonsense >>$f
esper-audit --append --action four
echo "exit $?"
tail -n 1 $f
# another tenant's
esper-audit -t other --append --action one >/dev/null
cp s/other/audit.jsonl $f
esper-audit --append --action four
echo "exit $?"
# a change of a version repairs, and says it, too
echo '{"fields":[]}' >plan.json
printf torn >s/other/audit.jsonl
esper-encode -t other --create plan.json
jq -c '[.seq, .action, .detail.text]' s/other/audit.jsonl
