# a retrieval is answered from a fresh index of documents
command -v python3 >/dev/null || { echo 'there is no python3'; exit 77; }
python3 -c 'import sqlite3; sqlite3.connect(":memory:").execute("create virtual table t using fts5(x)")' \
	2>/dev/null || { echo "there is no SQLite with FTS5"; exit 77; }
cat >documents.jsonl <<'END'
{"id":"returns","text":"Returns are free within 30 days."}
{"id":"shipping","text":"Shipping takes two days."}
{"id":"returns-2","text":"Gift cards and sale items: no returns."}
END
cat >trace.jsonl <<'END'
{"trace_id":"t1","call_id":"c1","parent_id":null,"name":"search","kind":"retrieval","service":null,"start":"2026-11-20T10:00:00Z","duration_ns":1000,"status":"ok","input":{"query":"are returns free?"},"output":[]}
END
esper-trace-replay -q --format jsonl \
	--exec "kind:retrieval=python3 $TESTDATA/../scripts/adapters/retrieval.py documents.jsonl" trace.jsonl 2>/dev/null |
	jq -c '.spans[] | [.served_by, .verdict, .output]'
