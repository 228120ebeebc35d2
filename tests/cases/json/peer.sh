# Our JSON reader and jansson agree on a hundred thousand mutated lines of real logs: on each verdict and value.
if [ ! -x "$BUILD/peer/jansson" ]; then
	echo "libjansson-dev is not installed"
	exit 77
fi
"$BUILD/peer/jansson" >log || cut -c 1-400 log | head -n 20
tail -n 1 log | sed 's/^[1-9][0-9]* //'
