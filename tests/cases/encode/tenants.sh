# With -t T (or ESPER_TENANT) other tenants' events are skipped before anything else is judged; one without a tenant is T's.
p=$TESTDATA/examples/plan.json
cat >log <<'END'
{"event_id":"1","tenant_id":"acme","observed_at":1,"body":{"request":{"email":"a"}}}
{"event_id":"2","tenant_id":"other","observed_at":1,"body":{"request":{"email":"a"}}}
{"event_id":"3","tenant_id":"other","observed_at":"bad"}
{"event_id":"4","observed_at":1,"body":{"request":{"email":"a"}}}
{"event_id":"5","tenant_id":null,"observed_at":1,"body":{"request":{"email":"a"}}}
{"event_id":"6","tenant_id":"acme","observed_at":"bad"}
{"event_id":"7","tenant_id":"","observed_at":1,"body":{"request":{"email":"a"}}}
{"event_id":"8","tenant_id":"acme"
END
esper-encode -t acme -p "$p" --stats=stats log | cut -d, -f1,2
sed 's/"elapsed_seconds":[0-9.]*/"elapsed_seconds":_/' stats
echo "environment"
ESPER_TENANT=other esper-encode -q -p "$p" log | cut -d, -f1,2
echo "all"
esper-encode -q -p "$p" log | cut -d, -f1,2
