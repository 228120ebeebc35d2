# At one moment the order of inputs counts, then that of lines.
cat >plan.json <<'END'
{"fields":[{"name":"a","selector":{"kind":"RequestField","path":"a"},"parser":"U64"}]}
END
echo '{"rules":[]}' >rules.json
for i in 3 1 2; do
	echo '{"event_id":"x'$i'","observed_at":100,"a":1}'
	echo '{"event_id":"y'$i'","observed_at":99,"a":1}'
done >x
sed 's/x/v/;s/y/w/' x >v
esper-replay --type DecisionOnly -p plan.json -r rules.json -q x v | jq -r .event_id | xargs
esper-replay --type DecisionOnly -p plan.json -r rules.json -q v x | jq -r .event_id | xargs
