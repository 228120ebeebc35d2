# bash completion: options, what can be chosen for them, files.
command -v bash >/dev/null || {
	echo "no bash"
	exit 77
}
mkdir folder
touch folder/x.jsonl log.jsonl log.zst 'with space'
cat >try <<'END'
# try PROGRAM WORD...: what the last word can become
try() {
	source "$BUILD/completion/bash/$1"
	COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
	"_${1//-/_}"
	printf '%s: ' "${*@Q}"
	printf '%s\n' "${COMPREPLY[@]@Q}" | LC_ALL=C sort | paste -s -d ' ' -
}
try esper-encode --pr
try esper-encode --max
try esper-encode --color = a
try esper-encode --color =
try esper-encode --color a
try esper-encode --progress = n
try esper-encode --plan lo
try esper-encode --plan = lo
try esper-encode -p plan -o with
try esper-encode -p plan lo
try esper-encode -p plan folder/
try esper-encode -j lo
try esper-encode --stats lo
try esper-encode --stats = log.z
try esper-encode --init ng
try esper-encode --init = c
try esper-encode --init l
try esper-encode -- --pr
try esper-encode -- -
try esper-replay --type D
try esper-replay --type = De
try esper-replay --type S
try esper-replay --run
try esper-replay --state lo
try esper-replay --format ""
try esper-replay --warmup a
try esper-decide --rules folder/x
try esper-decide -q -
try esper-trace-replay --kind f
try esper-trace-replay --status = e
try esper-trace-replay --traces-of lo
complete -p esper-encode esper-decide esper-replay esper-trace-replay
END
bash try
# every option that --help lists
for program in esper-encode esper-decide esper-replay esper-trace-replay; do
	"$program" --help | sed -n 's/^ \{2,6\}\(-[A-Za-z], *\)\{0,1\}\(--[a-z][a-z-]*\).*/\2/p' >listed
	bash -c '
		source "$BUILD/completion/bash/$1"
		COMP_WORDS=("$1" --) COMP_CWORD=1
		"_${1//-/_}"
		printf "%s\n" "${COMPREPLY[@]}"' - "$program" | cmp - listed
done
