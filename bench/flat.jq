# What esper-encode writes, in the shape of the peers' output.
.fields as $f
| {event_id, observed_at, method: $f.method, path: $f.path, user_agent: $f.user_agent, ip: $f.ip,
   email: $f.email, device_key: $f.device_key, action: $f.action}
