# What cannot be done is said with the file's name, exits 2 and leaves the store as it was.
cp "$TESTDATA"/examples/plan.json "$TESTDATA"/examples/rules.json .
try() {
	esper-encode "$@" </dev/null
	echo "exit $?"
}
try --list
try -S store --list
try -S store -t acme --list
try -S store -t acme --show 1
try -S store -t acme --activate 1
[ -e store ] && echo "made by looking"
for id in .. . .a a/b 'a b' "$(printf %065d 0)" 'ü'; do
	try -S store -t "$id" --create plan.json
done
[ -e store ] && echo "made in vain"
echo '{"fields":[{"name":"a"}]}' >bad.json
try -S store -t acme --create bad.json
try -S store -t acme --create nosuch.json
[ -e store ] && echo "made in vain"
try -S store -t "$(printf %064d 0)" --create plan.json
try -S store -t acme --create plan.json
try -S store -t acme --update 1 bad.json
try -S store -t acme --show 0
try -S store -t acme --show 2
try -S store -t acme --activate x
try -S store -t acme --list --show 1
try -S store -t acme --list plan.json
try -S store -t acme --list --exit-code
try -S store -t acme --init --list
try -S store -t acme --create plan.json --actor ''
try -S store -t acme --create plan.json --actor "$(printf '\377')"
try -S store -t acme --create plan.json -o /dev/full
try -S store -t nobody --list
try -S store -t nobody
try -S store -t nobody --delete 1
esper-decide -S store -t acme </dev/null
echo "exit $?"
esper-decide -S store -t acme --rule-version 3 </dev/null
echo "exit $?"

# files that are not what they should be
cd store/acme/encoding || exit
sed 's/"acme"/"evil"/' 1.json >2.json
cp 1.json 3.json
echo '{"fields":[]}' >4.json
echo '{' >5.json
mkdir 6.json
: >7.json
mkfifo 8.json
touch 09.json 10.txt x.json .json
cd ../../..
# an operator vouches for them, so that it is not the history which has something against them
record() {
	hash=$(sha256sum <store/acme/encoding/$1.json | cut -c 1-64)
	esper-audit -q -S store -t acme --append --action encoding.record --target encoding/$1 \
		--detail "{\"version\":$1,\"sha256\":\"$hash\"}" >/dev/null
}
for n in 2 3 4 5 7; do
	record $n
done
for n in 2 3 4 5 6 7 8 9; do
	try -S store -t acme --show $n
done
try -S store -t acme --list
cd store/acme/encoding && rm -r [2-8].json && cd ../../..
for n in 2 3 4 5; do
	esper-audit -q -S store -t acme --append --action encoding.delete --target encoding/$n \
		--detail "{\"version\":$n}" >/dev/null
done
try -S store -t acme --list >/dev/null
sed -i 's/"Draft"/"Active"/' store/acme/encoding/1.json
sed 's/"version":1/"version":7/' store/acme/encoding/1.json >store/acme/encoding/7.json
try -S store -t acme
record 1
record 7
try -S store -t acme
try -S store -t acme --retire 7
try -S store -t acme
wc -l <store/acme/audit.jsonl
