# Chrome trace events of every kind: nothing is lost, and what is no call is an event of one, an attribute, or told on stderr.
show() {
	esper-trace-replay --calls "$@" >calls 2>said
	cat said calls
	esper-trace-replay -q --calls calls | cmp - calls
}
echo '-- async calls are lanes of their own, by process, category and id; the old ones, too'
cat >async.json <<'END'
[{"ph":"b","pid":1,"tid":1,"cat":"net","id":"0x1","name":"GET","ts":10,"args":{"url":"/a"}},
{"ph":"b","pid":1,"tid":2,"cat":"net","id":"0x1","name":"read","ts":12},
{"ph":"n","pid":1,"tid":2,"cat":"net","id":"0x1","name":"first byte","ts":13,"args":{"n":1}},
{"ph":"e","pid":1,"tid":2,"cat":"net","id":"0x1","name":"read","ts":14},
{"ph":"b","pid":1,"tid":1,"cat":"net","id":"0x2","name":"GET","ts":11},
{"ph":"e","pid":1,"tid":3,"cat":"net","id":"0x1","name":"GET","ts":20,"args":{"status":200}},
{"ph":"b","pid":2,"tid":1,"cat":"net","id2":{"local":"0x1"},"scope":"s","name":"local","ts":11},
{"ph":"e","pid":2,"tid":1,"cat":"net","id2":{"local":"0x1"},"scope":"s","name":"local","ts":15},
{"ph":"S","pid":3,"tid":1,"cat":"old","id":7,"name":"load","ts":1},
{"ph":"T","pid":3,"tid":1,"cat":"old","id":7,"name":"load","ts":2,"args":{"step":"parse"}},
{"ph":"F","pid":3,"tid":1,"cat":"old","id":7,"name":"load","ts":3}]
END
show async.json
echo '-- instants and counters are events of the innermost call, or of the thread; so are arrows, objects and unknown phases'
cat >events.json <<'END'
{"traceEvents":[
{"ph":"M","pid":1,"tid":1,"name":"process_name","args":{"name":"browser"}},
{"ph":"M","pid":1,"tid":1,"name":"thread_name","args":{"name":"main"}},
{"ph":"M","pid":1,"tid":1,"name":"thread_sort_index","args":{"sort_index":-5}},
{"ph":"M","pid":1,"name":"process_labels","args":{"labels":"tab"}},
{"ph":"M","pid":1,"tid":1,"name":"thread_name","args":{"name":"Main"}},
{"ph":"M","pid":1,"tid":9,"name":"thread_name","args":{"name":"idle"}},
{"ph":"M","pid":5,"tid":1,"name":"process_name","args":{"name":"gone"}},
{"ph":"i","pid":1,"tid":1,"name":"before","ts":1,"s":"t"},
{"ph":"X","pid":1,"tid":1,"name":"outer","ts":2,"dur":10,"cat":"a,b","tts":1},
{"ph":"X","pid":1,"tid":1,"name":"inner","ts":4,"dur":2,"args":{}},
{"ph":"I","pid":1,"tid":1,"name":"in inner","ts":5,"s":"g","args":{"data":{"k": [1, 2]}}},
{"ph":"i","pid":1,"tid":1,"name":"in outer","ts":8},
{"ph":"C","pid":1,"tid":1,"name":"heap","ts":9,"args":{"used":10,"free":5}},
{"ph":"C","pid":1,"tid":1,"name":"heap","ts":20,"args":{"used":11}},
{"ph":"s","pid":1,"tid":1,"name":"post","id":3,"cat":"ipc","ts":9.5},
{"ph":"f","pid":1,"tid":1,"name":"post","id":3,"cat":"ipc","ts":9.75,"bp":"e"},
{"ph":"N","pid":1,"tid":1,"name":"Tab","id":"0x1000","ts":10},
{"ph":"R","pid":1,"tid":1,"name":"navigation","ts":11},
{"ph":"Q","pid":1,"tid":1,"name":"unknown","ts":11.5,"x":null},
{"ph":"X","pid":1,"tid":2,"name":"lone","ts":3,"dur":1}
],"displayTimeUnit":"ns","otherData":{"version":"1 \u00e9"},"metadata":[1, 2]}
END
show events.json
echo '-- args of an end are the output; what it says otherwise is `end`'
cat >ends.json <<'END'
[{"ph":"B","pid":1,"tid":1,"name":"f","ts":0,"cat":"c","tts":5,"args":{"n":1}},
{"ph":"B","pid":1,"tid":1,"name":"g","ts":1,"args":{"n":2}},
{"ph":"E","pid":1,"tid":1,"ts":2,"args":{"n":2}},
{"ph":"E","pid":1,"tid":1,"name":"other","ts":3,"cat":"c","tts":8,"args":{"result":[true]}},
{"ph":"E","pid":1,"tid":1,"name":"no begin","ts":4,"args":{"n":1},"cat":"c"}]
END
show ends.json
echo '-- viztracer: arguments, result, file and line'
cat >viz.json <<'END'
[{"ph":"X","pid":1,"tid":1,"ts":1,"dur":9,"name":"A.f (/home/a b (1)/x.py:12)","args":{"func_args":{"self":"<A>","n":"1"},"return_value":"'x'","caller":{"a": 1}},"cat":"FEE"},
{"ph":"X","pid":1,"tid":1,"ts":2,"dur":1,"name":"operator() (int) (y.cc:7)"},
{"ph":"X","pid":1,"tid":1,"ts":4,"dur":1,"name":"not a line (x.py:12a)"},
{"ph":"X","pid":1,"tid":1,"ts":6,"dur":1,"name":"(x:1)"},
{"ph":"X","pid":1,"tid":1,"ts":8,"dur":1,"name":" (:1)"}]
END
show viz.json
esper-trace-replay --calls "$TESTDATA/traces/viztracer/function_args_return.json" >calls
grep -c . calls
head -n 1 calls | jq -c '[.name, .service, .input, .output, .source, (.attributes.file_info.files | map_values(.[1]))]'
jq -r '[.call_id, .parent_id, .input.n, .output] | @tsv' calls
echo '-- overlaps without nesting are siblings; a zero duration holds nothing; what no end closes lasts as long as what is around it'
cat >overlap.json <<'END'
[{"ph":"X","pid":1,"tid":1,"name":"all","ts":0,"dur":100},
{"ph":"X","pid":1,"tid":1,"name":"a","ts":10,"dur":20},
{"ph":"X","pid":1,"tid":1,"name":"b","ts":20,"dur":20},
{"ph":"X","pid":1,"tid":1,"name":"in b","ts":32,"dur":1},
{"ph":"X","pid":1,"tid":1,"name":"in both","ts":22,"dur":1},
{"ph":"X","pid":1,"tid":1,"name":"z1","ts":50,"dur":0},
{"ph":"X","pid":1,"tid":1,"name":"z2","ts":50,"dur":0},
{"ph":"X","pid":1,"tid":1,"name":"w","ts":60,"dur":10},
{"ph":"X","pid":1,"tid":1,"name":"open in w","ts":62},
{"ph":"X","pid":1,"tid":1,"name":"in open","ts":65,"dur":1},
{"ph":"X","pid":1,"tid":1,"name":"after w","ts":70,"dur":1},
{"ph":"B","pid":1,"tid":1,"name":"s1","ts":80},
{"ph":"B","pid":1,"tid":1,"name":"s2","ts":80},
{"ph":"E","pid":1,"tid":1,"name":"s2","ts":80},
{"ph":"E","pid":1,"tid":1,"name":"s1","ts":80},
{"ph":"E","pid":1,"tid":1,"name":"backwards","ts":85},
{"ph":"B","pid":1,"tid":1,"name":"backwards","ts":85},
{"ph":"E","pid":1,"tid":1,"name":"its end is before","ts":86},
{"ph":"B","pid":1,"tid":1,"name":"its end is later","ts":86},
{"ph":"E","pid":1,"tid":1,"name":"its end is later","ts":87},
{"ph":"X","pid":1,"tid":1,"name":"no end","ts":90},
{"ph":"X","pid":1,"tid":1,"name":"in no end","ts":95,"dur":2},
{"ph":"X","pid":1,"tid":1,"name":"last","ts":99.9999,"dur":0.0005}]
END
esper-trace-replay --calls overlap.json >calls
jq -r 'def p: .parent_id; [.call_id, p, .name, .duration_ns, .status] | @tsv' calls
echo '-- a second document with the same process: the same again, or another trace'
cat >one.json <<'END'
{"traceEvents":[{"ph":"X","pid":1,"tid":1,"name":"f","ts":1,"dur":1},{"ph":"X","pid":2,"tid":1,"name":"g","ts":1,"dur":1}]}
END
sed 's/"g"/"h"/' one.json >two.json
show one.json two.json one.json two.json | jq -rR '. as $l | try (fromjson | [.trace_id, .call_id, .name] | @tsv) catch $l'
cat one.json two.json >both.json
esper-trace-replay -q --calls both.json | cmp - calls
printf '{"traceEvents":[\n%s\n]}' '{"ph":"X","pid":1,"tid":1,"name":"f","ts":1,"dur":1}' >three.json
cat three.json three.json | esper-trace-replay --calls 2>&1
echo '-- odd values: nothing is lost'
cat >odd.json <<'END'
[{"ph":"X","pid":"p.1","tid":"t","name":"strings","ts":"5","dur":"2.5"},
{"ph":"X","name":"no ids","ts":5,"dur":2},
{"ph":"X","pid":1,"tid":1,"name":"no time","dur":2},
{"ph":"X","pid":1,"tid":1,"name":"huge","ts":1e300,"dur":1},
{"ph":"X","pid":1,"tid":1,"name":"edge","ts":9223372036854775,"dur":9223372036854775},
{"ph":"X","pid":1,"tid":1,"name":"first","ts":-9223372036854775,"dur":1},
{"ph":"X","pid":1,"tid":1,"name":"negative","ts":5,"dur":-3},
{"ph":"X","pid":1,"tid":1,"name":"types","ts":{"a":1},"dur":[2],"args":"text"},
{"ph":"X","pid":[1],"tid":null,"name":7,"ts":5,"dur":1},
{"ph":"X","pid":1,"tid":1,"name":"a","name":"twice","ts":5,"ts":6,"dur":1},
{"ph":"","pid":1,"tid":1,"name":"empty phase","ts":7},
{"ph":"M","pid":1,"tid":1},
{"ph":"X","pid":1,"tid":1,"name":"\u0000\u001b[31m","ts":8,"dur":1},
{"ph":5,"pid":1,"ts":1},
{"traceEvents":[]},
{"traceEvents":5}]
END
show odd.json
echo '-- documents without calls'
printf '{"traceEvents":[{"ph":"M","pid":1,"name":"process_name","args":{"name":"p"}}],"samples":[{"sf":1}]}\n{"traceEvents":[],"stackFrames":{}}\n{"traceEvents":[]}\n' |
	esper-trace-replay --calls 2>&1
