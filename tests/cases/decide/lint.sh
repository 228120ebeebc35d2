# --check warns of what is hardly meant, by the plan too, and exits with 0
cat >plan.json <<'END'
{"runtime":{"default_decision":"Challenge"},"fields":[
 {"name":"email","selector":{"kind":"Header","name":"x"},"parser":"String"},
 {"name":"amount","selector":{"kind":"Header","name":"y"},"parser":"U64"}]}
END
cat >rules.json <<'END'
{"lists":{"used":{"values":["a"]},"unused":{"values":["a"]},"none":{"values":[]}},"rules":[
 {"rule_id":"same","priority":1,"outcome":"Challenge","expression":
  {"kind":"FieldIn","field_name":"email","list":"used"}},
 {"rule_id":"typo","priority":1,"outcome":"Block","expression":{"kind":"And","predicates":[
  {"kind":"FieldCmp","field_name":"amuont","operator":"Gt","other_field":"amount"},
  {"kind":"WindowCmp","group_by":["emial"],"seconds":9,"operator":"Ge","value":2,
   "where":{"kind":"FieldExists","field_name":"nothing_like_it"},
   "aggregate":{"kind":"Sum","field_name":"amount"}}]}},
 {"rule_id":"contrary","priority":1,"outcome":"Block","expression":{"kind":"And","predicates":[
  {"kind":"FieldCmp","field_name":"amount","operator":"Gt","value":10},
  {"kind":"FieldCmp","field_name":"amount","operator":"Le","value":10}]}},
 {"rule_id":"nobody","priority":1,"outcome":"Block","expression":
  {"kind":"FieldIn","field_name":"email","list":"none"}},
 {"rule_id":"all","priority":2,"final":true,"outcome":"Block","expression":
  {"kind":"HourBetween","from":0,"to":24}},
 {"rule_id":"never-asked","priority":3,"outcome":"Block","expression":{"kind":"FieldExists","field_name":"email"}},
 {"rule_id":"off","enabled":false,"outcome":"Block","expression":{"kind":"Or","predicates":[]}}]}
END
esper-decide --check rules.json -p plan.json
echo "status $?"
echo "without a plan"
esper-decide --check rules.json
echo "status $?"
esper-decide -q --check rules.json -p plan.json
