# SPDX-License-Identifier: MIT
#
# Prints what is wrong in a document of Chrome trace events:
#
#	jq -r -f chrome.jq DOCUMENT
#
# The format is described in "Trace Event Format" (Google).  In each thread, in order of time and
# then of the file, an E must end the innermost B, of the same name, and what begins in an X must end
# in it.
def number: type == "number";
def is_event:
  if .ph == "M" then (.name | type == "string") and (.args.name | type == "string")
  elif .ph == "X" then (.ts | number) and (.dur | number) and .dur >= 0 and (.name | type == "string")
  elif .ph == "B" then (.ts | number) and (.name | type == "string") and (.args | type == "object")
  elif .ph == "E" then (.ts | number)
  elif .ph == "i" then (.ts | number) and .s == "t" and (.name | type == "string")
  else false end
  and (.pid | number) and (.tid | number);
# close enough for doubles: a hundredth of a nanosecond
def after($t): . > $t + 0.00001;
def take($e):
  if $e.ph == "E" then
    if .open == [] then .wrong += ["an E without a B: " + ($e | tojson)]
    elif .open[-1].name != $e.name then .wrong += ["an E of another B: " + ($e | tojson)]
    else .open |= .[:-1] end
  else
    (if $e.ph == "X" then $e.ts + $e.dur else null end) as $to
    | .open |= until(. == [] or .[-1].to == null or (.[-1].to | after($e.ts)); .[:-1])
    | if $to != null and .open != [] and .open[-1].to != null and .open[-1].to as $limit | $to | after($limit)
      then .wrong += ["ends after what it is in: " + ($e | tojson)] else . end
    | .open += [{name: $e.name, to: $to}]
  end;
(.traceEvents[] | select(is_event | not) | "no event: " + tojson),
([.traceEvents[] | select(.ph == "X" or .ph == "B" or .ph == "E")]
 | to_entries | map(.value + {order: .key}) | group_by([.pid, .tid])[]
 | sort_by([.ts, .order])
 | reduce .[] as $e ({open: [], wrong: []}; take($e)) | .wrong[])
