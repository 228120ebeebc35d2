# Odd sessions of the Gemini CLI: nothing is lost, and everything is counted.
cat >odd <<'EOF2'
{"id":"before","timestamp":"2026-01-01T00:00:00Z","type":"user","content":"No session is named."}
{"id":"","timestamp":"x","type":"gemini","content":null,"model":7,"tokens":{"input":-1,"output":9223372036854775807,"cached":"1","thoughts":1},"toolCalls":[7,{},{"name":1,"args":null,"status":"executing","timestamp":5},{"id":"t","name":"n","status":"error","result":[{"functionResponse":{"response":{"error":"broken"}}}]}]}
{"sessionId":"s","projectHash":"p","startTime":7,"messages":[{"id":"a","timestamp":"2026-01-01T00:00:01Z","type":"user","content":{"text":"one"}},7,[],{"id":"b","type":"gemini","content":[{"inlineData":{}},"two",[1]]},{"id":"a","timestamp":"2026-01-01T00:00:02Z","type":"user","content":"another one"}]}
{"$rewindTo":"a"}
{"id":"c","timestamp":"2026-01-01T00:00:03Z","type":"user","content":[{"text":"three"}]}
{"id":"d","timestamp":"2026-01-01T00:00:04Z","type":"gemini","content":"four","tokens":{"input":7,"output":3,"thoughts":2,"total":10}}
{"$rewindTo":"not there"}
{"$set":{"messages":[{"id":"b","type":"gemini","content":"five","toolCalls":{}}],"summary":null,"sessionId":"other"}}
{"$set":{"messages":7}}
{"id":"e","timestamp":"2026-01-01T00:00:05Z","type":"warning","content":"six","more":{"x":[1, 2]}}
{"sessionId":"s","projectHash":8}
{"method":"generateContent","response":{"candidates":[{"content":{"parts":[{"functionCall":{"name":"f"}},{"text":"t","thought":true},7]}}]}}
{"method":"generateContent","response":[7]}
{"$set":7}
{"$rewindTo":5}
{"id":"f","timestamp":"x","type":"model","content":""}
{"hrTime":[1,2],"hrTimeObserved":["x"],"attributes":7,"_body":{"a":1},"resource":{"_rawAttributes":[["k"],["a",1],7]}}
EOF2
esper-trace-replay --calls odd | tee calls
esper-trace-replay -q --calls calls | cmp - calls
