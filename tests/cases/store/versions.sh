# Versions are created, listed, changed, activated, retired and deleted; each change has its audit entry.
export ESPER_STORE=store ESPER_TENANT=acme
cp "$TESTDATA"/examples/plan.json "$TESTDATA"/examples/events.jsonl .
try() {
	echo "+ $*"
	esper-encode "$@"
	s=$?
	[ $s -eq 0 ] || echo "exit $s"
}
versions() {
	esper-encode --list | jq -c '[.tenant_id, .version, .status, .summary, (keys_unsorted | join(" "))]'
}
try --create plan.json
sed 's/"summary": "[^"]*"/"summary": "second"/' plan.json | try --create - --actor alice
ESPER_ACTOR=bob try --create plan.json
versions
esper-encode --show 1 | jq -c 'del(.config, .created_at)'
esper-encode --show 1 >document
cmp document store/acme/encoding/1.json
[ "$(jq -c -S .config document)" = "$(jq -c -S . plan.json)" ] && echo "the config as it was given"

# no version is Active yet
try events.jsonl
esper-encode -q --encoding-version 2 events.jsonl | jq -c '[.event_id, .encoding_version]'
try --activate 1
esper-encode -q events.jsonl | jq -c '[.event_id, .encoding_version]'
try --activate 2
esper-encode -q events.jsonl | jq -c '[.event_id, .encoding_version]'
# -p wins
esper-encode -q -p plan.json events.jsonl | jq -c '[.event_id, .encoding_version]'
versions

# only a Draft changes or goes; only the Active one is retired; what is Active cannot become so
for action in --update --delete --retire --activate; do
	for n in 1 2 3 4; do
		case $action$n in
		--update3 | --delete3 | --activate[13]) continue ;;
		--retire2) continue ;;
		esac
		try $action $n <plan.json 2>&1
	done
done
try --update 3 <plan.json
sed 's/"String"/"Symbol"/' plan.json >other.json
try --update 3 other.json
try --delete 3
try --create other.json
try --delete 4
try --create plan.json
try --retire 2
try --activate 1
versions
jq -c '[.seq, .actor, .action, .target, .detail.version, .detail.summary, .detail.retired_version]' \
	store/acme/audit.jsonl | sed "s/\"$(id -un)\"/\"me\"/"
jq -c 'select(.action == "encoding.update") | .detail | keys, .changes' store/acme/audit.jsonl

# the history knows every file that there is
for n in 1 2 5; do
	hash=$(sha256sum store/acme/encoding/$n.json | cut -c 1-64)
	grep -c "$hash" store/acme/audit.jsonl
done
ls -A store store/acme store/acme/encoding
