# Each parser takes what it should and writes it in one way; what it does not take is left out with a warning.
{
	echo '{"fields":['
	for parser in String Symbol Bool U64 I64 F64 IpAddress Timestamp Duration Json; do
		echo "{\"name\":\"$parser\",\"selector\":{\"kind\":\"RequestField\",\"path\":\"v\"},\"parser\":\"$parser\"},"
	done
	echo '{"name":"end","selector":{"kind":"Method"},"parser":"String"}]}'
} >plan.json
while read -r v; do
	printf '{"observed_at":0,"v":%s}\n' "$v"
done <<'END' | esper-encode -q -p plan.json | sed 's/.*"fields"://'
"text"
""
true
"Yes"
0
"-0"
-5
"0017"
18446744073709551615
-9223372036854775808
1.50
"1e21"
1E400
"192.0.2.1:8080"
"[2001:DB8:0:0::1]:443"
"::ffff:1.2.3.4"
"01.2.3.4"
"2026-11-20 10:00:00.120+01:00"
1795168815250
"2026-02-30T00:00:00Z"
"1h30m"
"PT0.25S"
{"a" : [1, 2.0, "\u00e9"], "a": null}
[]
"{\"a\" : 1}"
"\"x\\ty\""
null
"\u00e9\u0000\"\\/"
"a very long text that is no number at all, and that goes on and on, far beyond what anybody would want to read"
END
