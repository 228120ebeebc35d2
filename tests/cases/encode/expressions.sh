# Every expression gives what the contract says, and is absent where a part of it is.
cat >plan.json <<'END'
{"fields":[
  {"name":"a","selector":{"kind":"RequestField","path":"a"},"parser":"String"},
  {"name":"b","selector":{"kind":"RequestField","path":"b"},"parser":"U64"}
],"derived_fields":[
  {"name":"ref","parser":"String","expression":{"kind":"FieldRef","field_name":"b"}},
  {"name":"number","parser":"U64","expression":{"kind":"Constant","value":42}},
  {"name":"first","parser":"String","expression":{"kind":"FirstNonEmpty","parts":[
    {"kind":"FieldRef","field_name":"a"},{"kind":"FieldRef","field_name":"b"},{"kind":"Constant","value":"none"}]}},
  {"name":"concat","parser":"String","expression":{"kind":"Concat","delimiter":"|","parts":[
    {"kind":"FieldRef","field_name":"a"},{"kind":"FieldRef","field_name":"b"},{"kind":"FieldRef","field_name":"first"}]}},
  {"name":"either","parser":"Symbol","expression":{"kind":"Conditional","predicate":{"kind":"FieldExists","field_name":"a"},
    "then":{"kind":"Constant","value":"with-a"},"else":{"kind":"Conditional","predicate":{"kind":"FieldExists","field_name":"b"},
      "then":{"kind":"FieldRef","field_name":"b"}}}},
  {"name":"sum","parser":"U64","expression":{"kind":"FieldRef","field_name":"a"}}
],"actions":[
  {"field_name":"action","parser":"Symbol","normalizers":["Lowercase"],"expression":{"kind":"Concat","delimiter":".",
    "parts":[{"kind":"Constant","value":"ACT"},{"kind":"FieldRef","field_name":"either"}]}}
]}
END
esper-encode -p plan.json <<'END' | sed 's/.*"fields"://'
{"observed_at":0,"a":"x\"y","b":7}
{"observed_at":0,"b":7}
{"observed_at":0,"a":"","b":7}
{"observed_at":0,"a":"12"}
{"observed_at":0}
END
