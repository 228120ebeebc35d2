# SPDX-License-Identifier: MIT
#
# Prints what is wrong in spans of OTLP/JSON:
#
#	jq -r -f otlp.jq FILE
#
# The rules are those of opentelemetry-proto 1.x and its JSON encoding: ids are hexadecimal, 64-bit
# integers are strings, enumerations are numbers, and the keys of attributes are unique.
def u64: type == "string" and test("^(0|[1-9][0-9]{0,19})$");
def id($digits): type == "string" and length == $digits and test("^[0-9a-f]+$") and test("[1-9a-f]");
def value:
  def pairs:
    type == "array" and all(.[]; keys == ["key", "value"] and (.key | type == "string") and (.value | value))
    and (map(.key) | length == (unique | length));
  type == "object" and length <= 1 and
  (to_entries[0] // {key: ""} | .key as $key | .value
   | if $key == "" then true
     elif $key == "stringValue" then type == "string"
     elif $key == "boolValue" then type == "boolean"
     elif $key == "intValue" then type == "string" and test("^(0|-?[1-9][0-9]{0,18})$")
     elif $key == "doubleValue" then type == "number"
     elif $key == "arrayValue" then keys == ["values"] and all(.values[]; value)
     elif $key == "kvlistValue" then keys == ["values"] and (.values | pairs)
     else false end);
def attributes: ({kvlistValue: {values: .}} | value) and all(.[]; .key != "");
def span:
  (.traceId | id(32)) and (.spanId | id(16)) and ((has("parentSpanId") | not) or (.parentSpanId | id(16)))
  and (.name | type == "string") and (.kind | IN(1, 2, 3, 4, 5))
  and (.startTimeUnixNano | u64) and (.endTimeUnixNano | u64)
  and ((.startTimeUnixNano | tonumber) <= (.endTimeUnixNano | tonumber))
  and (.attributes | attributes)
  and all(.events // [] | .[]; (.timeUnixNano | u64) and (.name | type == "string") and (.attributes | attributes))
  and all(.links // [] | .[]; (.traceId | id(32)) and (.spanId | id(16)) and (.attributes // [] | attributes))
  and (.status | type == "object" and (.code // 0 | IN(0, 1, 2)) and (.message // "" | type == "string"))
  and (keys - ["traceId", "spanId", "parentSpanId", "name", "kind", "startTimeUnixNano", "endTimeUnixNano",
    "attributes", "events", "links", "status"] == []);
(select(keys != ["resourceSpans"]) | "no spans"),
(.resourceSpans[] | select(.resource.attributes | attributes | not) | "no resource: " + (.resource | tojson)),
(.resourceSpans[].scopeSpans[] | select(.scope.name != "esper-trace-replay") | "no scope"),
(.resourceSpans[].scopeSpans[].spans[] | select(span | not) | "no span: " + tojson)
