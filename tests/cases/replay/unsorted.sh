# Inputs need not be sorted: any order of lines and any split into files gives the same decisions.
awk -v n=2000 -f "$TESTDATA/replay/events.awk" | grep 'observed_at.*}$' | awk '!seen[$0]++' |
	jq -c '. + {event_id: (.event_id // "none"), observed_at: (input_line_number * 700 + 1795132800000)}' >day
set -- --type DecisionOnly -p "$TESTDATA/replay/plan.json" -r "$TESTDATA/replay/rules.json" -q
esper-replay "$@" day >want
wc -l <want
awk '{ print NR * 7919 % 2003 "\t" $0 }' day | sort -n | cut -f 2- >shuffled
cmp -s day shuffled && echo not shuffled
esper-replay "$@" shuffled | cmp - want
sed '1!G;h;$!d' day | esper-replay "$@" | cmp - want
split -l 300 shuffled part.
esper-replay "$@" part.* | cmp - want
for p in part.*; do
	zstd -q "$p"
done
esper-replay "$@" part.*.zst | cmp - want
cat part.*.zst | esper-replay "$@" | cmp - want
