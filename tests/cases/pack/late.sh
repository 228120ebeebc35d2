# Why events were too late is said in the same words whether or not frames were passed over.
for file in a b; do
	awk -v name=$file 'BEGIN {
		for (i = 0; i < 40; i++)
			printf "{\"event_id\":\"%s%d\",\"observed_at\":%d,\"entity_id\":\"u\",\"fields\":{\"x\":\"%0300d\"}}\n", name, i, 1795168800 + i * 300, i
	}' >$file
	esper-encode -q --pack --encoded --frame-size 1K -o $file.zst $file
done
echo '{"rules":[]}' >rules.json
esper-decide -r rules.json --from 2026-11-20T10:30:00Z a b 2>want >plain
for more in '' --no-index -j4; do
	# shellcheck disable=SC2086 # an option
	esper-decide -r rules.json $more --from 2026-11-20T10:30:00Z a.zst b.zst 2>&1 >out |
		sed 's/\.zst//g' | cmp - want
	cmp plain out
done
grep -o '[ab] begins earlier than [ab]' want
