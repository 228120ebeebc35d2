# Where nothing more can be written a change fails whole, exits 2 and loses nothing.
export ESPER_STORE=store ESPER_TENANT=acme ESPER_ACTOR=me
echo '{"fields":[]}' >plan.json
esper-encode --create plan.json
esper-encode --activate 1
i=0
while [ $i -lt 300 ]; do
	i=$((i + 1))
	echo "{\"name\":\"f$i\",\"selector\":{\"kind\":\"Method\"},\"parser\":\"String\"}"
done | jq -s -c '{fields: .}' >large.json
cp -r store before
# the document does not fit; then, the history
(ulimit -f 1 && esper-encode --create large.json)
echo "exit $?"
diff -r before store && echo same
i=0
while [ $i -lt 3 ]; do
	i=$((i + 1))
	esper-encode --create plan.json
done
cp -r store later
(ulimit -f 1 && esper-encode --activate 2)
echo "exit $?"
diff -r later store && echo same
esper-encode --activate 2
esper-encode --list | jq -c '[.version, .status]'

# a small disk, where we may make one
if [ -n "${TRY_TMPFS-}" ] || [ "$(id -u)" -eq 0 ]; then
	mkdir disk
	if mount -t tmpfs -o size=64k tmpfs disk 2>/dev/null; then
		while esper-encode -S disk/store --create large.json 2>err; do :; done >numbers
		[ -s err ] || echo "filled in silence"
		esper-encode -S disk/store --list | jq -r .version | cmp - numbers
		umount disk
	fi
fi
exit 0
