# Entries are printed as they are, and chosen by actor, action, target and time; the last first, and a number of them; -t skips other tenants.
e=$TESTDATA/examples/audit.jsonl
esper-audit "$e" | cmp - "$e" && echo same
esper-audit <"$e" | cmp - "$e" && echo same
zstd -qc "$e" | esper-audit - | cmp - "$e" && echo same
esper-audit --reverse "$e" | tac | cmp - "$e" && echo same
ids() {
	echo "$*: $(esper-audit "$@" "$e" --stats 2>stats | jq -r .seq | tr '\n' ' ')" \
		"$(jq -c '[.events_in, .events_out, .events_skipped, .events_rejected]' stats)"
}
ids --actor 'b*'
ids --action '*.activate'
ids --target 'rules/?'
ids --target '*'
ids --actor alice --action 'encoding.*'
ids --from 2026-11-20T10:00:02Z --to 2026-11-20T10:00:04Z
ids --limit 2
ids --limit 0
ids --limit 2 --reverse
ids --limit 0 --reverse
ids --limit 99 --reverse --actor alice
ids -t acme --limit 1
ids -t other
esper-audit --format text "$e"
