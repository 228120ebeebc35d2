# of every sample, as lines and as documents: what is extracted has the calls of the selection, and nothing more
if [ ! -x "$BUILD/fault/faults" ]; then
	echo "not with the sanitizers, which need far more time"
	exit 77
fi
number=0
for file in "$TESTDATA"/traces/*/*; do
	case $file in
	*LICENSE* | *README* | *.md) continue ;;
	esac
	name=${file#"$TESTDATA"/traces/}
	esper-trace-replay -q --calls "$file" >all 2>/dev/null
	[ -s all ] || continue
	esper-trace-replay -q --calls all 2>/dev/null | cmp -s - all || echo "$name: calls of calls differ"
	esper-trace-replay -q --extract "$file" 2>/dev/null | cmp -s - "$file" || echo "$name: extracting all differs"
	last=$(jq -r .trace_id all | sed -n '$p')
	number=$((number + 1))
	case $((number % 3)) in
	0) set -- "--trace-id=$last" --limit=1 ;;
	1) set -- --error '--name=*a*' ;;
	2) set -- --success --kind=http ;;
	esac
	for selection; do
		esper-trace-replay -q --calls "$selection" "$file" >got 2>/dev/null
		jq -n -e --slurpfile all all --slurpfile got got '
			($got | map({key: .trace_id, value: 1}) | from_entries) as $ids |
			[$all[] | select($ids[.trace_id])] == $got' >same ||
			echo "$name $selection: not whole traces"
		esper-trace-replay -q --extract "$selection" "$file" >part 2>/dev/null
		esper-trace-replay -q --calls part 2>/dev/null | cmp -s - got || echo "$name $selection: calls differ"
		esper-trace-replay -q --extract "$selection" part 2>/dev/null | cmp -s - part ||
			echo "$name $selection: extracting again differs"
		[ -s got ] && echo "$selection" >>selected
	done
	echo "$name" >>files
done
[ "$(wc -l <files)" -gt 5 ] || echo 'few samples'
[ "$(wc -l <selected)" -gt 15 ] || echo 'little was selected'
