# An entry is appended with what was said, by whom, and printed; the file is 0640, its folders 0750; what cannot be an entry is refused.
umask 0
esper-audit -S store -t acme --append --action deploy --actor alice --target web/1 --detail '{"build": 7}' >out
jq -c 'del(.recorded_at, .entry_hash)' out
cmp out store/acme/audit.jsonl && stat -c '%a %n' store store/acme store/acme/audit.jsonl
jq -r .recorded_at out | sed 's/[0-9]/9/g'
ESPER_ACTOR=bob esper-audit -S store -t acme --append --action deploy | jq -c '[.audit_entry_id, .actor, .target, .detail]'
[ "$(esper-audit -S store -t acme --append --action deploy | jq -r .actor)" = "$(id -un)" ] && echo "login name"
esper-audit -S store -t acme --verify | jq -c '[.chain, .entries]'
for tenant in '' . .. .hidden a/b ../acme "$(printf %065d 0)" 'a b' 'é'; do
	esper-audit -S store -t "$tenant" --append --action x
	echo "exit $?"
	esper-audit -S store -t "$tenant"
	echo "exit $?"
done
esper-audit -S store -t "$(printf %064d 0)" --append --action x | jq -r .seq
for detail in '[]' '1' '{' '{"a":1}}' ''; do
	esper-audit -S store -t acme --append --action x --detail "$detail"
	echo "exit $?"
done
esper-audit -S store -t acme --append --action ''
esper-audit -S store -t acme --append --action x --actor ''
esper-audit -S store -t acme --append
esper-audit -S store --append --action x
esper-audit -t acme --append --action x
esper-audit -S store -t acme --append --action x file
esper-audit -S store -t acme --append --action x --head
esper-audit --detail '{}' file
esper-audit --expect-head x --head file
esper-audit -S store -t nobody
esper-audit -S nowhere -t acme --verify
esper-audit -S store
# links are not followed
mkdir elsewhere && ln -s ../elsewhere store/linked && mkdir store/file && ln -s ../../elsewhere/a store/file/audit.jsonl
for tenant in linked file; do
	esper-audit -S store -t $tenant --append --action x
	esper-audit -S store -t $tenant
done
ls elsewhere
wc -l <store/acme/audit.jsonl
