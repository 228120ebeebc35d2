# SPDX-License-Identifier: MIT
#
# The messages of a debug adapter, one a line.  Run it with LC_ALL=C, as lengths are bytes.
function length_of(header) {
	if (header !~ /^Content-Length: [0-9]+\r$/)
		wrong("not a header: " header)
	return substr(header, 17) + 0
}
function wrong(what) {
	print "unframe: " what
	failed = 1
	exit
}
!begun { begun = 1; n = length_of($0); next }
!inside { if ($0 != "\r") wrong("no empty line behind the header"); inside = 1; next }
{
	print substr($0, 1, n)
	rest = substr($0, n + 1)
	inside = 0
	begun = rest != ""
	if (begun)
		n = length_of(rest)
}
END { if (!failed && (begun || inside)) print "unframe: the last message is not complete" }
