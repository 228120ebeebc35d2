# --suggest judges values as a person would: blanks, pairs in texts, versions, request lines, and ids that are really the event's.
plan() {
	esper-encode --suggest log >plan.json && esper-encode --check plan.json >/dev/null &&
		jq -c '.runtime.envelope, .runtime.entity_identity_fields, (.fields[] | [.name, .parser, .selector])' plan.json &&
		esper-encode -p plan.json log | jq -c '[.event_id, .entity_id, .fields, .warnings]' | sed 's/sha256:[0-9a-f]*/sha256/'
}
echo "blanks and texts beside addresses"
cat >log <<'END'
{"time":"2026-11-20T10:00:00Z","bytes":"-","user":"-","client":"unix:","request_time":"0.120","version":"1.10","uptime_monotonic_ts":1795168800000}
{"time":"2026-11-20T10:00:01Z","bytes":"12","user":"bob","client":"192.0.2.1","request_time":"10.5","version":"1.9","uptime_monotonic_ts":1795168800001}
{"time":"2026-11-20T10:00:02Z","bytes":"","user":"eve","client":"192.0.2.2","request_time":"0.5","version":"1.1","uptime_monotonic_ts":1795168800002}
END
plan
echo "pairs"
cat >log <<'END'
[2026-11-20 10:00:00] INFO login user=alice addr=192.0.2.1 msg="it is late" took=0.5 x.y=1
[2026-11-20 10:00:01] WARN login msg=no user="bob b" (addr=2001:db8::1) took=1.5 x.y=2
[2026-11-20 10:00:02] INFO see /a?user=eve&x=1
END
plan
echo "an address among words"
cat >log <<'END'
2026-11-20T10:00:00Z sshd Failed password for eve from 192.0.2.1 port 22
2026-11-20T10:00:01Z sshd Failed password for eve from 2001:db8::1 port 22, agent x/1.2.3.4
2026-11-20T10:00:02Z sshd at 10:00:00 version 1.2.3.4.5 and std::a
2026-11-20T10:00:03Z nginx upstream closed, client: 192.0.2.2, server: _
2026-11-20T10:00:04Z nginx closed [192.0.2.3]:80 by 192.0.2.4.
END
plan
echo "a request line"
cat >log <<'END'
{"time":"2026-11-20T10:00:00Z","req":"GET /a?x=1 HTTP/1.1"}
{"time":"2026-11-20T10:00:01Z","req":"POST /b HTTP/1.1"}
END
plan
echo "ids"
cat >log <<'END'
{"time":"2026-11-20T10:00:00Z","actor":{"id":"u1"},"EventID":1,"connection_uid":"c1","uuid":"e1"}
{"time":"2026-11-20T10:00:01Z","actor":{"id":"u2"},"EventID":2,"connection_uid":"c2","uuid":"e2"}
END
plan
echo "layouts of text"
for line in '2026-11-20 10:00:00,123 - app.db - INFO - no %s' '2026/11/20 10:00:00 [error] 12#0: *%s open() failed' \
	'2026-11-20 10:00:00.123 [main] INFO no %s' '[2026-11-20T10:00:00Z] [warn] no %s' '2026-11-20T10:00:00Z INFO a b %s'; do
	for i in 1 2 3; do printf "$line\n" $i; done >log
	esper-encode --suggest log | jq -c '.runtime | [.line, .time_format]'
done
echo "secrets are not shown"
cat >log <<'END'
{"time":"2026-11-20T10:00:00Z","m":"try user=eve password=hunter2","token":"t1"}
{"time":"2026-11-20T10:00:01Z","m":"see user=eve","token":"t2"}
END
esper-encode --suggest log | jq -c '.fields[] | [.name, .description]'
echo "who acts: better a name that all events have"
cat >log <<'END'
{"time":"2026-11-20T10:00:00Z","user":"a","arn":"r1","uid":"C1"}
{"time":"2026-11-20T10:00:01Z","user":"b","arn":"r2","uid":"C2"}
{"time":"2026-11-20T10:00:02Z","arn":"r3","uid":"C3"}
END
esper-encode --suggest log | jq -c .runtime.entity_identity_fields
