# What cannot work in line, json_strings and each is an error of the plan, with its place and what to do.
while IFS= read -r runtime; do
	echo "{\"runtime\":{$runtime},\"fields\":[]}" >wrong.json
	esper-encode --check wrong.json 2>&1
done <<'END2'
"line":"%{a}%{b}"
"line":["%{a} %{b}","%{a} %{+b}"]
"line":"%{?a} %{b}"
"line":"%{a->} %{b}"
"line":"%{&a} %{*b}"
"line":"no key"
"line":""
"line":"%{a"
"line":"%{a %{b}"
"line":["%{a}","%{a} %{b}\\n"]
"line":"%{a\\nb}"
"line":[]
"line":7
"line":[null]
"line":{"pattern":"%{a}"}
"json_strings":"log"
"json_strings":[]
"json_strings":[7]
"json_strings":[""]
"json_strings":["a.*.b"]
"json_strings":["a[b=c].d"]
"each":"Records"
"each":[]
"each":[{"path":"a"}]
"each":["*.a"]
"each":["a.0.b"]
"each":["a[b=c].d"]
"lines":"%{a}"
"json_string":["a"]
"eachs":["a"]
"line":"%{a} %{json}","json_strings":["a"],"each":["r.*.b"]
END2
