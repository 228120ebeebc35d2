#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Answers recorded retrievals from a fresh index: retrieval.py DOCUMENTS.jsonl

Each line of the file is {"id": ..., "text": ...}.  The input of a retrieval is {"query": ...}, and
"top_k" if it is not 3.  The index is SQLite's FTS5, ranked by BM25.
"""
import json, re, sqlite3, sys

index = sqlite3.connect(":memory:")
index.execute("create virtual table documents using fts5(id unindexed, text)")
for line in open(sys.argv[1], encoding="utf-8"):
    document = json.loads(line)
    index.execute("insert into documents values (?, ?)", (document["id"], document["text"]))
for line in sys.stdin:
    request = json.loads(line)
    words = re.findall(r"\w+", request["input"].get("query", ""))
    rows = index.execute(
        "select id, text from documents where documents match ? order by rank, id limit ?",
        (" OR ".join('"%s"' % word for word in words) or '""', request["input"].get("top_k", 3)),
    )
    found = [{"id": row[0], "text": row[1]} for row in rows]
    print(json.dumps({"id": request["id"], "output": found}), flush=True)
