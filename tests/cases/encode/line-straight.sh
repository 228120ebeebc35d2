# Lines without %{json} are the same events and rejects whether JSON is written in between or not: a pattern with %{json} that never comes to its turn makes the difference.
cat >fields.json <<'END2'
[{"name":"a","selector":{"kind":"RequestField","path":"a"},"parser":"String"},
 {"name":"a_again","selector":{"kind":"RequestField","path":"a"},"parser":"Symbol"},
 {"name":"ab","selector":{"kind":"RequestField","path":"a.b"},"parser":"String"},
 {"name":"user_name","selector":{"kind":"RequestField","path":"userName"},"parser":"String"},
 {"name":"either","selector":{"kind":"RequestField","path":["none","list.*","list[k=v].x","user_name","a"]},"parser":"String"},
 {"name":"json","selector":{"kind":"RequestField","path":"a"},"parser":"Json"},
 {"name":"header","selector":{"kind":"Header","name":"x"},"parser":"String"},
 {"name":"cookie","selector":{"kind":"Cookie","name":"c"},"parser":"String"},
 {"name":"param","selector":{"kind":"QueryParam","name":"q"},"parser":"String"},
 {"name":"route","selector":{"kind":"RouteParam","name":"r"},"parser":"String"},
 {"name":"method","selector":{"kind":"Method"},"parser":"String"},
 {"name":"path","selector":{"kind":"Path"},"parser":"String"},
 {"name":"time","selector":{"kind":"ObservedAt"},"parser":"String"},
 {"name":"source","selector":{"kind":"SourceId"},"parser":"String"}]
END2
{
	printf '1 [a] b|c|d|e\n'
	printf '1 ["\\x22 \\"] \033[31m\t|\001|\303\251|]\r\n'
	printf '1 [] |||\n'
	printf '1 [{"k": [1, "]"]}] {"x":"h"}|c=1; d=2|?q=a+%%22"&q=b|{"r":1}\n'
	printf '1 [%0300d"] b|c|d|e\n' 7
	printf 'soon [a] b|c|d|e\n'
	printf ' [a] b|c|d|e\n'
	printf '1 [a \377] b|c|d|e\n'
	printf '\n \t\r\n'
	printf 'no such line\n'
	printf '2 GET /p/\\x22?q=1&c="2" HTTP/1.1|the first|the last|t\\1|"id"\n'
	printf '2 GET /p?q=1#f HTTP/1.1|the "first"|the "last"||\n'
	printf '2 -|||t|i\n'
	printf '3 <one>(two)\n'
	printf '3 <"one>(t"wo)\n'
	printf '3 <%s\n' '"\"\"\"\"">("\"\"\"\"")'
	printf '2026-11-20T10:00:00Z [x] y\n'
	printf '4 x'
} >log

# compares the ways for the patterns of $1; $2 is more of the runtime
both_ways() {
	for way in straight by-json; do
		more=
		[ $way = by-json ] && more=',"%{observed_at} [%{a}] %{json}"'
		echo "{\"runtime\":{$2\"line\":[$1$more]},\"fields\":$(cat fields.json)}" >plan.json
		esper-encode -p plan.json --rejects rejects log >$way.out 2>$way.err
		mv rejects $way.rejects
	done
	cmp straight.out by-json.out
	cmp straight.rejects by-json.rejects
	cmp straight.err by-json.err
}

one='"%{observed_at} [%{a}] %{headers}|%{cookies}|%{query}|%{route_params}"'
two='"%{observed_at} %{request}|%{userName}|%{user_name}|%{tenant_id}|%{event_id}"'
three='"%{observed_at} <%{a.b}>(%{a})","%{observed_at} %{A}"'

echo "every kind of place"
both_ways "$one,$two,$three"
jq -c '[.event_id[0:8], .tenant_id, .observed_at, .fields]' straight.out
jq -c '[.line, .code, .error]' straight.rejects

echo "a request line, a time with a format, and paths that are whole names"
both_ways "$one,$two,$three" '"time_format":["%s"],"envelope":{"request_line":"request","source_id":["a.b","userName"]},'
jq -c '[.source_id, .observed_at, .fields.method, .fields.path, .fields.param, .fields.user_name]' straight.out
both_ways "$one,$two,$three" '"flatten_objects":false,"normalize_field_names":false,'
jq -c '[.fields.a, .fields.ab, .fields.user_name, .fields.either]' straight.out | sort -u

echo "what needs JSON: a record without a time, strings that hold JSON, arrays of events"
both_ways '"%{at} [%{a}] %{headers}"'
jq -r .error straight.rejects | sort | uniq -c | sort -rn
both_ways "$one,$two,$three" '"json_strings":["a","headers"],'
jq -c 'select(.fields.header) | .fields.header' straight.out
both_ways "$one,$two,$three" '"json_strings":["a"],"each":["a.k","cookies"],'
wc -l <straight.out
both_ways "$one,$two,$three" '"each":["a","cookies"],'
wc -l <straight.out
