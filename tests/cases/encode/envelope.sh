# The envelope says where members are, and then they are nowhere else; what it does not name is where it always is.
cat >plan.json <<'END'
{"runtime":{"envelope":{"tenant_id":"meta.account","event_id":"meta.id","source_id":"origin","observed_at":"ts",
  "method":"req.verb","path":"req.url","query":"req.args","headers":"req.head","cookies":"req.jar","route_params":"req.route"}},
 "fields":[
  {"name":"method","selector":{"kind":"Method"},"parser":"String"},
  {"name":"path","selector":{"kind":"Path"},"parser":"String"},
  {"name":"q","selector":{"kind":"QueryParam","name":"q"},"parser":"String"},
  {"name":"host","selector":{"kind":"Header","name":"Host"},"parser":"String"},
  {"name":"sid","selector":{"kind":"Cookie","name":"sid"},"parser":"String"},
  {"name":"id","selector":{"kind":"RouteParam","name":"id"},"parser":"String"},
  {"name":"source","selector":{"kind":"SourceId"},"parser":"String"},
  {"name":"at","selector":{"kind":"ObservedAt"},"parser":"Timestamp"}
]}
END
cat >log <<'END'
{"meta":{"account":"a","id":"1"},"origin":"o","ts":"2026-11-20T10:00:00Z","req":{"verb":"GET","url":"http://h/p?q=no","args":{"q":"yes"},"head":{"host":"h","Host":"i"},"jar":{"sid":"s"},"route":{"id":3}}}
{"meta.account":"a","Meta":{"ID":"2"},"origin":"o","ts":1795168815250,"req":{"url":"/p?q=yes","head":[{"name":"HOST","value":"h"},{"name":"cookie","value":"sid=s"}],"jar":null,"route":[]}}
{"tenant_id":"no","event_id":"no","source_id":"no","observed_at":0,"ts":5,"method":"no","path":"no","query":{"q":"no"},"headers":{"Host":"no"},"cookies":{"sid":"no"},"route_params":{"id":"no"},"meta":{"id":"3"}}
{"event_id":"no","observed_at":0}
{"ts":"soon"}
END
esper-encode -p plan.json log
echo "exit $?"
