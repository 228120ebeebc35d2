# Every selector finds its value, in each shape that logs have it.
cat >plan.json <<'END'
{"fields":[
  {"name":"email","selector":{"kind":"RequestField","path":"body.request.email"},"parser":"String"},
  {"name":"sku","selector":{"kind":"RequestField","path":"body.items.1.sku"},"parser":"String"},
  {"name":"agent","selector":{"kind":"Header","name":"User-Agent"},"parser":"String"},
  {"name":"via","selector":{"kind":"Header","name":"via"},"parser":"String"},
  {"name":"flow","selector":{"kind":"QueryParam","name":"flow"},"parser":"String"},
  {"name":"sid","selector":{"kind":"Cookie","name":"sid"},"parser":"String"},
  {"name":"user","selector":{"kind":"RouteParam","name":"user"},"parser":"String"},
  {"name":"method","selector":{"kind":"Method"},"parser":"String"},
  {"name":"path","selector":{"kind":"Path"},"parser":"String"},
  {"name":"source","selector":{"kind":"SourceId"},"parser":"String"},
  {"name":"at","selector":{"kind":"ObservedAt"},"parser":"String"}
]}
END
cat >log <<'END'
{"event_id":"1","source_id":"web","observed_at":"2026-11-20T12:00:00.5+02:00","method":"POST","path":"/login?flow=sso","route_params":{"user":"u1"},"headers":{"User-Agent":"Mozilla/5.0","Cookie":"sid=abc; theme=dark","Via":["a","b"]},"body":{"request":{"email":"x@y"},"items":[{"sku":"s0"},{"sku":"s1"}]}}
{"event_id":"2","observed_at":0,"method":"GET","url":"https://example.com/a/b?flow=%C3%A9t%C3%A9+%26#x","headers":[{"name":"user-agent","value":"curl"},{"name":"VIA","value":"a"},{"name":"via","value":"b"},{"name":"cookie","value":"a=1"},{"name":"cookie","value":"sid=2"}],"route_params":[{"name":"user","value":7}],"Body.Request":{"eMail":"no","Email":"yes"}}
{"event_id":"3","observed_at":0,"query":{"flow":["a","b"]},"cookies":{"sid":"c"},"path":"/x?flow=no","headers":{"cookie":"sid=no"},"body.items":[0,{"sku":null}]}
{"event_id":"4","observed_at":0,"query":"x=1&flow=a&flow=b","cookies":"sid=a; sid=b","body":{"request":{"email":{"k": [1, 2.50]}}}}
{"event_id":"5","observed_at":0,"query":[{"name":"flow","value":"v"}],"cookies":[{"name":"sid","value":"v"}],"headers":{"User-Agent":null},"body":{"request":{"email":""},"items":[[],[]]}}
{"event_id":"6","observed_at":0}
END
esper-encode -p plan.json log | cut -d, -f1,8-
# of several values the last one counts, also where it is null; a header joins what is there
cat >log <<'END2'
{"event_id":"7","observed_at":0,"query":{"flow":["a",null]},"cookies":[{"name":"sid","value":"a"},{"name":"sid","value":null}],"headers":{"Via":["a",null,"b"]},"route_params":{"user":[null,"u"]}}
{"event_id":"8","observed_at":0,"query":[{"name":"flow","value":["a","b"]},{"name":"flow"}],"cookies":{"sid":[]},"headers":[{"name":"via","value":null},{"name":"via","value":"b"}],"body.request.email":"a","BODY":{"request":{"email":null}}}
END2
esper-encode -p plan.json log | cut -d, -f1,8-
