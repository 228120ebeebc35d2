# What a pattern must not have is named with its place and what to write instead; a star that is escaped at the end is a warning
check() {
	esper-encode --check "$1" 2>&1
	echo "exit $?"
}
cat >bad.json <<'END'
{"fields":[
 {"name":"a","selector":{"kind":"Path"},"parser":"String","normalizers":[{"kind":"Extract","pattern":"id=(\\d+)","group":1}]},
 {"name":"b","selector":{"kind":"Path"},"parser":"String","normalizers":[{"kind":"Extract","pattern":"id=(.*?);","group":1}]},
 {"name":"c","selector":{"kind":"Path"},"parser":"String","normalizers":[{"kind":"Extract","pattern":"id=([^;]*)","group":2}]},
 {"name":"d","selector":{"kind":"Path"},"parser":"String","normalizers":["Extract","base64"]}],
 "actions":[{"field_name":"e","parser":"String","expression":{"kind":"Conditional","then":{"kind":"Constant","value":"x"},
  "predicate":{"kind":"Or","predicates":[
   {"kind":"FieldMatches","field_name":"a","pattern":"(a)\\1"},
   {"kind":"regex","field_name":"a","pattern":"a"},
   {"kind":"FieldIn","field_name":"a","values":[],"any":true,"all":true},
   {"kind":"FieldExists","field_name":"a","any":true}]}}}]}
END
check bad.json
cat >star.json <<'END'
{"fields":[{"name":"dir","selector":{"kind":"Path"},"parser":"String"}],
 "actions":[{"field_name":"e","parser":"String","expression":{"kind":"Conditional","then":{"kind":"Constant","value":"x"},
  "predicate":{"kind":"FieldLike","field_name":"dir","patterns":["C:\\\\Temp\\\\*","C:\\Temp\\*"]}}}]}
END
check star.json
