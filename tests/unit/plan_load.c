/* SPDX-License-Identifier: MIT */
#include "plan/plan.h"

#include "tests/unit/unit.h"

static void
test_starter(void)
{
	struct err e;
	struct plan *p = plan_load(plan_starter(), NULL, &e);
	struct runtime d = runtime_defaults();
	CHECK(p != NULL);
	if (p == NULL)
		return;
	CHECK(text_eq(p->text, plan_starter()) && p->text.p != plan_starter().p);
	CHECK(text_eq(p->summary, TEXT("Flexible request extraction for login traffic")));
	CHECK(p->document.version == 0 && p->document.status == STATUS_NONE);
	CHECK(p->runtime.flatten_objects && p->runtime.normalize_field_names);
	CHECK(p->runtime.dedup_ttl_s == d.dedup_ttl_s && d.dedup_ttl_s == 60);
	CHECK(
	    p->runtime.entity_state_ttl_s == d.entity_state_ttl_s && d.entity_state_ttl_s == 3600);
	CHECK(p->runtime.session_state_ttl_s == d.session_state_ttl_s &&
	      d.session_state_ttl_s == 1800);
	CHECK(p->runtime.window_state_ttl_s == d.window_state_ttl_s && d.window_state_ttl_s == 300);
	CHECK(p->runtime.session_bucket_min == d.session_bucket_min && d.session_bucket_min == 15);
	CHECK(p->runtime.lateness_s == 3600 && p->runtime.default_decision == OUTCOME_OBSERVE);
	for (size_t i = 0; i < ENVELOPE_MEMBERS; i++)
		CHECK(p->runtime.envelope[i].n == 0);
	CHECK(p->count == 3 && p->fields.n == 3 && p->schema.count == 3);
	CHECK(p->runtime.identities == 2 && p->identity[0] == 0 && p->identity[1] == 2);
	CHECK(lists_count(p->lists) == 0);
	const struct plan_field *f = &p->field[0];
	CHECK(text_eq(f->name, TEXT("email")) && f->expr == NULL && f->required);
	CHECK(f->selector == SELECT_REQUEST_FIELD);
	CHECK(text_eq(f->selector_arg, TEXT("body.request.email")));
	CHECK(f->parser == TYPE_STRING && f->normalizers == 2);
	CHECK(f->normalizer[0].kind == NORMALIZE_TRIM);
	CHECK(f->normalizer[1].kind == NORMALIZE_LOWERCASE);
	f = &p->field[1];
	CHECK(text_eq(f->name, TEXT("device_key")) && f->expr != NULL && !f->required);
	f = &p->field[2];
	CHECK(text_eq(f->name, TEXT("action")) && f->expr != NULL && f->parser == TYPE_SYMBOL);
	CHECK(text_eq(p->schema.prefix[1], TEXT("\"device_key\":")));
	plan_free(p);
}

#define FIELD(name, selector, rest)                                                                \
	"{\"name\":\"" name "\",\"selector\":" selector ",\"parser\":\"String\"" rest "}"
#define PATH(p) "{\"kind\":\"RequestField\",\"path\":\"" p "\"}"

/* All that a plan can say, in a version document. */
static const char full[] =
    "{\"tenant_id\":\"acme\",\"version\":7,\"status\":\"Active\",\"created_at\":"
    "\"2026-11-20T10:00:00Z\",\"config\":{\"summary\":null,\"runtime\":{\"flatten_objects\":false,"
    "\"normalize_field_names\":false,\"dedup_ttl_seconds\":0,\"entity_state_ttl_seconds\":1,"
    "\"session_state_ttl_seconds\":2,\"window_state_ttl_seconds\":1000000000,"
    "\"session_bucket_minutes\":1,\"entity_identity_fields\":[\"ip\",\"inside\",\"ip\"],\"dedup_lines\":true,"
    "\"default_decision\":\"Block\",\"lateness_seconds\":5,\"envelope\":{\"observed_at\":"
    "\"eventTime\",\"event_id\":\"a.b.0\"}},"
    "\"lists\":{\"nets\":{\"values\":[\"10.0.0.0/8\"]}},"
    "\"fields\":["
    "{\"name\":\"ip\",\"description\":null,\"selector\":{\"kind\":\"Header\",\"name\":\"X-IP\"},"
    "\"parser\":\"IpAddress\",\"normalizers\":[\"CollapseWhitespace\",{\"kind\":\"Trim\"},"
    "{\"kind\":\"Split\",\"separator\":\", \",\"index\":-1},{\"kind\":\"Split\",\"separator\":"
    "\";\"},"
    "{\"kind\":\"Replace\",\"from\":\"+\"},{\"kind\":\"Replace\",\"from\":\"+\",\"to\":\"-\"},"
    "\"Uppercase\"]},"
    "{\"name\":\"q\",\"selector\":{\"kind\":\"QueryParam\",\"name\":\"q\"},\"parser\":\"U64\"},"
    "{\"name\":\"c\",\"selector\":{\"kind\":\"Cookie\",\"name\":\"c\"},\"parser\":\"I64\"},"
    "{\"name\":\"r\",\"selector\":{\"kind\":\"RouteParam\",\"name\":\"r\"},\"parser\":\"F64\"},"
    "{\"name\":\"m\",\"selector\":{\"kind\":\"Method\"},\"parser\":\"Bool\"},"
    "{\"name\":\"p\",\"selector\":{\"kind\":\"Path\"},\"parser\":\"Json\"},"
    "{\"name\":\"s\",\"selector\":{\"kind\":\"SourceId\"},\"parser\":\"Duration\"},"
    "{\"name\":\"at\",\"selector\":{\"kind\":\"ObservedAt\"},\"parser\":\"Timestamp\"}],"
    "\"actions\":[{\"field_name\":\"inside\",\"expression\":{\"kind\":\"Conditional\","
    "\"predicate\":{\"kind\":\"IpInCidr\",\"field_name\":\"ip\",\"list\":\"nets\"},\"then\":{"
    "\"kind\":\"Constant\",\"value\":true}},\"parser\":\"Bool\",\"required\":true}]}}";

static void
test_full(void)
{
	struct err e = { 0 };
	struct plan *p = plan_load(text_of(full), ".", &e);
	const struct normalizer *n;
	CHECK(p != NULL);
	if (p == NULL) {
		printf("%s\n", e.text);
		return;
	}
	CHECK(text_eq(p->document.tenant_id, TEXT("acme")) && p->document.version == 7);
	CHECK(p->document.status == STATUS_ACTIVE);
	CHECK(text_eq(p->document.created_at, TEXT("2026-11-20T10:00:00Z")));
	CHECK(p->summary.p == NULL);
	CHECK(!p->runtime.flatten_objects && !p->runtime.normalize_field_names);
	CHECK(p->runtime.dedup_ttl_s == 0 && p->runtime.entity_state_ttl_s == 1);
	CHECK(p->runtime.session_state_ttl_s == 2 && p->runtime.window_state_ttl_s == 1000000000);
	CHECK(p->runtime.session_bucket_min == 1 && p->runtime.lateness_s == 5);
	CHECK(p->runtime.dedup_lines && !runtime_defaults().dedup_lines);
	CHECK(p->runtime.default_decision == OUTCOME_BLOCK);
	CHECK(text_eq(p->runtime.envelope[ENVELOPE_OBSERVED_AT].origin[0].path, TEXT("eventTime")));
	CHECK(text_eq(p->runtime.envelope[ENVELOPE_EVENT_ID].origin[0].path, TEXT("a.b.0")));
	CHECK(p->runtime.envelope[ENVELOPE_PATH].n == 0);
	CHECK(p->runtime.identities == 3 && p->identity[0] == 0);
	CHECK(p->identity[1] == 8 && p->identity[2] == 0);
	CHECK(p->count == 9 && lists_count(p->lists) == 1);
	CHECK(text_eq(p->field[0].selector_arg, TEXT("X-IP")));
	for (size_t i = 0; i < 8; i++)
		CHECK(p->field[i].selector == (enum selector_kind)(SELECT_HEADER + i));
	CHECK(p->field[0].normalizers == 7 && p->field[1].normalizers == 0);
	n = p->field[0].normalizer;
	CHECK(n[0].kind == NORMALIZE_COLLAPSE_WHITESPACE && n[1].kind == NORMALIZE_TRIM);
	CHECK(n[2].kind == NORMALIZE_SPLIT && text_eq(n[2].from, TEXT(", ")) && n[2].index == -1);
	CHECK(n[3].kind == NORMALIZE_SPLIT && n[3].index == 0);
	CHECK(n[4].kind == NORMALIZE_REPLACE && n[4].to.p != NULL && n[4].to.n == 0);
	CHECK(n[5].kind == NORMALIZE_REPLACE && text_eq(n[5].to, TEXT("-")));
	CHECK(n[6].kind == NORMALIZE_UPPERCASE);
	CHECK(p->field[8].expr != NULL && p->field[8].required && p->field[8].parser == TYPE_BOOL);
	plan_free(p);
}

#define RUNTIME(members) "{\"runtime\":{" members "},\"fields\":[]}"
#define FIELDS(list) "{\"fields\":[" list "]}"
#define NORMALIZERS_OF(list) FIELDS(FIELD("a", PATH("a"), ",\"normalizers\":[" list "]"))
#define TYPED(type) "{\"name\":\"t\",\"selector\":{\"kind\":\"Method\"},\"parser\":\"" type "\"}"
#define DERIVED(x)                                                                                 \
	"{\"fields\":[" FIELD("email", PATH("a"), "") "," TYPED(                                   \
	    "Timestamp") ",{\"name\":\"ip\",\"selector\":{\"kind\":\"Method\"},\"parser\":"        \
			 "\"IpAddress\"}],\"lists\":{\"bad\":{\"values\":[\"x\"]}},"               \
			 "\"derived_fields\":[{\"name\":\"d\",\"parser\":\"String\","              \
			 "\"expression\":" x "}]}"
#define WHEN(p)                                                                                    \
	DERIVED("{\"kind\":\"Conditional\",\"predicate\":" p                                       \
		",\"then\":{\"kind\":\"Constant\",\"value\":1}}")
#define X "$.derived_fields[0].expression"
#define P X ".predicate"

#define IDENTITY(names)                                                                            \
	"{\"runtime\":{\"entity_identity_fields\":[" names                                         \
	"]},\"fields\":[" FIELD("email", PATH("x"), "") "]}"

static const struct {
	const char *plan, *message;
} bad[] = {
	/* the document */
	{ "", "it contains no JSON" },
	{ "[]", "$: must be an object" },
	{ "7", "$: must be an object" },
	{ "{}", "$: missing member \"fields\"" },
	{ "{\"rules\":[]}",
	    "$: this is a rule set, not an encoding plan; pass it to --rules of esper-decide or esper-replay" },
	{ "{\"feilds\":[]}", "$.feilds: unknown member; did you mean \"fields\"?" },
	{ "{\"fields\":[],\"zzzzzzzz\":1}",
	    "$.zzzzzzzz: unknown member; known members: summary, runtime, fields, derived_fields, actions, lists" },
	{ "{\"fields\":{}}", "$.fields: must be an array" },
	{ "{\"fields\":null}", "$.fields: must be an array" },
	{ "{\"fields\":[],\"actions\":null}", "$.actions: must be an array" },
	{ "{\"fields\":[],\"derived_fields\":{}}", "$.derived_fields: must be an array" },
	{ "{\"fields\":[],\"summary\":7}", "$.summary: must be a string" },
	{ "{\"fields\":[],\"lists\":[]}", "$.lists: must be an object" },
	{ "{\"config\":[]}", "$.config: must be an object" },
	{ "{\"config\":{\"fields\":[],\"a\":1}}",
	    "$.config.a: unknown member; known members: summary, runtime, fields, derived_fields, actions, lists" },
	{ "{\"config\":{\"fields\":[]},\"verison\":1}",
	    "$.verison: unknown member; did you mean \"version\"?" },
	{ "{\"config\":{\"fields\":[]},\"version\":0}",
	    "$.version: must be a whole number of at least 1" },
	{ "{\"config\":{\"fields\":[]},\"version\":\"1\"}",
	    "$.version: must be a whole number of at least 1" },
	{ "{\"config\":{\"fields\":[]},\"version\":1.5}",
	    "$.version: must be a whole number of at least 1" },
	{ "{\"config\":{\"fields\":[]},\"status\":\"active\"}",
	    "$.status: unknown status \"active\"; did you mean \"Active\"?" },
	{ "{\"config\":{\"fields\":[]},\"status\":null}", "$.status: must be a string" },
	{ "{\"config\":{\"fields\":[]},\"tenant_id\":5}", "$.tenant_id: must be a string" },
	{ "{\"config\":{\"fields\":[]},\"created_at\":\"today\"}",
	    "$.created_at: must be an RFC 3339 time" },
	{ "{\"config\":{\"fields\":[]},\"created_at\":1795168800}",
	    "$.created_at: must be an RFC 3339 time" },
	/* runtime */
	{ "{\"runtime\":[],\"fields\":[]}", "$.runtime: must be an object" },
	{ RUNTIME("\"dedup_ttl_second\":1"),
	    "$.runtime.dedup_ttl_second: unknown member; did you mean \"dedup_ttl_seconds\"?" },
	{ RUNTIME("\"flatten_objects\":1"), "$.runtime.flatten_objects: must be true or false" },
	{ RUNTIME("\"normalize_field_names\":\"true\""),
	    "$.runtime.normalize_field_names: must be true or false" },
	{ RUNTIME("\"dedup_ttl_seconds\":-1"),
	    "$.runtime.dedup_ttl_seconds: must be a whole number from 0 to 1000000000" },
	{ RUNTIME("\"entity_state_ttl_seconds\":1.5"),
	    "$.runtime.entity_state_ttl_seconds: must be a whole number from 0 to 1000000000" },
	{ RUNTIME("\"session_state_ttl_seconds\":\"60\""),
	    "$.runtime.session_state_ttl_seconds: must be a whole number from 0 to 1000000000" },
	{ RUNTIME("\"window_state_ttl_seconds\":1000000001"),
	    "$.runtime.window_state_ttl_seconds: must be a whole number from 0 to 1000000000" },
	{ RUNTIME("\"lateness_seconds\":99999999999999999999"),
	    "$.runtime.lateness_seconds: must be a whole number from 0 to 1000000000" },
	{ RUNTIME("\"session_bucket_minutes\":0"),
	    "$.runtime.session_bucket_minutes: must be a whole number from 1 to 10000000" },
	{ RUNTIME("\"entity_identity_fields\":\"email\""),
	    "$.runtime.entity_identity_fields: must be an array" },
	{ RUNTIME("\"entity_identity_fields\":[\"a\",1]"),
	    "$.runtime.entity_identity_fields[1]: must be a string" },
	{ RUNTIME("\"default_decision\":\"Blok\""),
	    "$.runtime.default_decision: unknown decision \"Blok\"; did you mean \"Block\"?" },
	{ RUNTIME("\"default_decision\":\"deny\""),
	    "$.runtime.default_decision: unknown decision \"deny\"; did you mean \"Block\"?" },
	{ RUNTIME("\"envelope\":{\"observedat\":\"x\"}"),
	    "$.runtime.envelope.observedat: unknown member; did you mean \"observed_at\"?" },
	{ RUNTIME("\"envelope\":{\"path\":[]}"),
	    "$.runtime.envelope.path: must have at least one path" },
	{ RUNTIME("\"envelope\":{\"path\":[\"x\",7]}"),
	    "$.runtime.envelope.path[1]: must be a path, such as \"detail.user\"" },
	{ RUNTIME("\"envelope\":{\"path\":{\"path\":\"a\",\"normalizer\":[]}}"),
	    "$.runtime.envelope.path.normalizer: unknown member; did you mean \"normalizers\"?" },
	{ FIELDS(FIELD("a", PATH("a["), "")),
	    "$.fields[0].selector.path: this [ has no ], at byte 2 of the path" },
	{ FIELDS(FIELD("a", PATH("a[b=c.d"), "")),
	    "$.fields[0].selector.path: this [ has no ], at byte 2 of the path" },
	{ FIELDS(FIELD("a", PATH("b.a[=c]"), "")),
	    "$.fields[0].selector.path: between [ and = must stand a key, as in a[name=x].value, at byte 4 of the path" },
	{ FIELDS(FIELD("a", PATH("a.[b=c]"), "")),
	    "$.fields[0].selector.path: a [ must stand right behind the name of an array, at byte 3 of the path" },
	{ FIELDS(FIELD("a", PATH("a[b=c][d=e]"), "")),
	    "$.fields[0].selector.path: behind a ] must stand a dot, or nothing, at byte 7 of the path" },
	{ FIELDS(FIELD("a", PATH("*[b=c].a"), "")),
	    "$.fields[0].selector.path: a path cannot begin with *, because a record is an object, at byte 1 of the path" },
	{ RUNTIME("\"json_strings\":[\"a[b=c].d\"]"),
	    "$.runtime.json_strings[0]: must lead to one string, without [KEY=VALUE]" },
	{ FIELDS(FIELD("a", PATH("a[b]"), "")),
	    "$.fields[0].selector.path: between [ and ] must stand KEY=VALUE, as in a[name=x].value (an index is written a.0), at byte 2 of the path" },
	{ FIELDS(FIELD("a", PATH("[b=c]"), "")),
	    "$.fields[0].selector.path: a [ must stand right behind the name of an array, at byte 1 of the path" },
	{ RUNTIME("\"envelope\":{\"path\":\"\"}"), "$.runtime.envelope.path: must not be empty" },
	{ RUNTIME("\"dedup_lines\":1"), "$.runtime.dedup_lines: must be true or false" },
	/* identity */
	{ IDENTITY("\"email\",\"emial\""),
	    "$.runtime.entity_identity_fields[1]: the plan has no field \"emial\"; did you mean "
	    "\"email\"?" },
	{ IDENTITY("\"\""), "$.runtime.entity_identity_fields[0]: the plan has no field \"\"" },
	{ "{\"config\":" IDENTITY("\"x\"") "}",
	    "$.config.runtime.entity_identity_fields[0]: the plan has no field \"x\"" },
	/* fields */
	{ FIELDS("7"), "$.fields[0]: must be an object" },
	{ FIELDS("{}"),
	    "$.fields[0]: missing member \"name\"; $.fields[0]: missing member \"selector\"; $.fields[0]: missing member \"parser\"" },
	{ FIELDS("{\"name\":\"a\"}"),
	    "$.fields[0]: missing member \"selector\"; $.fields[0]: missing member \"parser\"" },
	{ FIELDS("{\"name\":7}"),
	    "$.fields[0]: missing member \"selector\"; $.fields[0]: missing member \"parser\"; $.fields[0].name: must be a string" },
	{ FIELDS("{\"name\":\"\"}"),
	    "$.fields[0]: missing member \"selector\"; $.fields[0]: missing member \"parser\"; $.fields[0].name: must not be empty" },
	{ FIELDS("{\"name\":\"a\",\"expression\":{}}"),
	    "$.fields[0]: missing member \"selector\"; $.fields[0]: missing member \"parser\"; $.fields[0].expression: unknown member; known members: name, selector, parser, description, normalizers, required" },
	{ FIELDS("{\"name\":\"a\",\"selctor\":{}}"),
	    "$.fields[0]: missing member \"parser\"; $.fields[0].selctor: unknown member; did you mean \"selector\"?" },
	{ FIELDS("{\"name\":\"a\",\"selector\":\"Method\"}"),
	    "$.fields[0]: missing member \"parser\"; $.fields[0].selector: must be an object" },
	{ FIELDS("{\"name\":\"a\",\"selector\":{}}"),
	    "$.fields[0]: missing member \"parser\"; $.fields[0].selector: missing member \"kind\"" },
	{ FIELDS(FIELD("a", "{\"kind\":\"Heder\",\"name\":\"x\"}", "")),
	    "$.fields[0].selector.kind: unknown kind \"Heder\"; did you mean \"Header\"?" },
	{ FIELDS(FIELD("a", "{\"kind\":7}", "")), "$.fields[0].selector.kind: must be a string" },
	{ FIELDS(FIELD("a", "{\"kind\":\"Header\"}", "")),
	    "$.fields[0].selector: missing member \"name\"" },
	{ FIELDS(FIELD("a", "{\"kind\":\"Header\",\"path\":\"x\"}", "")),
	    "$.fields[0].selector: missing member \"name\"; $.fields[0].selector.path: unknown member; known members: kind, name" },
	{ FIELDS(FIELD("a", "{\"kind\":\"Cookie\",\"name\":\"\"}", "")),
	    "$.fields[0].selector.name: must not be empty" },
	{ FIELDS(FIELD("a", "{\"kind\":\"RequestField\",\"pth\":\"x\"}", "")),
	    "$.fields[0].selector.pth: unknown member; did you mean \"path\"?" },
	{ FIELDS(FIELD("a", PATH(""), "")), "$.fields[0].selector.path: must not be empty" },
	{ FIELDS(FIELD("a", "{\"kind\":\"Path\",\"name\":\"x\"}", "")),
	    "$.fields[0].selector.name: unknown member; known members: kind" },
	{ FIELDS(FIELD("a", PATH("x"), "") "," FIELD("a", PATH("y"), "")),
	    "$.fields[1].name: field \"a\" is already defined" },
	{ FIELDS("{\"name\":\"a\",\"selector\":" PATH("x") "}"),
	    "$.fields[0]: missing member \"parser\"" },
	{ FIELDS("{\"name\":\"a\",\"selector\":" PATH("x") ",\"parser\":\"Strng\"}"),
	    "$.fields[0].parser: unknown parser \"Strng\"; did you mean \"String\"?" },
	{ FIELDS("{\"name\":\"a\",\"selector\":" PATH("x") ",\"parser\":\"\"}"),
	    "$.fields[0].parser: unknown parser \"\"; use one of String, Symbol, Bool, U64, I64, Decimal, "
	    "F64, IpAddress, Timestamp, Duration, Json" },
	{ FIELDS(FIELD("a", PATH("x"), ",\"required\":\"yes\"")),
	    "$.fields[0].required: must be true or false" },
	{ FIELDS(FIELD("a", PATH("x"), ",\"required\":null")),
	    "$.fields[0].required: must be true or false" },
	{ FIELDS(FIELD("a", PATH("x"), ",\"description\":[]")),
	    "$.fields[0].description: must be a string" },
	/* normalizers */
	{ FIELDS(FIELD("a", PATH("x"), ",\"normalizers\":\"Trim\"")),
	    "$.fields[0].normalizers: must be an array" },
	{ NORMALIZERS_OF("7"), "$.fields[0].normalizers[0]: must be a string or an object" },
	{ NORMALIZERS_OF("\"Trim\",\"Lower\""),
	    "$.fields[0].normalizers[1]: unknown normalizer \"Lower\"; did you mean \"Lowercase\"?" },
	{ NORMALIZERS_OF("\"Split\""), "$.fields[0].normalizers[0]: must be an object: "
				       "{\"kind\":\"Split\",\"separator\":\",\",\"index\":0}" },
	{ NORMALIZERS_OF("\"Replace\""), "$.fields[0].normalizers[0]: must be an object: "
					 "{\"kind\":\"Replace\",\"from\":\"+\",\"to\":\"\"}" },
	{ NORMALIZERS_OF("\"Extract\""),
	    "$.fields[0].normalizers[0]: must be an object: "
	    "{\"kind\":\"Extract\",\"pattern\":\"^([^@]+)@\",\"group\":1}" },
	{ NORMALIZERS_OF("\"Base64\""),
	    "$.fields[0].normalizers[0]: must be an object: {\"kind\":\"Base64\",\"to\":\"text\"}" },
	{ NORMALIZERS_OF("{\"kind\":\"Base64\"}"),
	    "$.fields[0].normalizers[0]: missing member \"to\"" },
	{ NORMALIZERS_OF("{\"kind\":\"Base64\",\"to\":\"json\"}"),
	    "$.fields[0].normalizers[0].to: unknown form \"json\"; use one of text, hex" },
	{ NORMALIZERS_OF("{\"kind\":\"Extract\",\"pattern\":\"a\"}"),
	    "$.fields[0].normalizers[0]: missing member \"group\"" },
	{ NORMALIZERS_OF("{\"kind\":\"Extract\",\"group\":0}"),
	    "$.fields[0].normalizers[0]: missing member \"pattern\"" },
	{ NORMALIZERS_OF("{\"kind\":\"Extract\",\"pattern\":\"(a)\",\"group\":2}"),
	    "$.fields[0].normalizers[0].group: the pattern has only 1 group; put ( and ) around the part to take" },
	{ NORMALIZERS_OF("{\"kind\":\"Extract\",\"pattern\":\"(a)\",\"group\":-1}"),
	    "$.fields[0].normalizers[0].group: must be a whole number from 0 to 1000" },
	{ NORMALIZERS_OF("{\"kind\":\"Extract\",\"pattern\":\"a\\\\d+\",\"group\":0}"),
	    "$.fields[0].normalizers[0].pattern: byte 2 of \"a\\\\d+\": \\d has no meaning here; write [0-9]" },
	{ NORMALIZERS_OF("{}"), "$.fields[0].normalizers[0]: missing member \"kind\"" },
	{ NORMALIZERS_OF("{\"kind\":\"Trimm\"}"),
	    "$.fields[0].normalizers[0].kind: unknown normalizer \"Trimm\"; did you mean \"Trim\"?" },
	{ NORMALIZERS_OF("{\"kind\":\"Trim\",\"index\":1}"),
	    "$.fields[0].normalizers[0].index: unknown member; known members: kind" },
	{ NORMALIZERS_OF("{\"kind\":\"Split\"}"),
	    "$.fields[0].normalizers[0]: missing member \"separator\"" },
	{ NORMALIZERS_OF("{\"kind\":\"Split\",\"separator\":\"\"}"),
	    "$.fields[0].normalizers[0].separator: must not be empty" },
	{ NORMALIZERS_OF("{\"kind\":\"Split\",\"separator\":\",\",\"index\":1.0}"),
	    "$.fields[0].normalizers[0].index: must be a whole number" },
	{ NORMALIZERS_OF("{\"kind\":\"Replace\",\"to\":\"x\"}"),
	    "$.fields[0].normalizers[0]: missing member \"from\"" },
	{ NORMALIZERS_OF("{\"kind\":\"Replace\",\"from\":\"\"}"),
	    "$.fields[0].normalizers[0].from: must not be empty" },
	{ NORMALIZERS_OF("{\"kind\":\"Replace\",\"from\":\"a\",\"to\":null}"),
	    "$.fields[0].normalizers[0].to: must be a string" },
	{ NORMALIZERS_OF("{\"kind\":\"Replace\",\"form\":\"a\"}"),
	    "$.fields[0].normalizers[0].form: unknown member; did you mean \"from\"?" },
	/* derived fields, actions */
	{ "{\"fields\":[],\"actions\":[{\"name\":\"a\"}]}",
	    "$.actions[0]: missing member \"field_name\"; $.actions[0]: missing member \"expression\"; $.actions[0]: missing member \"parser\"; $.actions[0].name: unknown member; known members: field_name, expression, parser, description, normalizers, required" },
	{ "{\"fields\":[],\"actions\":[{\"parser\":\"String\"}]}",
	    "$.actions[0]: missing member \"field_name\"; $.actions[0]: missing member \"expression\"" },
	{ "{\"fields\":[],\"actions\":[{\"field_name\":\"a\"}]}",
	    "$.actions[0]: missing member \"expression\"; $.actions[0]: missing member \"parser\"" },
	{ "{\"fields\":[" FIELD("a", PATH("x"), "") "],\"actions\":[{\"field_name\":\"a\"}]}",
	    "$.actions[0]: missing member \"expression\"; $.actions[0]: missing member \"parser\"; $.actions[0].field_name: field \"a\" is already defined" },
	{ "{\"fields\":[],\"derived_fields\":[{\"name\":\"a\",\"selector\":{}}]}",
	    "$.derived_fields[0]: missing member \"expression\"; $.derived_fields[0]: missing member \"parser\"; $.derived_fields[0].selector: unknown member; known members: name, expression, parser, description, normalizers, required" },
	{ "{\"fields\":[],\"derived_fields\":[{\"name\":\"a\",\"expression\":{\"kind\":\"Constant\","
	  "\"value\":1}}]}",
	    "$.derived_fields[0]: missing member \"parser\"" },
	/* expressions */
	{ DERIVED("\"x\""), X ": must be an object" },
	{ DERIVED("{\"value\":1}"), X ": missing member \"kind\"" },
	{ DERIVED("{\"kind\":\"Const\"}"),
	    X ".kind: unknown kind \"Const\"; did you mean \"Constant\"?" },
	{ DERIVED("{\"kind\":\"FieldRef\"}"), X ": missing member \"field_name\"" },
	{ DERIVED("{\"kind\":\"FieldRef\",\"field_name\":\"emial\"}"),
	    X ".field_name: no field \"emial\" is defined before this one; did you mean "
	      "\"email\"?" },
	{ DERIVED("{\"kind\":\"FieldRef\",\"field_name\":\"d\"}"),
	    X ".field_name: no field \"d\" is defined before this one" },
	{ DERIVED("{\"kind\":\"FieldRef\",\"name\":\"email\"}"),
	    X ": missing member \"field_name\"; " X
	      ".name: unknown member; known members: kind, field_name" },
	{ DERIVED("{\"kind\":\"Constant\"}"), X ": missing member \"value\"" },
	{ DERIVED("{\"kind\":\"Constant\",\"value\":null}"), X ".value: must not be null" },
	{ DERIVED("{\"kind\":\"Concat\",\"parts\":{}}"), X ".parts: must be an array" },
	{ DERIVED("{\"kind\":\"Concat\",\"delimiter\":\":\"}"), X ": missing member \"parts\"" },
	{ DERIVED("{\"kind\":\"Concat\",\"delimiter\":1,\"parts\":[]}"),
	    X ".delimiter: must be a string" },
	{ DERIVED("{\"kind\":\"FirstNonEmpty\",\"parts\":[],\"delimiter\":\"\"}"),
	    X ".delimiter: unknown member; known members: kind, parts" },
	{ DERIVED(
	      "{\"kind\":\"FirstNonEmpty\",\"parts\":[{\"kind\":\"FieldRef\",\"field_name\":7}]}"),
	    X ".parts[0].field_name: must be a string" },
	{ DERIVED("{\"kind\":\"Conditional\",\"predicate\":{}}"),
	    X ": missing member \"then\"; " X ".predicate: missing member \"kind\"" },
	{ DERIVED("{\"kind\":\"Conditional\",\"then\":{}}"),
	    X ": missing member \"predicate\"; " X ".then: missing member \"kind\"" },
	{ DERIVED("{\"kind\":\"Conditional\",\"predicate\":{\"kind\":\"And\",\"predicates\":[]},"
		  "\"then\":{\"kind\":\"Constant\",\"value\":1},\"else\":null}"),
	    X ".else: must be an object" },
	/* predicates */
	{ WHEN("[]"), P ": must be an object" },
	{ WHEN("{\"kind\":\"FieldExist\"}"),
	    P ".kind: unknown kind \"FieldExist\"; did you mean \"FieldExists\"?" },
	{ WHEN("{\"kind\":\"WindowCmp\"}"),
	    P ".kind: unknown kind \"WindowCmp\"; use one of FieldEq, FieldContains, FieldExists, "
	      "And, Or, Not, FieldCmp, FieldIn, FieldLike, FieldMatches, IpInCidr" },
	{ WHEN("{\"kind\":\"FieldExists\",\"field_name\":\"emial\"}"),
	    P ".field_name: no field \"emial\" is defined before this one; did you mean "
	      "\"email\"?" },
	{ WHEN("{\"kind\":\"FieldExists\",\"field_name\":\"email\",\"value\":1}"),
	    P ".value: unknown member; known members: kind, field_name" },
	{ WHEN("{\"kind\":\"FieldEq\",\"field_name\":\"email\"}"), P ": missing member \"value\"" },
	{ WHEN("{\"kind\":\"FieldEq\",\"field_name\":\"email\",\"value\":null}"),
	    P ".value: must not be null" },
	{ WHEN("{\"kind\":\"FieldContains\",\"field_name\":\"email\",\"value\":null}"),
	    P ".value: must not be null" },
	{ WHEN("{\"kind\":\"FieldEq\",\"field_name\":\"t\",\"value\":\"noon\"}"), P
	    ".value: not a time: \"noon\" (field \"t\" is a Timestamp): neither RFC 3339 (2026-11-20T10:00:00Z) nor a number since 1970" },
	{ WHEN("{\"kind\":\"FieldEq\",\"field_name\":\"t\",\"value\":true}"), P
	    ".value: not a time: \"true\" (field \"t\" is a Timestamp): neither RFC 3339 (2026-11-20T10:00:00Z) nor a number since 1970" },
	{ WHEN("{\"kind\":\"FieldCmp\",\"field_name\":\"ip\",\"operator\":\"Lt\",\"value\":"
	       "\"10.0.0.0/8\"}"),
	    P
	    ".value: not an IP address: \"10.0.0.0/8\" (field \"ip\" is an IpAddress): write it like 203.0.113.7 or 2001:db8::1, without a prefix or a zone; for networks, use IpInCidr" },
	{ WHEN("{\"kind\":\"FieldCmp\",\"field_name\":\"email\",\"value\":1}"),
	    P ": missing member \"operator\"" },
	{ WHEN("{\"kind\":\"FieldCmp\",\"field_name\":\"email\",\"operator\":\"Gtt\",\"value\":1}"),
	    P ".operator: unknown operator \"Gtt\"; use one of Eq, Ne, Lt, Le, Gt, Ge" },
	{ WHEN(
	      "{\"kind\":\"FieldCmp\",\"field_name\":\"email\",\"operator\":\"startsWith\",\"value\":1}"),
	    P
	    ".operator: unknown operator \"startsWith\"; instead, use a predicate of the kind \"FieldLike\" (with a pattern like \"text*\")" },
	{ WHEN("{\"kind\":\"FieldCmp\",\"field_name\":\"email\",\"operator\":\"==\",\"value\":1}"),
	    P ".operator: unknown operator \"==\"; did you mean \"Eq\"?" },
	{ WHEN("{\"kind\":\"FieldCmp\",\"field_name\":\"email\",\"operator\":\"Eq\"}"),
	    P ": must have exactly one of \"value\" and \"other_field\"" },
	{ WHEN("{\"kind\":\"FieldCmp\",\"field_name\":\"email\",\"operator\":\"Eq\",\"value\":1,"
	       "\"other_field\":\"t\"}"),
	    P ": must have exactly one of \"value\" and \"other_field\"" },
	{ WHEN("{\"kind\":\"FieldCmp\",\"field_name\":\"email\",\"operator\":\"Eq\","
	       "\"other_field\":\"tt\"}"),
	    P ".other_field: no field \"tt\" is defined before this one" },
	{ WHEN("{\"kind\":\"FieldLike\",\"field_name\":\"email\"}"),
	    P ": must have exactly one of \"pattern\" and \"patterns\"" },
	{ WHEN("{\"kind\":\"FieldLike\",\"field_name\":\"email\",\"patterns\":[\"a\",1]}"),
	    P ".patterns[1]: must be a string" },
	{ WHEN("{\"kind\":\"FieldLike\",\"field_name\":\"email\",\"patterns\":\"a\"}"),
	    P ".patterns: must be an array" },
	{ WHEN("{\"kind\":\"FieldMatches\",\"field_name\":\"email\",\"pattern\":\"a*?\"}"), P
	    ".pattern: byte 3 of \"a*?\": a repetition cannot be repeated, and none is lazy; write what may come in between, such as [^,]* for .*?, or put it in parentheses" },
	{ WHEN("{\"kind\":\"FieldMatches\",\"field_name\":\"email\",\"regex\":\"a\"}"),
	    P ".regex: unknown member; did you mean \"pattern\"?" },
	{ WHEN(
	      "{\"kind\":\"FieldEq\",\"field_name\":\"email\",\"value\":\"a\",\"any\":true,\"all\":true}"),
	    P ": must not have both \"any\" and \"all\"" },
	{ WHEN("{\"kind\":\"FieldEq\",\"field_name\":\"email\",\"value\":\"a\",\"any\":1}"),
	    P ".any: must be true or false" },
	{ WHEN("{\"kind\":\"FieldEq\",\"field_name\":\"email\",\"value\":\"a\",\"nocase\":true}"),
	    P ".nocase: unknown member; did you mean \"ignore_case\"?" },
	{ WHEN("{\"kind\":\"FieldExists\",\"field_name\":\"email\",\"any\":true}"),
	    P ".any: unknown member; known members: kind, field_name" },
	{ WHEN(
	      "{\"kind\":\"FieldCmp\",\"field_name\":\"email\",\"operator\":\"Eq\",\"value\":\"a\",\"ignore_case\":true}"),
	    P
	    ".ignore_case: unknown member; known members: kind, field_name, operator, value, other_field, any, all" },
	{ WHEN("{\"kind\":\"FieldLike\",\"field_name\":\"email\",\"pattern\":1}"),
	    P ".pattern: must be a string" },
	{ WHEN("{\"kind\":\"And\",\"predicates\":{}}"), P ".predicates: must be an array" },
	{ WHEN("{\"kind\":\"Or\"}"), P ": missing member \"predicates\"" },
	{ WHEN("{\"kind\":\"Not\",\"predicates\":[]}"),
	    P ".predicates: unknown member; did you mean \"predicate\"?" },
	{ WHEN("{\"kind\":\"Not\",\"predicate\":{\"kind\":\"And\",\"predicates\":[{}]}}"),
	    P ".predicate.predicates[0]: missing member \"kind\"" },
	{ WHEN("{\"kind\":\"FieldIn\",\"field_name\":\"email\"}"),
	    P ": must have exactly one of \"values\" and \"list\"" },
	{ WHEN("{\"kind\":\"FieldIn\",\"field_name\":\"email\",\"values\":[],\"list\":\"bad\"}"),
	    P ": must have exactly one of \"values\" and \"list\"" },
	{ WHEN("{\"kind\":\"FieldIn\",\"field_name\":\"email\",\"values\":[1,null]}"),
	    P ".values[1]: must not be null" },
	{ WHEN("{\"kind\":\"FieldIn\",\"field_name\":\"email\",\"values\":\"x\"}"),
	    P ".values: must be an array" },
	{ WHEN("{\"kind\":\"FieldIn\",\"field_name\":\"email\",\"list\":\"bda\"}"),
	    P ".list: unknown list \"bda\"; did you mean \"bad\"?" },
	{ WHEN("{\"kind\":\"FieldIn\",\"field_name\":\"email\",\"list\":7}"),
	    P ".list: must be a string" },
	{ WHEN("{\"kind\":\"FieldIn\",\"field_name\":\"t\",\"values\":[0,\"noon\"]}"), P
	    ".values[1]: not a time: \"noon\": neither RFC 3339 (2026-11-20T10:00:00Z) nor a number since 1970" },
	{ WHEN("{\"kind\":\"FieldIn\",\"field_name\":\"ip\",\"list\":\"bad\"}"),
	    "$.lists.bad.values[0]: not an IP address: \"x\": write it like 203.0.113.7 or 2001:db8::1, without a prefix or a zone" },
	{ WHEN("{\"kind\":\"IpInCidr\",\"field_name\":\"email\",\"list\":\"bad\"}"),
	    "$.lists.bad.values[0]: not an IP address or network: \"x\": write it like 203.0.113.0/24 or 2001:db8::/32" },
	{ WHEN("{\"kind\":\"IpInCidr\",\"field_name\":\"email\",\"cidrs\":[\"10.0.0.0/33\"]}"), P
	    ".cidrs[0]: not an IP address or network: \"10.0.0.0/33\": write it like 203.0.113.0/24 or 2001:db8::/32" },
	{ WHEN("{\"kind\":\"IpInCidr\",\"field_name\":\"email\",\"values\":[]}"),
	    P ".values: unknown member; did you mean \"cidrs\"?" },
	/* all that is wrong, a list once */
	{ "{\"fields\":[{\"name\":\"a\",\"parser\":\"Sting\",\"requird\":true,"
	  "\"selector\":{\"kind\":\"Heder\"}},{\"name\":\"a\",\"selector\":{\"kind\":\"Path\"},"
	  "\"parser\":\"String\",\"normalizers\":[\"Trm\",\"Trim\",{\"kind\":\"Replace\"}]}],"
	  "\"runtime\":{\"dedup_ttl_seconds\":-1,\"flatten_objects\":1,\"default_decision\":2},"
	  "\"derived_fields\":[{\"name\":\"d\",\"parser\":\"String\",\"expression\":{\"kind\":"
	  "\"Concat\",\"parts\":[{\"kind\":\"FieldRef\",\"field_name\":\"a\"},{\"kind\":\"X\"}]}}]}",
	    "$.fields[0].parser: unknown parser \"Sting\"; did you mean \"String\"?; "
	    "$.fields[0].requird: unknown member; did you mean \"required\"?; "
	    "$.fields[0].selector.kind: unknown kind \"Heder\"; did you mean \"Header\"?; "
	    "$.fields[1].name: field \"a\" is already defined; "
	    "$.fields[1].normalizers[0]: unknown normalizer \"Trm\"; did you mean \"Trim\"?; "
	    "$.fields[1].normalizers[2]: missing member \"from\"; "
	    "$.runtime.dedup_ttl_seconds: must be a whole number from 0 to 1000000000; "
	    "$.runtime.flatten_objects: must be true or false; "
	    "$.runtime.default_decision: must be a string; "
	    "$.derived_fields[0].expression.parts[1].kind: unknown kind \"X\"; use one of "
	    "FieldRef, Constant, FirstNonEmpty, Concat, Conditional" },
	{ WHEN(
	      "{\"kind\":\"Or\",\"predicates\":[{\"kind\":\"IpInCidr\",\"field_name\":\"emial\","
	      "\"list\":\"bad\"},{\"kind\":\"IpInCidr\",\"field_name\":\"email\",\"list\":\"bad\"},"
	      "{\"kind\":\"FieldCmp\",\"field_name\":\"t\",\"operator\":\"Foo\",\"vlaue\":1}]}"),
	    "$.lists.bad.values[0]: not an IP address or network: \"x\": write it like "
	    "203.0.113.0/24 or 2001:db8::/32; " P
	    ".predicates[0].field_name: no field \"emial\" is defined before this one; "
	    "did you mean \"email\"?; " P
	    ".predicates[2].operator: unknown operator \"Foo\"; use one of Eq, Ne, Lt, Le, Gt, "
	    "Ge; " P ".predicates[2].vlaue: unknown member; did you mean \"value\"?" },
	{ WHEN("{\"kind\":\"IpInCidr\",\"field_name\":\"email\"}"),
	    P ": must have exactly one of \"cidrs\" and \"list\"" },
};

/* All messages, which are in order of their places. */
static void
test_messages(void)
{
	struct buf got = { 0 };
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct errs all = { 0 };
		struct plan *p = plan_load_all(text_of(bad[i].plan), ".", &all);
		unit_row(bad[i].plan);
		got.n = 0;
		CHECK(p == NULL && all.n > 0 && all.n <= ERRS_MAX);
		for (size_t k = 0; k < all.n; k++) {
			buf_printf(&got, "%s%s", k > 0 ? "; " : "", all.err[k].text);
			CHECK(all.err[k].offset <= text_of(bad[i].plan).n);
			CHECK(k == 0 || all.err[k - 1].offset <= all.err[k].offset);
		}
		CHECK_TEXT(buf_as_text(&got), bad[i].message);
		plan_free(p);
	}
	buf_free(&got);
	unit_row("");
}

/* The offset is where the value stands; invalid JSON has one too. */
static void
test_offsets(void)
{
	static const char kind[] = "{\"fields\": [\n {\"name\":\"a\",\"parser\":7,\"selector\":"
				   "{\"kind\":\"Path\"}}]}";
	struct err e = { 0 };
	CHECK(plan_load(text_of(kind), ".", &e) == NULL && kind[e.offset] == '7');
	CHECK(plan_load(TEXT("{\"fields\":nul}"), ".", &e) == NULL && e.offset == 10);
	CHECK(plan_load(TEXT("\xef\xbb\xbf{\"fields\":7}"), ".", &e) == NULL && e.offset == 13);
}

/* The first ten errors by their place, however they are found, and how many there are. */
static void
test_many_errors(void)
{
	struct errs all = { 0 };
	struct buf b = { 0 };
	BUF_LIT(&b, "{\"derived_fields\":[1,2,3,4,5,6,7,8],\"fields\":[");
	for (int i = 0; i < 5000; i++)
		buf_printf(&b, "%s%d", i > 0 ? "," : "", i);
	BUF_LIT(&b, "]}");
	CHECK(plan_load_all(buf_as_text(&b), ".", &all) == NULL && all.n == 5008);
	CHECK(strcmp(all.err[0].text, "$.derived_fields[0]: must be an object") == 0);
	CHECK(strcmp(all.err[7].text, "$.derived_fields[7]: must be an object") == 0);
	CHECK(strcmp(all.err[8].text, "$.fields[0]: must be an object") == 0);
	CHECK(strcmp(all.err[9].text, "$.fields[1]: must be an object") == 0);
	buf_free(&b);
}

/* Long and strange names: the message stays one readable line of UTF-8. */
static void
test_long_messages(void)
{
	struct buf b = { 0 };
	struct err e = { 0 };
	BUF_LIT(&b, "{\"fields\":[{\"name\":\"a\",\"selector\":{\"kind\":\"\\n\\u0000");
	for (int i = 0; i < 300; i++)
		BUF_LIT(&b, "é");
	BUF_LIT(&b, "\"},\"parser\":\"String\"}]}");
	CHECK(plan_load(buf_as_text(&b), ".", &e) == NULL);
	CHECK(text_contains(
	    text_of(e.text), TEXT("$.fields[0].selector.kind: unknown kind \"\\n\\u0000ééé")));
	CHECK(text_contains(text_of(e.text), TEXT("é…\"; use one of RequestField, Header")));
	b.n = 0;
	BUF_LIT(&b, "{\"fields\":[],\"");
	for (int i = 0; i < 300; i++)
		BUF_LIT(&b, "é");
	BUF_LIT(&b, "\":1}");
	CHECK(plan_load(buf_as_text(&b), ".", &e) == NULL);
	CHECK(text_contains(text_of(e.text), TEXT("$[\"ééé")));
	CHECK(text_contains(text_of(e.text), TEXT("é…é")));
	CHECK(text_contains(text_of(e.text), TEXT("é\"]: unknown member")));
	buf_free(&b);
}

int
main(void)
{
	test_starter();
	test_full();
	test_messages();
	test_offsets();
	test_many_errors();
	test_long_messages();
	plan_free(NULL);
	return unit_end();
}
