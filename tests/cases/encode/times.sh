# observed_at in every form; what is missing, null or no time is rejected with its own code.
echo '{"fields":[]}' >plan.json
while read -r t; do
	printf '{"event_id":"e","observed_at":%s}\n' "$t"
done >log <<'END'
"2026-11-20T10:00:00Z"
"2026-11-20t10:00:00.5z"
"2026-11-20 10:00:00.123456789123+05:30"
0
-1
99999999999
100000000000
"99999999999999"
100000000000000
100000000000000000
9223372036854775807
1795168815.25
"1795168815.000001"
-0.5
"2024-02-29T23:59:59-23:59"
null
""
"2026-11-20"
"2026-11-20T10:00:00"
"2026-11-20T24:00:00Z"
"2026-11-20T23:59:60Z"
"2026-11-20T10:00:00+24:00"
"2023-02-29T00:00:00Z"
"1600-01-01T00:00:00Z"
"2300-01-01T00:00:00Z"
1.5e9
9223372036854775808
"now"
" 0"
true
[0]
{}
END
echo '{"event_id":"e"}' >>log
esper-encode -p plan.json --rejects rejects log 2>err | sed 's/.*"observed_at":"\([^"]*\)".*/\1/'
sed 's/"raw":.*//' rejects
tail -n 1 err
