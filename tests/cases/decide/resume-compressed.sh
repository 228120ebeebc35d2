# --resume does not append compressed data to plain text, nor the reverse: the run ends with 2, and the output and the state are as before.
cp "$TESTDATA"/examples/rules.json "$TESTDATA"/examples/encoded.jsonl .
decide() { esper-decide -q -r rules.json --state state --resume "$@" || echo "exit $?"; }
head -n 2 encoded.jsonl >log
decide -o out log
cp out before
tail -n +3 encoded.jsonl >>log
decide -z -o out log
cmp out before && decide -o out log && wc -l <out

head -n 2 encoded.jsonl >log
rm state
decide -z -o squeezed log
tail -n +3 encoded.jsonl >>log
decide -o squeezed log
decide -z -o squeezed log && zstd -dcq squeezed | cmp - out && echo same
