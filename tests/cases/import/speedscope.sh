# speedscope profiles, evented and sampled, with and without a clock: calls nest by their order, frames have their source, and nothing is lost.
show() {
	esper-trace-replay --calls "$@" >calls 2>said
	cat said calls
	esper-trace-replay -q --calls calls | cmp - calls
}
echo '-- the sample of the project, whose frames come after its profiles'
show "$TESTDATA/traces/speedscope/simple.json"
echo '-- evented, with a clock: calls of one time nest by order; what else is there is an event or an attribute'
cat >evented.json <<'END'
{"$schema":"https://www.speedscope.app/file-format-schema.json","name":"two","exporter":"me@1","activeProfileIndex":0,
"shared":{"frames":[{"name":"main","file":"m.c","line":3,"col":5},{"name":"f","file":"f.c"},{"name":"g","line":-1},{"x":1}]},
"profiles":[
{"type":"evented","name":"t1","unit":"microseconds","startValue":1.5,"endValue":9,"events":[
 {"type":"O","frame":0,"at":1.5},{"type":"O","frame":1,"at":1.5},{"type":"C","frame":1,"at":1.5},
 {"type":"O","frame":1,"at":1.5},{"type":"O","frame":2,"at":2},{"type":"C","frame":2,"at":3.0005},{"type":"C","frame":1,"at":4},
 {"type":"Z","frame":1,"at":4.5},{"type":"O","frame":3,"at":5},{"type":"O","frame":99,"at":6},{"type":"C","frame":99,"at":7},
 {"type":"C","frame":0,"at":9},7]},
{"type":"evented","name":"t2","unit":"seconds","startValue":0,"endValue":1,"events":[{"type":"O","frame":0,"at":0},{"type":"C","frame":0,"at":1}]},
{"type":"unknown","name":"t3"},
4]}
END
show evented.json
echo '-- sampled: what two stacks share from the root is one call'
cat >sampled.json <<'END'
{"profiles":[{"type":"sampled","name":"py","unit":"milliseconds","startValue":0,"endValue":100,
"samples":[[0],[0,1],[0,1,2],[0,2],[],[0,1],[0,1]],"weights":[10,20.25,10,5,5,1,2]}],
"shared":{"frames":[{"name":"a"},{"name":"b","file":"b.py","line":7},{"name":"c"}]}}
END
show sampled.json
echo '-- sampled, in bytes: no clock'
sed 's/milliseconds/bytes/' sampled.json >bytes.json
esper-trace-replay --calls bytes.json | tee calls | jq -c '[.call_id,.parent_id,.name,.start,.duration_ns,.attributes.at,.attributes.end.at]'
echo '-- documents on lines: each has profiles of its own; the same one again is left out'
jq -c . sampled.json bytes.json sampled.json >lines
esper-trace-replay --calls lines | jq -r '.trace_id' | uniq -c
echo '-- odd values'
cat >odd <<'END'
{"profiles":[],"shared":{"frames":[]}}
{"profiles":[{"type":"sampled","unit":"seconds","samples":[[0,-1,"x",null],5,[0]],"weights":["1",1e400]}],"shared":{}}
{"profiles":[{"type":"evented","unit":7,"events":{"type":"O"}}],"shared":{"frames":{"name":"x"}}}
{"profiles":{},"shared":{"frames":[]}}
{"profiles":[{"events":[{"type":"O","frame":1e2,"at":-1e30},{"type":"C"}]}],"shared":{"frames":5}}
END
show odd
echo '-- weights whose sum is out of all range'
awk 'BEGIN {
	printf "{\"profiles\":[{\"type\":\"sampled\",\"unit\":\"none\",\"samples\":["
	for (i = 0; i < 2000; i++)
		printf "[0],"
	printf "[0]],\"weights\":["
	for (i = 0; i < 2000; i++)
		printf "1e400,"
	print "1]}],\"shared\":{\"frames\":[{\"name\":\"f\"}]}}"
}' | esper-trace-replay --calls | jq -c '[.name, .attributes.at]'
