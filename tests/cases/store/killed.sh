# Killed at a hundred random moments, nothing is half there: files and history tell the same.
export ESPER_STORE=store ESPER_TENANT=acme ESPER_ACTOR=me
echo '{"fields":[]}' >plan.json
esper-encode --create plan.json
esper-encode --create plan.json
i=0
while [ $i -lt 100 ]; do
	i=$((i + 1))
	case $((i % 4)) in
	0) esper-encode --create plan.json & ;;
	1) esper-encode --activate 1 & ;;
	2) esper-encode --activate 2 & ;;
	3) esper-encode --delete $((i / 4)) & ;;
	esac
	n=0
	while [ $n -lt $((i * 37 % 101 * 300)) ]; do
		n=$((n + 1))
	done
	kill -9 $! 2>/dev/null
	wait $!
done >/dev/null 2>&1
esper-encode --list 2>/dev/null >list || echo "does not open"
[ -e store/acme/change.json ] && echo "half there"
# the history is a chain, and its versions are those that there are
esper-encode --create plan.json >last || echo "cannot be changed"
esper-encode --list >list
jq -s -c '[.[1:], .[:-1]] | transpose | all(.[0].prev_hash == .[1].entry_hash)' store/acme/audit.jsonl
while IFS= read -r line; do
	[ "$(printf %s "${line%,\"entry_hash\"*}" | sha256sum | cut -c 1-64)" = \
		"$(printf %s "$line" | jq -r .entry_hash)" ] || echo "$line"
done <store/acme/audit.jsonl
jq -s -c 'map(select(.action == "encoding.create").target) - map(select(.action == "encoding.delete").target)
	| map(split("/")[1] | tonumber)' store/acme/audit.jsonl >told
jq -s -c 'map(.version)' list | cmp - told
[ "$(jq -r 'select(.status == "Active").version' list)" = \
	"$(jq -r 'select(.action == "encoding.activate").detail.version' store/acme/audit.jsonl | tail -n 1)" ] ||
	echo "another one is Active"
find store -name '*.new'
[ "$(cat last)" = "$(jq -s 'map(.version) | max' list)" ]
