# time_zone and time_format say how observed_at and Timestamp fields are read; what cannot work is an error of the plan, with its place.
cat >plan.json <<'END'
{"runtime":{"time_zone":"+02:00","time_format":["%d/%b/%Y:%H:%M:%S %z","%d.%m.%Y %H:%M"],"envelope":{"observed_at":"t"}},
 "fields":[{"name":"due","selector":{"kind":"RequestField","path":"due"},"parser":"Timestamp"}]}
END
cat >log <<'END'
{"t":"20/Nov/2026:11:00:00 +0100"}
{"t":"20/Nov/2026:11:00:00 +0100"}
{"t":"20/Nov/2026:11:00:01 +0100"}
{"t":"20.11.2026 12:00","due":"21.11.2026 00:00"}
{"t":"2026-11-20T12:00:00","due":"2026-11-20 12:00:00,5"}
{"t":"2026-11-20T10:00:00Z","due":1795168800}
{"t":1795168800.5,"due":"20/nov/2026:10:00:00 GMT"}
{"t":"2026-11-20 10:00:00 UTC","due":"soon"}
{"t":"20.11.2026"}
{"t":"31.11.2026 12:00"}
END
esper-encode -p plan.json --rejects rejects log | jq -c '[.observed_at, .fields.due, .warnings[0].error]'
jq -r .error rejects

echo "a format wins over RFC 3339"
cat >shadow.json <<'END'
{"runtime":{"time_zone":"+02:00","time_format":"%Y-%m-%dT%H:%M:%SZ"},"fields":[{"name":"t","selector":{"kind":"ObservedAt"},"parser":"String"}]}
END
echo '{"observed_at":"2026-11-20T12:00:00Z"}' | esper-encode -p shadow.json | jq -c '[.observed_at, .fields.t]'

echo "the spellings of other programs need neither"
echo '{"fields":[]}' >bare.json
for t in '2026-11-20T10:00:00+0000' '2026-11-20 10:00:00,250 +00' '2026-11-20 10:00:00 GMT'; do
	echo "{\"observed_at\":\"$t\"}"
done | esper-encode -p bare.json | jq -r .observed_at

echo "errors of plans"
while IFS= read -r runtime; do
	echo "{\"runtime\":{$runtime},\"fields\":[]}" >wrong.json
	esper-encode --check wrong.json 2>&1
done <<'END'
"time_zone":"Europe/Berlin"
"time_zone":"Z"
"time_zone":2
"time_zone":"+2:00"
"time_zone":null
"time_format":"%Y-%m-%d"
"time_format":"%Y-%m-%d %Q %z"
"time_format":"%Y-%m-%d %Y %z"
"time_format":"%H:%M %z"
"time_format":[]
"time_format":["%s",7]
"time_format":"%s %"
"time_format":""
"time_formats":"%s"
END
