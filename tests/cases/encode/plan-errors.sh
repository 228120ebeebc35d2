# What is wrong with a plan is named with line, column, JSON path and the nearest name; exit 2, also by --check.
n=0
try() {
	n=$((n + 1))
	cat >plan.json
	esper-encode -p plan.json "$TESTDATA/examples/events.jsonl"
	echo "$n: exit $?"
}
try <<'END'
{
  "feilds": []
}
END
try <<'END'
{
  "fields": [
    { "name": "a", "selector": { "kind": "RequestFeild", "path": "a" }, "parser": "String" }
  ]
}
END
try <<'END'
{ "fields": [ { "name": "a", "selector": { "kind": "Header", "name": "a" }, "parser": "Sting" } ] }
END
try <<'END'
{ "fields": [ { "name": "a", "selector": { "kind": "Method" }, "parser": "String", "normalizers": ["Trm"] } ] }
END
try <<'END'
{ "fields": [ { "name": "a", "selector": { "kind": "Method" }, "parser": "String",
  "normalizers": [ { "kind": "Split", "separator": "", "index": 0 } ] } ] }
END
try <<'END'
{ "fields": [], "runtime": { "session_bucket_minute": 5 } }
END
try <<'END'
{ "fields": [], "runtime": { "envelope": { "observedat": "t" } } }
END
try <<'END'
{ "fields": [], "derived_fields": [ { "name": "a", "parser": "String",
  "expression": { "kind": "FieldRef", "field_name": "b" } } ] }
END
try <<'END'
{ "fields": [], "derived_fields": [ { "name": "a", "parser": "String",
  "expression": { "kind": "Constant", "value": null } } ] }
END
try <<'END'
{ "fields": [ 1, ] }
END
try <<'END'
{}
END
: | try
esper-encode -p none
echo "exit $?"
echo '{"fields":[{"name":"a","selector":{"kind":"Path"},"parser":"string"}]}' >plan.json
esper-encode --check plan.json
echo "exit $?"
