# OTLP/JSON log records are events of the span that they name, whether it comes before or after them or not at all; what is around them stays with them.
cat >spans <<'END'
{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}},{"key":"host.name","value":{"stringValue":"h1"}}]},"scopeSpans":[{"scope":{"name":"tracer"},"spans":[{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"00000000000000aa","name":"buy","kind":2,"startTimeUnixNano":"1544712660000000000","endTimeUnixNano":"1544712661000000000","events":[{"timeUnixNano":"1544712660100000000","name":"own"}]}]}]}]}
END
cat >logs <<'END'
{"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}},{"key":"host.name","value":{"stringValue":"h2"}}]},"scopeLogs":[{"scope":{"name":"logger","version":"1"},"logRecords":[
{"timeUnixNano":"1544712660300000000","observedTimeUnixNano":"1544712660300000001","severityNumber":10,"severityText":"Information","body":{"stringValue":"later"},"attributes":[{"key":"k","value":{"intValue":"1"}}],"droppedAttributesCount":1,"traceId":"5B8EFFF798038103D269B633813FC60C","spanId":"00000000000000AA","flags":1},
{"observedTimeUnixNano":"1544712660200000000","severityNumber":17,"body":{"kvlistValue":{"values":[{"key":"a","value":{"stringValue":"b"}}]}},"eventName":"device.app","traceId":"5b8efff798038103d269b633813fc60c","spanId":"00000000000000aa"},
{"timeUnixNano":"1544712660400000000","severityText":"ERROR","body":{"stringValue":"it failed"},"eventName":"exception","attributes":[{"key":"exception.type","value":{"stringValue":"E"}},{"key":"exception.message","value":{"stringValue":"m"}}],"traceId":"5b8efff798038103d269b633813fc60c","spanId":"00000000000000aa"},
{"timeUnixNano":"1544712660500000000","body":{"stringValue":"its span is not there"},"traceId":"5b8efff798038103d269b633813fc60c","spanId":"00000000000000bb"},
{"timeUnixNano":"1544712660600000000","body":{"stringValue":"of the trace"},"traceId":"5b8efff798038103d269b633813fc60c","spanId":""},
{"timeUnixNano":"1544712660700000000","body":{"stringValue":"of nothing"},"severityNumber":9}
]}]}]}
END
tr -d '\n' <logs >line && echo >>line
echo '-- spans, then logs'
esper-trace-replay --calls spans line | tee calls
esper-trace-replay -q --calls calls | cmp - calls
echo '-- logs, then spans; and as documents'
esper-trace-replay -q --calls line spans | cmp - calls
esper-trace-replay -q --calls logs spans | cmp - calls
esper-trace-replay -q --calls spans logs | cmp - calls
cat spans line | jq . | esper-trace-replay -q --calls | cmp - calls
cat >llm <<'END'
{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"01","spanId":"a1","name":"chat m","kind":3,"startTimeUnixNano":"1000","endTimeUnixNano":"9000","attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},{"key":"gen_ai.request.model","value":{"stringValue":"m"}},{"key":"gen_ai.request.top_p","value":{"doubleValue":0.5}}]},{"traceId":"01","spanId":"a2","name":"chat m","kind":3,"startTimeUnixNano":"2000","endTimeUnixNano":"9000","attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},{"key":"gen_ai.request.model","value":{"stringValue":"m"}}]},{"traceId":"01","spanId":"a3","name":"chat m","kind":3,"startTimeUnixNano":"3000","endTimeUnixNano":"9000","attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},{"key":"gen_ai.input.messages","value":{"stringValue":"[{\"role\":\"user\",\"parts\":[]}]"}}],"events":[{"timeUnixNano":"3500","name":"gen_ai.content.prompt","attributes":[{"key":"gen_ai.prompt","value":{"stringValue":"[\"not taken\"]"}}]},{"timeUnixNano":"3600","name":"gen_ai.content.completion","attributes":[{"key":"gen_ai.completion","value":{"stringValue":"[{\"role\":\"assistant\",\"content\":\"from the event\"}]"}}]}]}]}]}]}
END
cat >told <<'END'
{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"1100","eventName":"gen_ai.system.message","body":{"kvlistValue":{"values":[{"key":"content","value":{"stringValue":"be brief"}}]}},"traceId":"01","spanId":"a1"},{"timeUnixNano":"1200","attributes":[{"key":"event.name","value":{"stringValue":"gen_ai.user.message"}}],"body":{"kvlistValue":{"values":[{"key":"content","value":{"stringValue":"hi"}},{"key":"role","value":{"stringValue":"human"}}]}},"traceId":"01","spanId":"a1"},{"timeUnixNano":"1300","eventName":"gen_ai.choice","body":{"kvlistValue":{"values":[{"key":"index","value":{"intValue":"0"}},{"key":"finish_reason","value":{"stringValue":"tool_calls"}},{"key":"message","value":{"kvlistValue":{"values":[{"key":"tool_calls","value":{"arrayValue":{"values":[{"kvlistValue":{"values":[{"key":"id","value":{"stringValue":"c1"}}]}}]}}}]}}}]}},"traceId":"01","spanId":"a1"},{"timeUnixNano":"2100","eventName":"gen_ai.client.inference.operation.details","attributes":[{"key":"gen_ai.input.messages","value":{"arrayValue":{"values":[{"kvlistValue":{"values":[{"key":"role","value":{"stringValue":"user"}}]}}]}}},{"key":"gen_ai.system_instructions","value":{"arrayValue":{"values":[]}}},{"key":"gen_ai.output.messages","value":{"stringValue":"[{\"role\":\"assistant\",\"parts\":[{\"type\":\"reasoning\",\"content\":\"hm\"},{\"type\":\"text\",\"content\":\"hel\"},{\"type\":\"text\",\"content\":\"lo\"}]}]"}}],"traceId":"01","spanId":"a2"}]}]}]}
END
echo '-- messages that stand in events only'
esper-trace-replay --calls told llm | tee calls | jq -c '[.input, .output]'
esper-trace-replay -q --calls llm told | cmp - calls
esper-trace-replay -q --calls calls | cmp - calls
echo '-- hostile'
cat >hostile <<'END'
{"timeUnixNano":{},"observedTimeUnixNano":-5,"severityNumber":"many","severityText":9,"body":[1,{"stringValue":2}],"attributes":{"a":1},"traceId":[],"spanId":false,"eventName":{}}
{"body":{"stringValue":"no time"},"attributes":null}
{"resourceLogs":[{"scopeLogs":[{"logRecords":[{},7]}]}]}
END
esper-trace-replay --calls hostile | tee calls
esper-trace-replay -q --calls calls | cmp - calls
