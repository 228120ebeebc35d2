# Chrome: of pairs that begin at one time, the first in the input begins first, so that one that has ended encloses nothing; of complete calls, the longer encloses the shorter.
cat >pairs <<'EOF'
[{"name":"t","ph":"B","ts":40,"pid":5,"tid":1},
{"name":"t","ph":"E","ts":40,"pid":5,"tid":1},
{"name":"u","ph":"B","ts":40,"pid":5,"tid":1},
{"name":"in u","ph":"B","ts":40,"pid":5,"tid":1},
{"name":"in u","ph":"E","ts":40,"pid":5,"tid":1},
{"name":"u","ph":"E","ts":41,"pid":5,"tid":1},
{"name":"short","ph":"X","ts":50,"dur":1,"pid":5,"tid":1},
{"name":"long","ph":"X","ts":50,"dur":2,"pid":5,"tid":1}]
EOF
esper-trace-replay --calls pairs | jq -c '[.call_id, .parent_id, .name]'
