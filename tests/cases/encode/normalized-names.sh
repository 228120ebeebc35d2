# With and without flatten_objects and normalize_field_names a path finds what the contract says, the last of several matches.
cat >log <<'END'
{"event_id":"nested","observed_at":0,"body":{"request":{"emailAddress":1}}}
{"event_id":"dotted","observed_at":0,"body.request":{"email_address":1}}
{"event_id":"dotted2","observed_at":0,"body":{"request.email_address":1}}
{"event_id":"dotted3","observed_at":0,"body.request.email_address":1}
{"event_id":"exact","observed_at":0,"body":{"request":{"email_address":1}}}
{"event_id":"kebab","observed_at":0,"Body":{"REQUEST":{"Email-Address":1}}}
{"event_id":"eMail","observed_at":0,"body":{"request":{"eMailAddress":1}}}
{"event_id":"last","observed_at":0,"body":{"request":{"email_address":1,"emailAddress":2}},"body.request.Email Address":3}
{"event_id":"duplicate","observed_at":0,"body":{"request":{"email_address":1}},"body":{"request":{}}}
END
for flatten in true false; do
	for normalize in true false; do
		echo "flatten_objects $flatten, normalize_field_names $normalize"
		echo '{"runtime":{"flatten_objects":'$flatten',"normalize_field_names":'$normalize'},"fields":[
			{"name":"e","selector":{"kind":"RequestField","path":"body.request.email_address"},"parser":"U64"}]}' >plan.json
		esper-encode -p plan.json log | sed 's/.*"event_id":"\([^"]*\)".*"fields":\(.*\)}$/\1 \2/'
	done
done
