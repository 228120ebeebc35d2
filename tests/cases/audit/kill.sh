# Killed at any moment, an append leaves a chain that verifies, with every entry that it had told of.
export ESPER_STORE=s ESPER_TENANT=acme
f=s/acme/audit.jsonl
esper-audit --append --action start >told
for n in $(seq 100); do
	[ $((n % 10)) -eq 0 ] && printf '{"torn":%d' "$n" >>$f
	timeout -s KILL "0.00$((n % 9 + 1))" esper-audit -q --append --action "try.$n" >line 2>/dev/null && cat line >>told
done 2>/dev/null
esper-audit -q --append --action end >>told
esper-audit --verify | jq -c '[.chain, .sequence, .time, .last_line, .end]'
# what was told of is there, each once, and nothing twice
jq -r .entry_hash told | sort >a
jq -r .entry_hash $f | sort >b
comm -23 a b
uniq -d b
jq -r .action $f | grep -v '^audit.repair$' | sort | uniq -d
# every torn line is set aside once
jq -r 'select(.action == "audit.repair") | .detail.text' $f | grep -o '"torn":[0-9]*' | sort | uniq -c | tr -s ' '
ls -A s/acme
