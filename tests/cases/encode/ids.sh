# An event without an id gets sha256: and the first 32 digits of the SHA-256 of its line's bytes, a CR included; ids of other kinds become text.
echo '{"fields":[]}' >plan.json
{
	printf '{"observed_at":0}\n'
	printf '{"observed_at":0}\r\n'
	printf ' {"observed_at": 0, "event_id": null}\n'
	printf '{"observed_at":0,"event_id":""}\n'
	printf '{"observed_at":0,"x":"\303\251"}'
} >log
while IFS= read -r line || [ -n "$line" ]; do
	printf 'sha256:%s\n' "$(printf '%s' "$line" | sha256sum | cut -c 1-32)"
done <log >want
esper-encode -p plan.json log | sed 's/{"event_id":"\([^"]*\)".*/\1/' | cmp - want
wc -l <want
# the BOM is no part of the line
printf '\357\273\277' | cat - log | esper-encode -p plan.json | sed 's/{"event_id":"\([^"]*\)".*/\1/' | cmp - want
esper-encode -p plan.json <<'END'
{"observed_at":0,"event_id":17,"tenant_id":1.50,"source_id":true}
{"observed_at":0,"event_id":{"a" : [1, 2]},"tenant_id":"","source_id":"\u00e9\"\\\u0007"}
END
# a session's bucket may begin before the first time there is
echo '{"fields":[{"name":"m","selector":{"kind":"Method"},"parser":"String"}],"runtime":{"entity_identity_fields":["m"]}}' >plan.json
echo '{"observed_at":"1677-09-21T00:12:43.145224192Z","event_id":"x","method":"GET"}' | esper-encode -p plan.json
