# Anyone can check the chain with sed and sha256sum alone, whatever the texts are.
export ESPER_STORE=store ESPER_TENANT=acme ESPER_ACTOR='eve ","entry_hash":"'
add() {
	esper-audit --append "$@" >/dev/null || echo "exit $?"
}
add --action note
add --action 'a,"entry_hash":"b' --target 'x\","entry_hash'
add --action note --detail ' { "s" : ",\"entry_hash\":\"", "list" : [ 1 , "entry_hash", "entry_hash" ] } '
add --action note --detail '{"list":["entry_hash"],"value":"entry_hash"}'
add --action note --actor 'é	€'
f=store/acme/audit.jsonl
n=0 prev=$(printf %064d 0)
while [ $n -lt "$(wc -l <$f)" ]; do
	n=$((n + 1))
	hash=$(sed -n ${n}p $f | sed 's/,"entry_hash".*//' | head -n 1 | tr -d '\n' | sha256sum | cut -c 1-64)
	said=$(sed -n ${n}p $f | jq -r .entry_hash)
	before=$(sed -n ${n}p $f | jq -r .prev_hash)
	[ "$hash" = "$said" ] && [ "$before" = "$prev" ] && echo "entry $n is right"
	prev=$said
done
esper-audit --verify | jq -r .chain
esper-audit | jq -c '[.seq, .actor, .action, .target, .detail]'
# a detail with that name for a member would not be: it is refused, at any depth and however spelled
add --action note --detail '{"entry_hash":1}'
add --action note --detail '{"a":[{"b":1,"entry\u005fhash":2}]}'
add --action note --detail '{"a":{"b":1,"entry_hash":2},"a":1}'
wc -l <$f
