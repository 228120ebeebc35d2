# Each plan that comes with Esper reads the sample of its log: no reject, no warning, no field that nothing has.
for name in $(esper-encode --init list | sed 's/ .*//'); do
	echo "== $name"
	esper-encode --init "$name" >plan.json
	esper-encode --check plan.json >checked || cat checked
	esper-encode -p plan.json "$TESTDATA/logs/$name".* >encoded
	status=$?
	[ $status -eq 0 ] || echo "exit $status"
	# ids that are made from the line say nothing
	jq -c '[(.event_id | sub("^sha256:.*"; "sha256")), .source_id, .observed_at, .entity_id],
	    .fields, (.warnings | values)' encoded
done
