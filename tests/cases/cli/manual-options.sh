# every option that --help lists is in the program's manual, in alphabetical order, and the reverse
man=$TESTDATA/../man
for page in "$man"/*.[18]; do
	program=${page##*/}
	program=${program%.[18]}
	case $page in
	*.8) command -v "$program" >/dev/null || continue ;; # built only with libcurl
	esac
	"$program" --help >help || exit 1
	# --name of every line about an option
	sed -n 's/^ \{2,6\}\(-[A-Za-z], *\)\{0,1\}--\([a-z][a-z-]*\).*/\2/p' help | LC_ALL=C sort >listed
	awk '$1 == ".It" && $2 == "Fl" {
		for (i = 3; i <= NF; i++)
			if ($i ~ /^-[a-z][a-z-]*$/) {
				print substr($i, 2)
				break
			}
	}' "$page" >described
	[ -s listed ] && [ -s described ] || echo "$program: no options found"
	LC_ALL=C sort -c described 2>&1 | sed "s/^/$program: order: /"
	LC_ALL=C sort described | diff listed - | sed -n \
		-e "s/^</$program: not in the manual:/p" -e "s/^>/$program: not in --help:/p"

	# the letters, too
	sed -n 's/^ *\(-[A-Za-z]\), .*/\1/p' help | LC_ALL=C sort >listed
	awk '$1 == ".It" && $2 == "Fl" && $3 ~ /^[A-Za-z]$/ { print "-" $3 }' "$page" |
		LC_ALL=C sort | diff listed - | sed "s/^[<>]/$program: letter:/"
done

# other names for options are in the table of esper(7), and taken
awk '$1 == ".It" && $2 == "Fl" { print $3 }' "$man/esper.7" | while read -r name; do
	grep -q "Fl $name" "$man"/*.[18] || echo "-$name: in no manual"
done
exit 0
