# groff, by which most systems show manuals, takes no word of theirs for a macro and has nothing to say
command -v groff >/dev/null || {
	echo "no groff"
	exit 77
}
for page in "$TESTDATA"/../man/*.[1-8]; do
	groff -K utf8 -mdoc -Tutf8 -P-cbou "$page" 2>said >"${page##*/}.text"
	cat said
done
words() {
	tr -s ' \n' ' ' <"$1.text" | grep -o "$2"
}
words esper-rules.5 'operator Eq, Ne, Lt, Le, Gt or Ge'
words esper-plan.5 'one of Eq, Ne, Lt, Le, Gt and Ge'
words esper-decide.1 'Contains, Exists, In, Like and Between'
words esper-decide.1 'esper-decide --dump-state --state file'
