# Control characters, C1 and bidirectional controls that come from data are escaped in all text for people; JSON keeps them.
e=$(printf '\033[31m') c=$(printf '\302\233') r=$(printf '\342\200\256') m=$(printf '\330\234')
# clean: no such byte is left; what stands there instead
clean() {
	echo "== $1"
	LC_ALL=C grep -F -c -e "$e" -e "$c" -e "$r" -e "$m" "$2"
	grep -o '\\x1b\|\\x9b\|\\u202e\|\\u061c' "$2" | LC_ALL=C sort | uniq -c | sed 's/^ *//'
}
name="a$c$r$m"
cat >plan.json <<END
{"runtime":{"entity_identity_fields":["$name"]},
 "fields":[{"name":"$name","selector":{"kind":"RequestField","path":"ip"},"parser":"I64"}]}
END
cat >rules.json <<END
{"rules":[{"rule_id":"r$r$c$m\\u001b","expression":{"kind":"FieldExists","field_name":"$name"},"outcome":"Block"},
  {"rule_id":"x","expression":{"kind":"FieldExists","field_name":"b$c$r$m"},"outcome":"Allow"}],
 "tests":[{"name":"t$r$c$m\\u001b","events":[{"at":1,"fields":{"$name":"v$r$c$m\\u001b"}}],"expect":[{"decided_by":"x"}]}]}
END
cat >log <<END
{"observed_at":1,"ip":5}
{"observed_at":"$r$c$m\\u001b","ip":5}
{"observed_at":2,"ip":"$r$c$m\\u001b"}
$e$r$c
END
cp log "log$r$c$m$e"
cp plan.json "plan$r$c$m$e"
sed 's/FieldExists/FieldExist/' rules.json >bad.json
esper-encode -p plan.json "log$r$c$m$e" 2>said >out
clean rejects said
esper-decide --check rules.json -p plan.json >said 2>&1
clean check said
esper-decide --check rules.json -p plan.json --format tap >said 2>/dev/null
clean tap said
esper-encode --check "plan$r$c$m$e" >said 2>&1
clean "check of a plan" said
sed "s/FieldExists/Field$r$c$m/" rules.json >bad.json
esper-decide --check bad.json >said 2>&1
clean "unknown kind" said
esper-encode "--$r$c$m$e" 2>said
clean option said
esper-encode -p plan.json --color "$r$c$m$e" --from "$r$c$m$e" log 2>said
clean "option's value" said
for format in text json; do
	esper-replay --type DryRun --format $format -p plan.json -r rules.json "log$r$c$m$e" 2>said >report
	clean "replay's diagnostics" said
	clean "report, $format" report
done
sed 's/Block/Allow/;s/"rule_id":"r/"rule_id":"q/' rules.json >base.json
esper-replay --type DryRun --format text -p plan.json -r rules.json --baseline-rules base.json log 2>/dev/null >report
clean comparison report
export ESPER_STORE=store ESPER_TENANT=acme
esper-encode --create plan.json --actor "al$r$c$m$e" >out
sed 's/I64/String/;s/"ip"/"i'"$r$c$m"'"/' plan.json | esper-encode --create - >out
esper-encode --diff 1 2 --format text >said
clean diff said
esper-audit --format text >said
clean audit said
esper-audit --summary --format text >said
clean summary said
esper-replay --type DryRun -p plan.json -r rules.json "missing$r$c$m$e" 2>said >out
esper-replay --list --format text >said
clean jobs said
esper-audit | grep -c "$r"
cat >trace <<END
{"event_type":"function_entry","timestamp_ns":1,"function_name":"f$r$c$m\\u001b","args":{"a$r$m":"v$r$c$m\\u001b"},"correlation_id":"i$r$c$m\\u001b","service":"s$r"}
{"event_type":"variable_change","timestamp_ns":2,"variable_name":"n$r$m","value":{"k$c":"v\\u001b"},"correlation_id":"i$r$c$m\\u001b"}
{"event_type":"error","timestamp_ns":3,"error_type":"E$r","message":"m$r$c$m\\u001b","correlation_id":"i$r$c$m\\u001b"}
{"z$r$c$m\\u001b":1}
END
esper-trace-replay trace >said 2>&1
clean timeline said
esper-trace-replay trace --trace-id "$r$c$m$e" >said 2>&1
clean "no such trace" said
esper-trace-replay --calls trace 2>&1 >out | grep -c z
grep -c "$r" out
