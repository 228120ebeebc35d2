# One spelling for what peers write differently: absent is null is "", and letters have no case (the peers know that of
# ASCII alone, so all other characters are one).
{event_id, method, path, user_agent, ip, email, device_key, action}
| map_values(if . == null then "" else tostring | ascii_downcase | gsub("[^ -~]"; "?") end)
