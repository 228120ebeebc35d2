# Many siblings, levels, overlaps, ends and beginnings of one time or none, processes, attributes and documents: the work grows with the number of events, and all calls are there.
. "$TESTDATA/../tests/steps/grows"

events() { # events N WHAT: as a document
	awk -v n="$1" -v what="$2" '
	function event(ph, ts, rest) {
		printf "{\"ph\":\"%s\",\"pid\":1,\"tid\":1,\"ts\":%d,%s}%s\n", ph, ts, rest,
		    i < n - 1 ? "," : ""
	}
	BEGIN {
		print "["
		for (i = 0; i < n; i++) {
			ph = i < n / 2 ? "B" : "E"
			if (what == "siblings")
				event("X", 2 * i, "\"dur\":1,\"name\":\"f\"")
			else if (what == "overlaps")
				event("X", i, "\"dur\":" n ",\"name\":\"f\"")
			else if (what == "nested")
				event("X", i, "\"dur\":" 2 * (n - i) ",\"name\":\"f\"")
			else if (what == "one-time")
				event("X", 5, "\"dur\":0,\"name\":\"f\"")
			else if (what == "points")
				event(i < n / 2 ? "B" : "i", 5, "\"name\":\"f\"")
			else if (what == "unpaired")
				event(i % 2 ? "B" : "E", i / 100, "\"name\":\"" i "\"")
			else if (what == "deep")
				event(ph, i, "\"name\":\"f\"")
			else if (what == "nameless")
				event(ph, i, ph == "B" ? "\"name\":\"f\"" : "\"cat\":\"c\"")
			else if (what == "crossed")
				event(ph, i, "\"name\":\"" i % (n / 2) "\"")
			else if (what == "lanes")
				event("b", i, "\"cat\":\"c\",\"id\":" i ",\"name\":\"f\"")
			else if (what == "metadata")
				event("M", i, "\"name\":\"process_" i "\",\"args\":{\"k\":" i "}")
		}
		print "]"
	}'
}
documents() {
	yes '{"traceEvents":[{"ph":"X","pid":1,"tid":1,"ts":1,"dur":1,"name":"f"}],"k":1}' | head -n "$1" |
		awk '{ sub(/"f"/, "\"" int(NR / 2) "\""); print }'
}
for what in siblings overlaps nested one-time points unpaired deep nameless crossed lanes metadata; do
	make() { events "$1" $what >in; }
	grows $what 3000 make esper-trace-replay -q -j 1 --calls
	jq -s -r '[length, ([.[] | select(.parent_id == null)] | length)] | "\(.[0]) calls, \(.[1]) roots"' out
done
processes() { # N calls, each of a process of its own
	awk -v n="$1" 'BEGIN {
		print "["
		for (i = 0; i < n; i++)
			printf "{\"ph\":\"X\",\"pid\":%d,\"tid\":1,\"ts\":%d,\"dur\":1,\"name\":\"f\"}%s\n", i, i, i < n - 1 ? "," : "]"
	}'
}
wide() { # a call of N attributes, of which its end has others
	awk -v n="$1" 'BEGIN {
		for (k = 0; k < 2; k++) {
			printf "%s{\"ph\":\"%s\",\"pid\":1,\"tid\":1,\"ts\":%d,\"name\":\"f\"", k ? "," : "[", k ? "E" : "B", k
			for (i = 0; i < n; i++)
				printf ",\"k%d\":%d", k ? n - i : i, k
			printf "}\n"
		}
		print "]"
	}'
}
make() { processes "$1" >in; }
grows 'processes of a selection' 3000 make esper-trace-replay -q -j 1 --extract --name f
grep -c . out
make() { wide "$1" >in; }
grows 'wide attributes' 3000 make esper-trace-replay -q -j 1 --calls
jq -r '.attributes | "\(length - 1) attributes, \(.end | length) of its end"' out
make() { documents "$1" >in; }
grows documents 2000 make esper-trace-replay -q -j 1 --calls
grep -c . out
echo '-- ten thousand levels'
events 20000 deep | esper-trace-replay -q --calls | jq -r '.call_id + " " + (.parent_id // "none")' |
	awk '{ split($1, id, "."); split($2, parent, "."); if (id[3] != parent[3] + 1) wrong++; last = $0 }
	END { print last, wrong + 0 }'
