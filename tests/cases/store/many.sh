# Many processes at once neither lose nor double a version, nor an audit entry.
export ESPER_STORE=store ESPER_TENANT=acme
echo '{"fields":[]}' >plan.json
for worker in 1 2 3 4 5 6 7 8; do
	i=0
	while [ $i -lt 25 ]; do
		i=$((i + 1))
		esper-encode --create plan.json --actor $worker
	done >numbers.$worker &
done
wait
cat numbers.* | sort -n | uniq | wc -l
cat numbers.* | sort -n | tail -n 1
esper-encode --list | jq -s -c '[length, .[0].version, .[-1].version]'
jq -s -c 'map(.target) | [length, (unique | length)]' store/acme/audit.jsonl
jq -s -c 'map(.seq) == [range(1; 201)]' store/acme/audit.jsonl
jq -s -c '[.[1:], .[:-1]] | transpose | all(.[0].prev_hash == .[1].entry_hash)' store/acme/audit.jsonl
jq -s -c 'map(.recorded_at) | . == sort' store/acme/audit.jsonl
for worker in 1 2 3 4 5 6 7 8; do
	esper-encode --activate $worker &
	esper-encode --list >list.$worker &
done
wait
# whoever looked saw one Active version, or none yet
cat list.* | jq -c 'select(.status == "Active") | .version' | wc -l | awk '{ print $1 <= 8 }'
esper-encode --list | jq -r .status | sort | uniq -c | awk '{ print $1, $2 }'
find store -name '*.new'
