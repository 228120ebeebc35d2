# Rule sets in a store: checked with their tests against the Active plan, lists taken along.
export ESPER_STORE=store ESPER_TENANT=acme
cp "$TESTDATA"/examples/plan.json "$TESTDATA"/examples/rules.json "$TESTDATA"/examples/events.jsonl .
# a window that only the plan allows
jq '.runtime.window_state_ttl_seconds = 900' plan.json >long.json
jq '.rules[0].expression.predicates[1].seconds = 600 | del(.tests, .lists)' rules.json >600.json
esper-decide --create 600.json
echo "exit $?"
esper-encode --create long.json
esper-decide --create 600.json
echo "exit $?"
esper-decide --create 600.json --encoding-version 1
esper-encode --activate 1
esper-decide --create 600.json
esper-decide --create 600.json -p plan.json
echo "exit $?"

# a test that fails is the answer no
jq '.rules[0].outcome = "Block"' rules.json >wrong.json
esper-decide -q --create wrong.json
echo "exit $?"
esper-decide -q --update 1 wrong.json
echo "exit $?"
echo '{"rules":[' | esper-decide --create -
echo "exit $?"
esper-decide --list | jq -c '[.version, .status]'

# a list's file is not needed any more
mkdir elsewhere
printf '# bad ones\n203.0.113.7\n198.51.100.0/24\n' >elsewhere/ips
echo '{"lists":{"a":{"values":["x"]},"bad":{"file":"ips"}}, "rules":[{"rule_id":"r","outcome":"Block",
	"expression":{"kind":"FieldIn","field_name":"email","list":"bad"}}]}' >elsewhere/rules.json
esper-decide -q --create elsewhere/rules.json
rm -r elsewhere
esper-decide --show 3 | jq -c .config.lists
esper-decide -q --activate 3
echo '{"observed_at":1,"body":{"request":{"email":"203.0.113.7"}}}' | esper-encode |
	esper-decide | jq -c '[.encoding_version, .rule_version, .decision]'
echo '{"observed_at":1,"body":{"request":{"email":"203.0.113.7"}}}' | esper-encode |
	esper-decide --rule-version 1 | jq -c '[.encoding_version, .rule_version, .decision]'

# what is shown can be stored again, for another tenant too
esper-decide --show 3 | esper-decide -q -t other --create - && cmp <<-END - store/other/rules/1.json
	$(sed 's/"acme"/"other"/; s/"version":3,"status":"Active"/"version":1,"status":"Draft"/' \
		store/acme/rules/3.json | sed "s/\"created_at\":\"[^\"]*\"/$(grep -o '"created_at":"[^"]*"' \
		store/other/rules/1.json)/")
END
# without a plan
esper-decide -t other --activate 1
echo '{"event_id":"e","tenant_id":"other","source_id":null,"observed_at":"2026-11-20T10:00:00Z",
"encoding_version":1,"entity_id":null,"session_id":null,"fields":{"email":"203.0.113.7"}}' | tr -d '\n' |
	esper-decide -t other | jq -c '[.rule_version, .decision]'

# but a file that was put there may not name one
echo '{"tenant_id":"acme","version":9,"status":"Draft","config":{"lists":{"bad":{"file":"../../../ips"}},
	"rules":[]},"created_at":"2026-11-20T10:00:00Z"}' >store/acme/rules/9.json
echo 203.0.113.7 >ips
esper-audit -q --append --action rules.record --target rules/9 --detail \
	"{\"version\":9,\"sha256\":\"$(sha256sum <store/acme/rules/9.json | cut -c 1-64)\"}" >/dev/null
esper-decide --rule-version 9 </dev/null
echo "exit $?"
