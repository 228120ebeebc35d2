# fish completion: options with what they do, what can be chosen for them, files.
command -v fish >/dev/null || {
	echo "no fish"
	exit 77
}
touch log.jsonl
export XDG_CONFIG_HOME="$PWD/config" XDG_DATA_HOME="$PWD/data" XDG_CACHE_HOME="$PWD/cache"
fish --no-config -c '
for program in esper-encode esper-decide esper-replay esper-audit esper-trace-replay
	source $BUILD/completion/fish/$program
end
for line in "esper-encode --prog" "esper-encode --color=a" "esper-replay --type D" "esper-decide --rules lo" "esper-audit --fo" "esper-trace-replay --order=t"
	echo $line: (complete -C $line)
end'
