# Plans that read different times: each side decides at its own, and the decisions of a line meet.
plan() {
	echo "{\"version\":$2,\"config\":{\"runtime\":{\"entity_identity_fields\":[\"user\"],\"envelope\":{\"observed_at\":\"$1\"$3}},
		\"fields\":[{\"name\":\"user\",\"selector\":{\"kind\":\"RequestField\",\"path\":\"user\"},\"parser\":\"String\"}]}}"
}
plan begun 1 >old
plan ended 2 >new
cat >rules <<'END'
{"rules":[{"rule_id":"second","outcome":"Challenge","expression":{"kind":"WindowCmp","scope":"Entity","seconds":100,"operator":"Eq","value":2}},
	{"rule_id":"third","outcome":"Block","expression":{"kind":"WindowCmp","scope":"Entity","seconds":100,"operator":"Ge","value":3}}]}
END
cat >log <<'END'
{"event_id":"a","user":"u","begun":10,"ended":50}
{"event_id":"b","user":"u","begun":20,"ended":30}
{"event_id":"c","user":"u","begun":25,"ended":25}
{"event_id":"d","user":"u","begun":40}
{"event_id":"e","user":"u","ended":60}
{"event_id":"f","user":"v","begun":60,"ended":210}
{"event_id":"g","user":"v","begun":200,"ended":200}
{"event_id":"h","user":"w","begun":205,"ended":199}
END
show() {
	jq -c '[.job.events_processed, .job.events_skipped, .job.events_failed], (.comparison
		| [.events, .changed, .changes, .unchanged, .by_hour, .failures], .examples == input)' report - <<END
$(jq -c -s . changes)
END
	jq -c '[.event_id, .observed_at, .from, .to, .from_rule, .to_rule, .first_difference]' changes
}
echo "all"
esper-replay --type DryRun --max-rejects 1 -q -p new --baseline-plan old -r rules --changes changes log >report
show
echo "a range: what is outside of one side's is Skipped there"
esper-replay --type DryRun --max-rejects 1 -q -p new --baseline-plan old -r rules --changes changes --from @26 --to @202 log >report
show
echo "the decisions are the candidate's"
esper-replay --type DecisionOnly --max-rejects 1 -q -p new -r rules log >alone
esper-replay --type DecisionOnly --max-rejects 1 -q -p new --baseline-plan old -r rules log | cmp - alone
echo "another tenant's"
plan begun 1 ',"tenant_id":"of"' >old
esper-replay --type DryRun --max-rejects 1 -q -t x -p new --baseline-plan old -r rules --changes changes - >report <<'END'
{"event_id":"a","user":"u","begun":10,"ended":10,"of":"y"}
{"event_id":"b","user":"u","begun":20,"ended":20,"of":"x"}
{"event_id":"c","user":"u","begun":25,"ended":25,"tenant_id":"y"}
END
show
echo "the warm-up makes no difference to what stands where"
field='{"name":"user","selector":{"kind":"RequestField","path":"user"},"parser":"String"'
echo "{\"fields\":[$field}]}" >old
echo "{\"runtime\":{\"envelope\":{\"observed_at\":\"ended\"}},\"fields\":[$field,\"normalizers\":[\"Uppercase\"]}]}" >new
cat >log <<'END'
{"event_id":"a","user":"u","observed_at":7200,"ended":10000}
{"event_id":"b","user":"u","observed_at":7202,"ended":100}
{"event_id":"c","user":"u","observed_at":200,"ended":7300}
{"event_id":"d","user":"u","observed_at":7201,"ended":99999}
END
echo '{"rules":[{"rule_id":"r","outcome":"Allow","expression":{"kind":"FieldExists","field_name":"user"}}]}' >exists
for warmup in all 0s; do
	esper-replay --type DryRun -q -p new --baseline-plan old -r exists --changes changes --warmup $warmup \
		--from @3600 --to @20000 log >report
	show
	jq -c '.comparison.fields[] | del(.examples)' report
done
