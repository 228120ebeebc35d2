# A count that straddles --from is right with --warmup all and with a long enough one: in memory, spilled, over two overlapping files.
cat >plan.json <<'END'
{"config":{"runtime":{"entity_identity_fields":["user"]},
 "fields":[{"name":"user","selector":{"kind":"RequestField","path":"user"},"parser":"String"}]}}
END
cat >rules.json <<'END'
{"rules":[{"rule_id":"four","outcome":"Challenge","expression":
 {"kind":"WindowCmp","scope":"Entity","seconds":100,"operator":"Ge","value":4}}]}
END
# users of their own around those of u, which has one event every 20 s
awk 'BEGIN {
	for (i = 0; i < 6000; i++) {
		at = 1795132800 + i / 10
		printf "{\"event_id\":\"p%d\",\"observed_at\":%.1f,\"user\":\"p%d\"}\n", i, at, i
		if (i % 200 == 0)
			printf "{\"event_id\":\"u%d\",\"observed_at\":%.2f,\"user\":\"u\"}\n", i, at + .05
	}
}' >day
awk 'NR % 2 && NR < 4000' day >odd
awk 'NR % 2 == 0 || NR >= 4000' day >even
awk '{ print NR * 7919 % 6037 "\t" $0 }' day | sort -n | cut -f 2- >shuffled
zstd -q even
set -- --type DecisionOnly -p plan.json -r rules.json -q --from @1795133101 --to @1795133150
decided() {
	jq -r 'select(.entity_id == "u") | .event_id + " " + .decision' | xargs
}
for warmup in all 100s 61s 41s 30s 0s; do
	echo "$warmup: $(esper-replay "$@" --warmup $warmup day | decided)"
	esper-replay "$@" --warmup $warmup day >want
	for files in day shuffled 'odd even.zst' 'even.zst odd'; do
		# shellcheck disable=SC2086
		esper-replay "$@" --warmup $warmup --buffer-size 64K $files | cmp - want
	done
	esper-replay "$@" --warmup $warmup --buffer-size 64K <shuffled | cmp - want
done
