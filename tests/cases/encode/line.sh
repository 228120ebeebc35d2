# line takes lines apart that are no JSON: the first pattern that fits counts, what fits none or holds bad JSON is a reject with its own column, and a line's bytes stay its own.
cat >plan.json <<'END2'
{"runtime":{"line":["%{ip} - %{user} [%{t}] \"%{request}\" %{status} %{}","%{t} %{stream} %{flag} %{json}","<%{json}> %{ip} %{t}"],
  "time_format":"%d/%b/%Y:%H:%M:%S %z","envelope":{"observed_at":"t"}},
 "fields":[{"name":"ip","selector":{"kind":"RequestField","path":"ip"},"parser":"String"},
  {"name":"request","selector":{"kind":"RequestField","path":"request"},"parser":"String"},
  {"name":"status","selector":{"kind":"RequestField","path":"status"},"parser":"U64"},
  {"name":"ab","selector":{"kind":"RequestField","path":"a.b"},"parser":"String"}]}
END2
{
	printf '1.2.3.4 - - [20/Nov/2026:10:00:00 +0000] "GET /\033[31m\t\\x22?q="a"&b HTTP/1.1" 200 5 x\r\n'
	printf '2026-11-20T10:00:01Z stdout F {"a":{"b":"c\\n\303\251"}}\n'
	printf '\n \t\r\n'
	printf '2026-11-20T10:00:02Z stdout F {}\n'
	printf '2026-11-20T10:00:03Z stdout F {"ip":"in json","t":"2026-11-20T10:00:03.5Z"} \r\n'
	printf '<{"ip":"before","a.b":"x > {"}> after 2026-11-20T10:00:04Z\n'
	printf '<{ }>  2026-11-20T10:00:05Z\n'
	printf 'nothing of the kind\n'
	printf '2026-11-20T10:00:06Z stdout F [1]\n'
	printf '2026-11-20T10:00:06Z stdout F {"a":tru}\n'
	printf '2026-11-20T10:00:06Z stdout F {"a":1,}\r\n'
	printf '2026-11-20T10:00:06Z stdout F {"a":1} x\n'
	printf '2026-11-20T10:00:06Z stdout F {\n'
	printf '2026-11-20T10:00:06Z stdout F {"a":"\001"}\n'
	printf '<{"a":1,}> b 2026-11-20T10:00:06Z\n'
	printf '<{"a":[}> b 2026-11-20T10:00:06Z\n'
	printf '<{"a":"}> b 2026-11-20T10:00:06Z\n'
	printf '2026-11-20T10:00:06Z \377 F {"a":1}\n'
	printf '{"observed_at":1}\n'
	printf 'soon stdout F {"a":1}\n'
	printf '2026-11-20T10:00:07Z stdout F {"a":{"b":"the last has no newline"}}'
} >log
esper-encode -p plan.json --rejects rejects log | jq -c '[.observed_at, .fields]'
jq -c '[.line, .code, .error, .raw // .raw_base64]' rejects

echo "ids are of the line, a CR included; --dedup_lines or not is for esper-decide"
esper-encode -q -p plan.json log | head -n 1 | jq -r .event_id
printf 'sha256:%.32s\n' "$(head -n 1 log | tr -d '\n' | sha256sum)"

echo "an input is never a document, and a BOM is none of the line"
printf '\357\273\277[\n{"observed_at":1}]\n' | esper-encode -q -p plan.json --rejects more
jq -c '[.line, .code, .raw]' more

echo "many keys of a name, dropped keys, and texts around"
echo '{"runtime":{"line":"%{observed_at}|%{x}|%{x}|%{}|"},"fields":[{"name":"x","selector":{"kind":"RequestField","path":"x"},"parser":"String"}]}' >twice.json
printf '1|a|b|c|\n1|||\n1||||\n1|a|"|||\n' | esper-encode -p twice.json 2>&1 | jq -cR 'fromjson? // .' | jq -c 'if type == "object" then .fields else . end'
