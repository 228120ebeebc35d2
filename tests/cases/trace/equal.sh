# a selection in two passes is what jq selects of all calls, from files, pipes, zstd and parts, with one thread and four
if [ ! -x "$BUILD/fault/faults" ]; then
	echo "not with the sanitizers, which need far more time"
	exit 77
fi
equal() { # equal WHAT JQ ARGUMENT...: of whole traces
	what=$1 wanted=$2
	shift 2
	esper-trace-replay -q --calls "$@" log >got
	jq -n -e --slurpfile all all --slurpfile got got "
		(\$all | group_by(.trace_id) | map(select($wanted) | {key: .[0].trace_id, value: 1}) |
			from_entries) as \$ids |
		[\$all[] | select(\$ids[.trace_id])] == \$got" >same || echo "$what, seed $seed: differs"
	esper-trace-replay -q --calls "$@" log.zst | cmp -s - got || echo "$what, seed $seed: zstd differs"
	cat log | esper-trace-replay -q -j 1 --calls "$@" | cmp -s - got ||
		echo "$what, seed $seed: from a pipe differs"
	esper-trace-replay -q -j 4 --calls "$@" part.* | cmp -s - got ||
		echo "$what, seed $seed: parts differ"
	esper-trace-replay -q --extract "$@" log >extracted
	# without the other trace that has its id, an event belongs to the one that is left
	[ -n "$loose" ] && [ -z "$unique" ] || esper-trace-replay -q --extract "$@" extracted | cmp -s - extracted ||
		echo "$what, seed $seed: extracting again differs"
	[ -s got ] && some="$some ${what%% *}"
}
some=
for seed in 1 2 4 6 7 9; do
	strays='' loose='' unique=''
	[ $seed = 4 ] && strays=1
	[ $seed = 6 ] && loose=1
	[ $seed = 7 ] && loose=1 unique=1
	awk -v seed=$seed -v traces=40 -v strays=$strays -v loose=$loose -v unique=$unique -f "$TESTDATA/traces/random.awk" | sort -s -n -k 1,1 |
		cut -f 2- >log
	zstd -q -f log
	rm -f part.*
	split -l 97 log part.
	esper-trace-replay -q --calls log >all
	esper-trace-replay -q --calls all | cmp - all
	# which of several values of an attribute is kept depends on the order of the lines
	if [ -n "$unique" ]; then
		awk '{ print NR * 7919 % 4001 "\t" $0 }' log | sort -n -k 1,1 | cut -f 2- >mixed
		esper-trace-replay -q --calls mixed | jq -c 'del(.attributes)' >calls
		jq -c 'del(.attributes)' all | cmp - calls
	fi
	equal name 'any(.name == "f1" or .name == "f2")' --name f1 --name f2
	equal error 'any(.status == "error" and (.error.type == "E1" or any(.events[]?; .error_type == "E1")))' --error=E1
	equal 'one call' 'any(.service == "s1" and .name == "f0")' --service s1 --name f0
	equal http 'any(.kind == "http")' --kind http
	equal function 'any(.kind == "function" and .name == "f3")' --kind function --name f3
	equal where 'any(.input.deep.k == "v3")' --where deep.k=v3
	equal variable 'any(any(.events[]?; .type == "variable" and .name == "v3" and .value == 4))' --where v3=4
	equal variant 'any(.attributes.variant == "b1" and .name == "f2")' --variant b1 --name f2
	equal success 'all(.status == "ok")' --status success
	equal open 'all(.status != "error") and any(.status == "open")' --status open
	equal pattern 'any(any(.events[]?; .message == "needle7")) and any(.status == "error")' \
		--pattern '"needle7"' --status error
	equal from '(map(.start | select(. != null)) | min) as $at | $at >= "2023-11-14T22:13:20.004" and $at < "2023-11-14T22:13:20.007"' \
		--from '2023-11-14 22:13:20.004' --to '2023-11-14 22:13:20.007'
	for id in $(jq -r .trace_id all | sort -u | sed -n '3p;11p;19p'); do
		equal trace "any(.trace_id == \"$id\")" --trace-id "$id"
	done
	for id in $(jq -r .call_id all | sort -u | sed -n '7p;43p'); do
		equal call "any(.call_id == \"$id\")" --correlation-id "$id"
	done
	esper-trace-replay -q --calls --error log >got
	jq -r .trace_id got | uniq | head -n 3 >ids
	esper-trace-replay -q --calls --error --limit 3 log | jq -r .trace_id | uniq | cmp - ids
	jq -r .trace_id all | uniq | head -n 5 >ids
	esper-trace-replay -q --calls --limit 5 log | jq -r .trace_id | uniq | cmp - ids
	cat log log | esper-trace-replay -q --calls | cmp - all
done
echo $some | tr ' ' '\n' | sort | uniq -c | awk '$1 < 3 { print "seldom selected: " $2 }'
