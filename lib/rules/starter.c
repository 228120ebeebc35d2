/* SPDX-License-Identifier: MIT */
#include "rules/rules.h"

static const char starter[] =
    "{\n"
    "  \"summary\": \"Login abuse\",\n"
    "  \"lists\": { \"blocked_ips\": { \"values\": [\"203.0.113.0/24\", \"2001:db8::/32\"] } },\n"
    "  \"rules\": [\n"
    "    {\n"
    "      \"rule_id\": \"login-burst\",\n"
    "      \"name\": \"Login burst\",\n"
    "      \"description\": \"Five or more attempts by one identity within five minutes\",\n"
    "      \"priority\": 10,\n"
    "      \"expression\": {\n"
    "        \"kind\": \"And\",\n"
    "        \"predicates\": [\n"
    "          { \"kind\": \"FieldCmp\", \"field_name\": \"action\", \"operator\": \"Eq\", \"value\": \"login_attempt\" },\n"
    "          { \"kind\": \"WindowCmp\", \"scope\": \"Entity\", \"seconds\": 300, \"operator\": \"Ge\", \"value\": 5 }\n"
    "        ]\n"
    "      },\n"
    "      \"outcome\": \"Challenge\",\n"
    "      \"reason\": \"too many attempts\"\n"
    "    },\n"
    "    {\n"
    "      \"rule_id\": \"login-flood\",\n"
    "      \"name\": \"Login flood\",\n"
    "      \"description\": \"Twenty or more attempts in one session\",\n"
    "      \"priority\": 20,\n"
    "      \"expression\": { \"kind\": \"StateCmp\", \"scope\": \"Session\", \"attribute\": \"event_count\", \"operator\": \"Ge\", \"value\": 20 },\n"
    "      \"outcome\": \"Block\"\n"
    "    }\n"
    "  ],\n"
    "  \"tests\": [\n"
    "    {\n"
    "      \"name\": \"the fifth attempt within five minutes is challenged\",\n"
    "      \"events\": [\n"
    "        { \"at\": 0, \"fields\": { \"email\": \"a@example.com\", \"action\": \"login_attempt\" } },\n"
    "        { \"at\": 10, \"fields\": { \"email\": \"a@example.com\", \"action\": \"login_attempt\" } },\n"
    "        { \"at\": 20, \"fields\": { \"email\": \"a@example.com\", \"action\": \"login_attempt\" } },\n"
    "        { \"at\": 30, \"fields\": { \"email\": \"a@example.com\", \"action\": \"login_attempt\" } },\n"
    "        { \"at\": 299, \"fields\": { \"email\": \"a@example.com\", \"action\": \"login_attempt\" } },\n"
    "        { \"at\": 330, \"fields\": { \"email\": \"a@example.com\", \"action\": \"login_attempt\" } }\n"
    "      ],\n"
    "      \"expect\": [\"Observe\", \"Observe\", \"Observe\", \"Observe\", \"Challenge\", \"Observe\"]\n"
    "    }\n"
    "  ]\n"
    "}\n";

struct text
rules_starter(void)
{
	return (struct text){ starter, sizeof(starter) - 1 };
}
