# $ESPER_TENANT is the tenant where -t names none; an empty one names none.
echo '{"fields":[]}' >plan.json
for tenant in a b a; do
	echo "{\"event_id\":\"$tenant\",\"tenant_id\":\"$tenant\",\"observed_at\":1}"
done >log
ESPER_TENANT=a esper-encode -p plan.json log | wc -l
ESPER_TENANT=a esper-encode -p plan.json -t b log | wc -l
ESPER_TENANT='' esper-encode -p plan.json log | wc -l
