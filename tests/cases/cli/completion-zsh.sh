# zsh completion, at a terminal: an option's name, what can be chosen for it, a file.
command -v zsh >/dev/null || {
	echo "no zsh"
	exit 77
}
touch log.jsonl
mkdir functions
for program in esper-encode esper-decide esper-replay esper-audit esper-trace-replay; do
	cp "$BUILD/completion/zsh/$program" "functions/_$program"
	zsh -n "functions/_$program"
done
cat >type.zsh <<'END'
zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z "PROMPT='' RPROMPT=''; fpath=($PWD/functions \$fpath); autoload -U compinit; compinit -u -d $PWD/dump; print R''EADY"
while zpty -r z out; do
	all+=$out
	[[ $all == *READY* ]] && break
done
zpty -w z $'esper-encode --prog\t=n\t lo\t; print E\'\'ND'
while zpty -r z out; do
	all+=$out
	[[ $all == *END* ]] && break
done
print -r -- $all
END
mkdir bin
printf '#!/bin/sh\necho "typed: $*"\n' >bin/esper-encode
chmod +x bin/esper-encode
PATH=$PWD/bin:$PATH TERM=dumb zsh -f type.zsh 2>&1 | tr -d '\r' | grep '^typed: '
