# SPDX-License-Identifier: MIT
#
# What is wrong with the messages of a debug adapter, by the JSON schema of the protocol:
#
#	jq -r --slurpfile schema debugAdapterProtocol.json -f valid.jq MESSAGES
#
# Prints nothing if all is well.  It is stricter than the schema in one thing: members that it does
# not know are wrong, unless it allows any.
def types: if type == "number" and floor == . then ["number", "integer"] else [type] end;
def resolved($all):
	if has("$ref") then $all[."$ref" | ltrimstr("#/definitions/")] | resolved($all) else . end;
def parts($all): resolved($all) | if .allOf then .allOf[] | parts($all) else . end;
def wrong($all; $schema; $path):
	. as $value
	| [$schema | parts($all)] as $parts
	| ($parts[] as $s
		| ($s.type | if . == null then empty elif type == "array" then . else [.] end
			| . as $allowed
			| select([$value | types[] | select(. as $t | $allowed | index([$t]))] == [])
			| "\($path): \($value | type) instead of \($allowed | join(" or "))"),
		  (select($s.enum) | select($s.enum | index([$value]) | not)
			| "\($path): \($value | tojson) is not among the values"),
		  (select(($value | type) == "object") | $s.required // [] | .[]
			| select(. as $k | $value | has($k) | not) | "\($path).\(.) is missing"),
		  (select(($value | type) == "number")
			| (select($s.minimum) | select($value < $s.minimum) | "\($path): too small"),
			  (select($s.maximum) | select($value > $s.maximum) | "\($path): too large"),
			  (select($s.format == "int32") | select($value > 2147483647)
				| "\($path): more than 31 bits")),
		  (select(($value | type) == "array" and $s.items)
			| range($value | length) as $i
			| $value[$i] | wrong($all; $s.items; "\($path)[\($i)]"))),
	  (select(($value | type) == "object" and any($parts[]; .properties))
		| $value | keys[] as $k
		| [$parts[] | .properties // {} | select(has($k)) | .[$k]] as $known
		| if $known != [] then $known[] as $s | $value[$k] | wrong($all; $s; "\($path).\($k)")
		  elif any($parts[]; .additionalProperties) then empty
		  else "\($path).\($k) is not known" end);
def capital: (.[:1] | ascii_upcase) + .[1:];
$schema[0].definitions as $all
| . as $message
| (if .type == "event" then "\(.event | capital)Event"
   elif .type == "response" and .success == false then "ErrorResponse"
   elif .type == "response" then "\(.command | capital)Response"
   else "ProtocolMessage" end) as $name
| if $all[$name] then wrong($all; $all[$name]; $name) else "no \($name) in the protocol" end
| "\($message.seq): \(.)"
