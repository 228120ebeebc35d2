# Normalizers run in the order of the plan, before the parser; Split out of range makes a field absent without a warning.
cat >plan.json <<'END'
{"fields":[
  {"name":"trim","selector":{"kind":"RequestField","path":"v"},"parser":"String","normalizers":["Trim"]},
  {"name":"lower","selector":{"kind":"RequestField","path":"v"},"parser":"String","normalizers":["Lowercase"]},
  {"name":"upper","selector":{"kind":"RequestField","path":"v"},"parser":"String","normalizers":["Uppercase"]},
  {"name":"collapse","selector":{"kind":"RequestField","path":"v"},"parser":"String","normalizers":["CollapseWhitespace"]},
  {"name":"second","selector":{"kind":"RequestField","path":"v"},"parser":"String","normalizers":[{"kind":"Split","separator":",","index":1},"Trim"]},
  {"name":"last","selector":{"kind":"RequestField","path":"v"},"parser":"U64","normalizers":[{"kind":"Split","separator":",","index":-1},"Trim"]},
  {"name":"plus","selector":{"kind":"RequestField","path":"v"},"parser":"String","normalizers":[{"kind":"Replace","from":"+","to":"00"},{"kind":"Replace","from":" ","to":""}]}
]}
END
while read -r v; do
	printf '{"observed_at":0,"v":%s}\n' "$v"
done <<'END' | esper-encode -p plan.json | sed 's/.*"fields"://'
"  A \t\n b  "
"Stra\u00dfe, \u00c9t\u00c9, \u03a3\u0436, 7"
"+49 30,+1"
12
["A", "b"]
""
END
