# An interrupted change is finished if it was recorded, else undone; that is said, and not twice.
export ESPER_STORE=store ESPER_TENANT=acme ESPER_ACTOR=me
echo '{"fields":[]}' >plan.json
esper-encode --create plan.json
cd store/acme || exit
# as it is after the second step: announced, not recorded
announce() {
	jq -c --argjson after "$(wc -c <audit.jsonl)" --arg entry "$1" -n '{entry: $entry, after: $after,
		steps: [{kind: "encoding", name: "2.json", keep: true}]}' >change.json
	sed 's/"version":1/"version":2/' encoding/1.json >encoding/2.json.new
}
announce ',"actor":"me","action":"encoding.create","target":"encoding/2","detail":{},"recorded_at":'
cd ../.. || exit
esper-encode --list | jq -c .version
esper-encode --list | jq -c .version
ls -A store/acme/encoding
# recorded: the next entry is put there by hand, and has no right hash; but it has been told
cd store/acme || exit
announce ',"actor":"me","action":"encoding.create","target":"encoding/2","detail":{},"recorded_at":'
cp audit.jsonl kept
detail='{"version":2,"sha256":"'$(sha256sum <encoding/2.json.new | cut -c 1-64)'"}'
line='{"audit_entry_id":"acme-2","tenant_id":"acme","seq":2,"actor":"me","action":"encoding.create"'
line=$line',"target":"encoding/2","detail":'$detail',"recorded_at":"2026-11-20T10:00:00Z","prev_hash":"'
line=$line$(tail -n 1 audit.jsonl | jq -r .entry_hash)'"'
whole=$line',"entry_hash":"'$(printf %s "$line" | sha256sum | cut -c 1-64)'"}'
# torn, it does not count
printf %s "$line" >>audit.jsonl
cd ../.. || exit
esper-encode --list | jq -c .version
# without its newline alone, it does
cd store/acme || exit
cp kept audit.jsonl
announce ',"actor":"me","action":"encoding.create","target":"encoding/2","detail":'"$detail"',"recorded_at":'
printf %s "$whole" >>audit.jsonl
cd ../.. || exit
esper-encode -q --list | jq -c .version
esper-encode --create plan.json
tail -n 2 store/acme/audit.jsonl | jq -c '[.seq, .action, .target]'
# a filter finishes, too; and one is not looked for before the place where it can be
cd store/acme || exit
announce ',"actor":"me","action":"encoding.create","target":"encoding/3","detail":{'
cd ../.. || exit
echo '{"observed_at":1}' | esper-encode --encoding-version 1 | jq -c .encoding_version

# what is no announcement is not guessed at
echo '{"entry":"x","after":0,"steps":[{"kind":"encoding","name":"../../../plan.json","keep":false}]}' \
	>store/acme/change.json
esper-encode --list
echo "exit $?"
: >store/acme/change.json
esper-encode --list
echo "exit $?"
