# Empty input, and blank lines alone, are no records: nothing comes out, nothing is rejected, exit 0.
p=$TESTDATA/examples/plan.json
: >empty
printf '\n  \n\r\n\t\n \n ' >blank
esper-encode -p "$p" </dev/null
echo $?
esper-encode -p "$p" empty blank - </dev/null
echo $?
esper-encode -p "$p" --stats=stats empty blank
sed 's/"elapsed_seconds":[0-9.]*/"elapsed_seconds":_/' stats
esper-encode -p "$p" -o out empty && wc -c <out
