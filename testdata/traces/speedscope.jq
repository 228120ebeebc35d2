# SPDX-License-Identifier: MIT
#
# Prints what is wrong in a file of speedscope with evented profiles:
#
#	jq -r -f speedscope.jq DOCUMENT
#
# The format is that of https://www.speedscope.app/file-format-schema.json.  Times must not decrease
# and be within the profile, and a C must close the frame that was opened last.
def is_frame:
  (.name | type == "string") and ((.file // "") | type == "string") and ((.line // 1) | type == "number")
  and (keys - ["name", "file", "line", "col"] == []);
def is_profile:
  .type == "evented" and (.name | type == "string") and (.events | type == "array")
  and (.unit | IN("none", "nanoseconds", "microseconds", "milliseconds", "seconds", "bytes"))
  and (.startValue | type == "number") and (.endValue | type == "number") and .startValue <= .endValue;
def take($e; $frames; $last):
  if ($e.at | type != "number") or $e.at < .at or $e.at > $last then .wrong += ["wrong time: " + ($e | tojson)]
  elif ($e.frame | type != "number") or $e.frame < 0 or $e.frame >= $frames then .wrong += ["no frame: " + ($e | tojson)]
  elif $e.type == "O" then .open += [$e.frame]
  elif $e.type == "C" and .open != [] and .open[-1] == $e.frame then .open |= .[:-1]
  else .wrong += ["closes another frame: " + ($e | tojson)] end
  | .at = $e.at;
(.shared.frames | length) as $frames
| (select(.["$schema"] != "https://www.speedscope.app/file-format-schema.json") | "no $schema"),
  (.shared.frames[] | select(is_frame | not) | "no frame: " + tojson),
  (.profiles[] | select(is_profile | not) | "no profile: " + (del(.events) | tojson)),
  (.profiles[] | .endValue as $last
   | reduce .events[] as $e ({at: .startValue, open: [], wrong: []}; take($e; $frames; $last))
   | .wrong[], (select(.open != []) | "frames that are not closed"))
