# Files are 0640 and folders 0750, less the umask; readers need no right to write.
export ESPER_STORE=store ESPER_TENANT=acme
echo '{"fields":[]}' >plan.json
(umask 000 && esper-encode --create plan.json && esper-encode --create plan.json && esper-encode --delete 2)
find store -printf '%m %P\n' | sort -k 2
(umask 077 && esper-encode -t private --create plan.json)
find store/private -printf '%m %P\n' | sort -k 2
# a copy that was never changed by a program has no lock
rm store/acme/.lock
chmod -R a-w store
esper-encode --list | jq -c '[.version, .status]'
chmod -R u+w store
