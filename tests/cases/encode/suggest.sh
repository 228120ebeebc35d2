# --suggest makes a plan of a sample: on every sample log it passes --check, finds a time, and rejects nothing.
for log in "$TESTDATA"/logs/* "$TESTDATA"/cloudtrail.jsonl "$TESTDATA"/har.jsonl "$TESTDATA"/examples/logins.jsonl \
	"$TESTDATA"/examples/events.jsonl "$TESTDATA"/examples/trail.jsonl; do
	name=${log##*/}
	esper-encode --suggest "$log" >plan.json || { echo "$name: exit $?" && continue; }
	esper-encode --check plan.json >checked 2>&1 || cat checked
	esper-encode -q -p plan.json "$log" >events || echo "$name: exit $?"
	jq -c --arg name "$name" '[$name, .runtime.envelope.observed_at, .runtime.envelope.event_id, (.fields | length),
		[.fields[] | select(.parser == "IpAddress") | .name]]' plan.json
done
echo "layouts"
for name in apache-combined.log cri.log docker.jsonl cloudtrail.json; do
	esper-encode --suggest "$TESTDATA/logs/$name" | jq -c '.runtime | [.line, .each, .json_strings, .time_format]'
done
echo "parsers"
cat >log <<'END'
{"ts":1795168800.25,"n":1,"i":-1,"f":1.5,"b":true,"s":"a b","y":"ok","z":"007","when":"20.11.2026 10:00:00","ip":"192.0.2.1","tags":["a"],"same":1,"password":"x1"}
{"ts":1795168801.25,"n":2,"i":2,"f":2,"b":false,"s":"c d","y":"no-1","z":"010","when":"20.11.2026 10:00:01","ip":"2001:db8::1","tags":[],"same":1,"password":"x2"}
END
esper-encode --suggest log | jq -c '(.fields[] | [.name, .parser, .description]), .runtime'
esper-encode --suggest log >one && esper-encode --suggest <log | cmp - one && zstd -q log && esper-encode --suggest log.zst | cmp - one && echo same
echo "what cannot be"
: >empty
echo 'no json at all' >text
echo '{"a":1}' >timeless
for file in empty text timeless nowhere; do
	esper-encode --suggest "$file"
	echo "exit $?"
done
esper-encode --suggest log log
echo "exit $?"
