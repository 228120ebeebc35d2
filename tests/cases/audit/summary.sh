# A summary: entries by action and by actor, the versions that are Active, jobs by their last status; a line a tenant.
e=$TESTDATA/examples/audit.jsonl
esper-audit --summary "$e"
esper-audit --summary --format text "$e"
esper-audit --summary --actor bob "$e" | jq -c '[.entries, .by_action]'
sed 's/acme/other/g' "$e" | cat "$e" - "$e" | esper-audit --summary | jq -c '[.tenant_id, .entries, .active]'
