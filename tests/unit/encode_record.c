/* SPDX-License-Identifier: MIT */
#include "encode/encode.h"
#include "unit.h"

#include <stdlib.h>

/*
 * Lines through a plan.  For the sake of the reader JSON is written with ' for " here.  One plan
 * selects of everything; a row has a line (without observed_at, which is put in) and the fields
 * that come out of it.
 */
static const char everything[] =
    "{'runtime':{%s},'fields':["
    "{'name':'h','selector':{'kind':'Header','name':'X-One'},'parser':'String'},"
    "{'name':'q','selector':{'kind':'QueryParam','name':'q'},'parser':'String'},"
    "{'name':'c','selector':{'kind':'Cookie','name':'sid'},'parser':'String'},"
    "{'name':'r','selector':{'kind':'RouteParam','name':'id'},'parser':'String'},"
    "{'name':'method','selector':{'kind':'Method'},'parser':'String'},"
    "{'name':'path','selector':{'kind':'Path'},'parser':'String'},"
    "{'name':'f','selector':{'kind':'RequestField','path':'body.items.0.sku'},'parser':'String'}]}";

static const char no_runtime[] = "";

static const char moved[] = "'envelope':{'headers':'req.head','query':'req.args','cookies':"
			    "'req.jar','route_params':'req.route','path':'req.target',"
			    "'method':'req.verb'}";

/* headers by `*`, which makes an array; a query by normalizers; method and path by a request line
 */
static const char placed[] =
    "'envelope':{'headers':['none','h.*'],"
    "'query':[{'path':'none','normalizers':['Trim']},"
    "{'path':'args','normalizers':[{'kind':'Split','separator':'?','index':1}]},'more'],"
    "'cookies':'jars[for=web].jar','route_params':'calls[id=1].route','request_line':['no','req']}";

/* the request line gives the query, too, but no path */
static const char line_and_path[] = "'envelope':{'request_line':'req','path':'target'}";

static const struct {
	const char *runtime, *line, *fields;
} rows[] = {
	/* headers: names without case, several values joined */
	{ no_runtime, "'headers':{'x-one':'a'}", "'h':'a'" },
	{ no_runtime, "'headers':{'X-ONE':' a '}", "'h':' a '" },
	{ no_runtime, "'headers':{'X-One':'a','x-one':'b'}", "'h':'a, b'" },
	{ no_runtime, "'headers':{'X-One':'a','x-one':'b','X-One':'c'}", "'h':'b, c'" },
	{ no_runtime, "'headers':{'X-One':'a','X\\u002dOne':'b'}", "'h':'b'" },
	{ no_runtime, "'headers':{'X-One':'a','x-one':null}", "'h':'a'" },
	{ no_runtime, "'headers':{'X-One':'a','X-One':null}", "" },
	{ no_runtime, "'headers':{'X-One':null}", "" },
	{ no_runtime, "'headers':{'X-One':['a',null,'b',3,{'k': 1}]}",
	    "'h':'a, b, 3, {\\'k\\':1}'" },
	{ no_runtime, "'headers':{'X-One':[]}", "" },
	{ no_runtime, "'headers':{'X-One':['a']}", "'h':'a'" },
	{ no_runtime, "'headers':{'X-One':7}", "'h':'7'" },
	{ no_runtime, "'headers':{'X-One':true}", "'h':'true'" },
	{ no_runtime, "'headers':{'X-One':{ 'a' : 1 }}", "'h':'{\\'a\\':1}'" },
	{ no_runtime, "'headers':{'X-One':''}", "'h':''" },
	{ no_runtime, "'headers':{'X-One':'a\\tb'}", "'h':'a\\tb'" },
	{ no_runtime, "'headers':[{'name':'x-one','value':'a'}]", "'h':'a'" },
	{ no_runtime, "'headers':[{'value':'a','name':'x-one'},{'name':'X-One','value':'b'}]",
	    "'h':'a, b'" },
	{ no_runtime,
	    "'headers':[{'name':'x-one','value':null},{'name':'x-one'},{'value':'z'},"
	    "{'name':1,'value':2},'x-one',['x-one','y'],null,{'name':'x-one','value':4}]",
	    "'h':'4'" },
	{ no_runtime, "'headers':[{'name':'other','name':'x-one','value':'a','value':'b'}]",
	    "'h':'b'" },
	{ no_runtime, "'headers':'X-One: a'", "" },
	{ no_runtime, "'headers':null", "" },
	{ no_runtime, "'headers':{'X-One':'a'},'headers':{}", "" },
	{ no_runtime, "'Headers':{'X-One':'a'}", "" }, /* members match exactly */
	{ no_runtime, "'headers':{'X_One':'a'}", "" },

	/* query: exact names, the last of several */
	{ no_runtime, "'query':{'q':'a','Q':'b'}", "'q':'a'" },
	{ no_runtime, "'query':{'q':'a','q':'b'}", "'q':'b'" },
	{ no_runtime, "'query':{'q':['a',null,'b']}", "'q':'b'" },
	{ no_runtime, "'query':{'q':['a','b',null]}", "" },
	{ no_runtime, "'query':{'q':[]}", "" },
	{ no_runtime, "'query':{'q':[null]}", "" },
	{ no_runtime, "'query':{'q':5}", "'q':'5'" },
	{ no_runtime, "'query':{}, 'path':'/x?q=a'", "'path':'/x'" },
	{ no_runtime, "'query':[], 'path':'/x?q=a'", "'path':'/x'" },
	{ no_runtime, "'query':7, 'path':'/x?q=a'", "'path':'/x'" },
	{ no_runtime, "'query':[{'name':'q','value':'a'},{'name':'q','value':'b'}]", "'q':'b'" },
	{ no_runtime, "'query':[{'name':'q','value':'a'},{'name':'q','value':null}]", "" },
	{ no_runtime, "'query':[{'name':'q','value':'a'},{'name':'q','value':[]}]", "'q':'a'" },
	{ no_runtime, "'query':[{'name':'q','value':'a'},{'name':'q'}]", "'q':'a'" },
	{ no_runtime, "'query':'q=a&x=y&q=b+c%21'", "'q':'b c!'" },
	{ no_runtime, "'query':''", "" },
	{ no_runtime, "'query':'q'", "'q':''" },
	{ no_runtime, "'query':'q='", "'q':''" },
	{ no_runtime, "'query':'q=a=b'", "'q':'a=b'" },
	{ no_runtime, "'query':'&&%71=a&'", "'q':'a'" },
	{ no_runtime, "'query':'q=%zz%4'", "'q':'%zz%4'" },
	{ no_runtime, "'query':'q=%c3%a9%C3%A9'", "'q':'\xc3\xa9\xc3\xa9'" },
	{ no_runtime, "'query':'q=%ff'", "'q':'\xef\xbf\xbd'" },
	{ no_runtime, "'query':'q=a%e2%82b'",
	    "'q':'a\xef\xbf\xbd"
	    "b'" },
	{ no_runtime, "'query':'q=%ed%a0%80'", "'q':'\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd'" },
	{ no_runtime, "'query':'q=%f0%9f%98%80%f0%9f'", "'q':'\xf0\x9f\x98\x80\xef\xbf\xbd'" },
	{ no_runtime, "'query':'q=%c3\xc3\xa9'", "'q':'\xef\xbf\xbd\xc3\xa9'" },
	{ no_runtime, "'query':'q=%00%22'", "'q':'\\u0000\\''" },
	{ no_runtime, "'query':'q=\\u0026x'", "'q':''" },
	{ no_runtime, "'path':'/x?q=a#q=b'", "'q':'a','path':'/x'" },
	{ no_runtime, "'path':'/x#f?q=a'", "'path':'/x'" },
	{ no_runtime, "'query':null,'path':'/x?q=a?b'", "'q':'a?b','path':'/x'" },
	{ no_runtime, "'url':'https://h/x?q=a'", "'q':'a','path':'/x'" },
	{ no_runtime, "'path':'/p','url':'/x?q=a'", "'q':'a','path':'/p'" },
	{ no_runtime, "'path':'/p?q=b','url':'/x?q=a'", "'q':'b','path':'/p'" },
	{ no_runtime, "'path':null,'url':'/x?q=a'", "'q':'a','path':'/x'" },

	/* cookies, of their own or out of the header */
	{ no_runtime, "'cookies':{'sid':'a','SID':'b'}", "'c':'a'" },
	{ no_runtime, "'cookies':[{'name':'sid','value':'a'},{'name':'sid','value':'b'}]",
	    "'c':'b'" },
	{ no_runtime, "'cookies':'a=1; sid=x=y%20; b'", "'c':'x=y%20'" },
	{ no_runtime, "'cookies':{},'headers':{'Cookie':'sid=a'}", "" },
	{ no_runtime, "'cookies':null,'headers':{'cookie':'a=1;sid=b;\\tsid = c'}", "'c':'b'" },
	{ no_runtime, "'headers':{'cookie':' sid=\\'b\\' ; x=1'}", "'c':'\\'b\\''" },
	{ no_runtime, "'headers':{'Cookie':['a=1','sid=2','sid=3']}", "'c':'3'" },
	{ no_runtime,
	    "'headers':[{'name':'Cookie','value':'a=1'},{'name':'cookie','value':'sid=2'}]",
	    "'c':'2'" },
	{ no_runtime, "'headers':{'Cookie':'sid'}", "'c':''" },

	{ no_runtime, "'route_params':{'id':'a'}", "'r':'a'" },
	{ no_runtime, "'route_params':{'id':12}", "'r':'12'" },
	{ no_runtime, "'route_params':[{'name':'id','value':'a'}]", "'r':'a'" },
	{ no_runtime, "'route_params':'id=a'", "" },

	{ no_runtime, "'method':'GET'", "'method':'GET'" },
	{ no_runtime, "'method':null", "" },
	{ no_runtime, "'method':''", "'method':''" },

	{ no_runtime, "'path':'/login?flow=sso'", "'path':'/login'" },
	{ no_runtime, "'path':'http://h'", "'path':'/'" },
	{ no_runtime, "'path':'http://h?x'", "'path':'/'" },
	{ no_runtime, "'path':'svn+ssh://u@h:1/a/b#c'", "'path':'/a/b'" },
	{ no_runtime, "'path':'//h/a'", "'path':'//h/a'" },
	{ no_runtime, "'path':'data:text/css,a'", "'path':'data:text/css,a'" },
	{ no_runtime, "'path':'/a/http://h/b'", "'path':'/a/http://h/b'" },
	{ no_runtime, "'path':'1a://h/b'", "'path':'1a://h/b'" },
	{ no_runtime, "'path':'://h/b'", "'path':'://h/b'" },
	{ no_runtime, "'path':''", "'path':''" },
	{ no_runtime, "'path':'/\\u00e9\\'?x'", "'path':'/\xc3\xa9\\''" },
	{ no_runtime, "'path':'/a\\u0000?x'", "'path':'/a\\u0000'" },
	{ no_runtime, "'path':17", "'path':'17'" },

	/* the request's own fields */
	{ no_runtime, "'body':{'items':[{'sku':'a'},{'sku':'b'}]}", "'f':'a'" },
	{ no_runtime, "'body.Items':[{'SKU':'a'}]", "'f':'a'" },
	{ no_runtime, "'body':{'items':[{'sku':'a'}]},'Body':{'items.0.sku':'b'}", "'f':'b'" },
	{ no_runtime, "'body':{'items':[{'sku':'a'}]},'Body':{'items.0.sku':null}", "" },
	{ no_runtime, "'body':{'items':[{'sku':{'a': [1 ,2],'a':'\\u00e9'}}]}",
	    "'f':'{\\'a\\':[1,2],\\'a\\':\\'\\\\u00e9\\'}'" },
	{ no_runtime, "'body':{'items':[{'sku':1.50}]}", "'f':'1.50'" },
	{ no_runtime, "'body':{'items':[{'sku':[]}]}", "'f':'[]'" },
	{ "'normalize_field_names':false", "'body':{'Items':[{'sku':'a'}]}", "" },
	{ "'flatten_objects':false", "'body':{'items':[{'Sku':'a'}]}", "'f':'a'" },
	{ "'flatten_objects':false", "'body.items':[{'Sku':'a'}]", "" },

	/* the envelope puts members elsewhere, and then nothing is where section 3 has it */
	{ moved, "'req':{'head':{'X-One':'a','x-one':'b'}}", "'h':'a, b'" },
	{ moved, "'req.head':[{'name':'x-one','value':'a'}]", "'h':'a'" },
	{ moved, "'headers':{'X-One':'a'}", "" },
	{ moved, "'req':{'args':{'q':'a'}},'query':{'q':'b'}", "'q':'a'" },
	{ moved, "'req':{'args':'q=a'}", "'q':'a'" },
	{ moved, "'req':{'target':'/p?q=a','verb':'PUT'}", "'q':'a','method':'PUT','path':'/p'" },
	{ moved, "'url':'/u?q=a','path':'/p'", "'q':'a','path':'/u'" },
	{ moved, "'req':{'jar':[{'name':'sid','value':'a'}],'route':{'id':'z'}}",
	    "'c':'a','r':'z'" },
	{ moved, "'req':{'head':{'cookie':'sid=b'}}", "'c':'b'" },

	{ placed, "'h':[{'name':'X-One','value':'a'},null,{'name':'x-one','value':['b',{'k': 1}]}]",
	    "'h':'a, b, {\\'k\\':1}'" },
	{ placed, "'h':[{'name':'cookie','value':'sid=\\u0061'}]", "'c':'a'" },
	{ placed, "'h':{'X-One':'a'}", "" },
	{ placed, "'none':{'x-one':'a'},'h':[{'name':'X-One','value':'b'}]", "'h':'a'" },
	{ placed, "'none':null,'h':[{'name':'X-One','value':'b'}]", "'h':'b'" },
	{ placed, "'headers':{'X-One':'a'},'query':'q=a','method':'a','path':'/a','url':'/?q=a'",
	    "" },
	{ placed, "'args':'x?q=a'", "'q':'a'" },
	{ placed, "'args':'x','more':{'q':'b'}", "'q':'b'" }, /* what Split makes absent */
	{ placed, "'args':'x?','more':{'q':'b'}", "" },       /* the empty text is there */
	{ placed, "'none':' q=\\u0022\\\\ '", "'q':'\\'\\\\'" },
	{ placed, "'req':'GET /p?q=a HTTP/1.1'", "'q':'a','method':'GET','path':'/p'" },
	{ placed, "'req':'GET /p?q=a HTTP/1.1','more':'q=b'",
	    "'q':'b','method':'GET','path':'/p'" },
	{ placed, "'no':'','req':'GET /p HTTP/1.1'", "" },
	{ placed, "'jars':[{'for':'app','jar':'sid=a'},{'for':'web','jar':{'sid':'b'}}]",
	    "'c':'b'" },
	{ placed, "'calls':[{'id':1,'route':{'id':'a','id':'b'}}]", "'r':'b'" },

	{ line_and_path, "'req':'PUT /p?q=a HTTP/2','target':'/t?q=b'",
	    "'q':'a','method':'PUT','path':'/t'" },
	{ line_and_path, "'req':'PUT /p','target':'/t?q=b'", "'method':'PUT','path':'/t'" },
	{ line_and_path, "'req':'-','url':'/u?q=b'", "'path':'/u'" },
	{ line_and_path, "'req':['GET /'],'method':'GET'", "" },
};

/* ' becomes ", in a text with printf's %s for the runtime. */
static struct text
json_of(struct buf *b, const char *format, const char *argument)
{
	b->n = 0;
	buf_printf(b, format, argument);
	for (size_t i = 0; i < b->n; i++)
		if (b->p[i] == '\'')
			b->p[i] = '"';
	return buf_as_text(b);
}

static struct plan *
plan_of(const char *format, const char *argument)
{
	struct buf b = { 0 };
	struct err e;
	struct plan *p = plan_load(json_of(&b, format, argument), ".", &e);
	if (p == NULL)
		printf("%s\n", e.text);
	CHECK(p != NULL);
	buf_free(&b);
	return p;
}

/* One line and its result; `line` stays as long as what came out is looked at. */
struct once {
	struct buf line;
	struct json_index index;
	struct encoder *encoder;
	struct encoded out;
};

static enum encode_result
encode_once(
    struct once *o, const struct plan *p, const struct encode_options *options, const char *line)
{
	struct json_pos pos = { 0 };
	json_of(&o->line, "%s\n", line);
	json_index_build(&o->index, o->line.p, o->line.n, JSON_LINES);
	o->encoder = encoder_new(p, options);
	enum encode_result r =
	    encode_next(o->encoder, o->line.p, o->line.n, &o->index, &pos, &o->out);
	return r;
}

static void
once_free(struct once *o)
{
	encoder_free(o->encoder);
	buf_free(&o->line);
	json_index_free(&o->index);
}

static void
selectors(void)
{
	struct buf line = { 0 }, want = { 0 }, got = { 0 };
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct plan *p = plan_of(everything, rows[i].runtime);
		if (p == NULL)
			continue;
		struct once o = { 0 };
		unit_row(rows[i].line);
		line.n = 0;
		buf_printf(&line, "{'observed_at':0,%s}", rows[i].line);
		buf_char(&line, '\0');
		CHECK(encode_once(&o, p, &encode_everything, line.p) == ENCODE_EVENT);
		json_of(&want, "{%s}", rows[i].fields);
		got.n = 0;
		event_put_fields(&got, o.out.event.field, &p->schema);
		bool same = text_eq(buf_as_text(&got), buf_as_text(&want));
		if (!same)
			printf("got %.*s\n", (int)got.n, got.p);
		CHECK(same);
		CHECK(o.out.event.warnings == 0);
		once_free(&o);
		plan_free(p);
	}
	buf_free(&line);
	buf_free(&want);
	buf_free(&got);
}

/* ---- what becomes of a line ----------------------------------------------------------------- */

static const char strict[] =
    "{'fields':["
    "{'name':'a','selector':{'kind':'RequestField','path':'a'},'parser':'U64'},"
    "{'name':'b','selector':{'kind':'RequestField','path':'b'},'parser':'I64','required':true,"
    "'normalizers':[{'kind':'Split','separator':',','index':1}]},"
    "{'name':'c','selector':{'kind':'RequestField','path':'c'},'parser':'Bool','required':true}%s]}";

static const struct {
	const char *line;
	enum encode_result result;
	enum reject_code code;
	const char *field, *error;
	bool timed;
} fates[] = {
	{ "{'observed_at':0,'b':'x,1','c':1}", ENCODE_EVENT, 0, NULL, NULL, false },
	{ "  ", ENCODE_BLANK, 0, NULL, NULL, false },
	{ "\r", ENCODE_BLANK, 0, NULL, NULL, false },
	{ "{'observed_at':0", ENCODE_REJECTED, REJECT_INVALID_JSON, NULL, NULL, false },
	{ "[1]", ENCODE_REJECTED, REJECT_NOT_AN_OBJECT, NULL, NULL, false },
	{ "{}", ENCODE_REJECTED, REJECT_MISSING_OBSERVED_AT, NULL,
	    "observed_at is absent, and nothing else in the line looks like a time", false },
	{ "{'observed_at':null}", ENCODE_REJECTED, REJECT_MISSING_OBSERVED_AT, NULL,
	    "observed_at is absent, and nothing else in the line looks like a time", false },
	{ "{'observed_at':''}", ENCODE_REJECTED, REJECT_INVALID_OBSERVED_AT, NULL,
	    "observed_at is not a time: '': it is empty", false },
	{ "{'observed_at':true}", ENCODE_REJECTED, REJECT_INVALID_OBSERVED_AT, NULL,
	    "observed_at is not a time: 'true': neither a string nor a number", false },
	{ "{'observed_at':1.5e99}", ENCODE_REJECTED, REJECT_INVALID_OBSERVED_AT, NULL,
	    "observed_at is not a time: '1.5e99': times must be between the years 1677 and 2262",
	    false },
	{ "{'observed_at':[0]}", ENCODE_REJECTED, REJECT_INVALID_OBSERVED_AT, NULL,
	    "observed_at is not a time: '[0]': neither a string nor a number", false },
	{ "{'observed_at':0,'c':1}", ENCODE_REJECTED, REJECT_MISSING_REQUIRED_FIELD, "b",
	    "required field is absent", true },
	{ "{'observed_at':0,'b':'x','c':1}", ENCODE_REJECTED, REJECT_MISSING_REQUIRED_FIELD, "b",
	    "required field is absent", true },
	{ "{'observed_at':0,'b':'x,y','c':2}", ENCODE_REJECTED, REJECT_INVALID_FIELD, "b",
	    "not an I64: 'y'", true },
	{ "{'observed_at':0,'a':'x','b':'1,2','c':2}", ENCODE_REJECTED, REJECT_INVALID_FIELD, "c",
	    "not a Bool: '2'", true },
};

static void
line_fates(void)
{
	struct plan *p = plan_of(strict, "");
	struct buf want = { 0 };
	for (size_t i = 0; p != NULL && i < sizeof fates / sizeof *fates; i++) {
		struct once o = { 0 };
		unit_row(fates[i].line);
		CHECK(encode_once(&o, p, &encode_everything, fates[i].line) == fates[i].result);
		if (fates[i].result == ENCODE_REJECTED) {
			CHECK(o.out.why.code == fates[i].code);
			CHECK(text_eq(o.out.why.field, text_of(fates[i].field)));
			CHECK(o.out.timed == fates[i].timed);
		}
		if (fates[i].error != NULL)
			CHECK(text_eq(o.out.why.error, json_of(&want, "%s", fates[i].error)));
		once_free(&o);
	}
	buf_free(&want);
	plan_free(p);
}

static void
warnings_in_order(void)
{
	struct plan *p = plan_of(
	    "{'fields':["
	    "{'name':'z','selector':{'kind':'RequestField','path':'z'},'parser':'U64'},"
	    "{'name':'n','selector':{'kind':'RequestField','path':'n'},'parser':'U64'},"
	    "{'name':'a','selector':{'kind':'RequestField','path':'a'},'parser':'Bool'}%s]}",
	    "");
	struct once o = { 0 };
	unit_row("warnings");
	CHECK(encode_once(&o, p, &encode_everything, "{'observed_at':0,'a':'?','n':4,'z':-1}") ==
	      ENCODE_EVENT);
	CHECK(o.out.event.warnings == 2);
	CHECK(text_eq(o.out.event.warning[0].field, TEXT("z")));
	CHECK(text_eq(o.out.event.warning[0].error, TEXT("not a U64: \"-1\"")));
	CHECK(text_eq(o.out.event.warning[1].field, TEXT("a")));
	CHECK(o.out.event.field[0].kind == VALUE_ABSENT);
	CHECK(o.out.event.field[1].kind == VALUE_NUMBER);
	once_free(&o);
	plan_free(p);
}

/* ---- tenants, times, ids -------------------------------------------------------------------- */

static const struct {
	const char *line;
	const char *tenant; /* asked for; NULL: all */
	int64_t from_s, to_s;
	enum encode_result result;
	const char *tenant_id; /* NULL: absent */
} filters[] = {
	{ "{'observed_at':5,'tenant_id':'a'}", NULL, 0, 10, ENCODE_EVENT, "a" },
	{ "{'observed_at':5}", NULL, 0, 10, ENCODE_EVENT, NULL },
	{ "{'observed_at':5,'tenant_id':'a'}", "a", 0, 10, ENCODE_EVENT, "a" },
	{ "{'observed_at':5,'tenant_id':'b'}", "a", 0, 10, ENCODE_SKIPPED, NULL },
	{ "{'observed_at':'?','tenant_id':'b'}", "a", 0, 10, ENCODE_SKIPPED, NULL },
	{ "{'tenant_id':'b'}", "a", 0, 10, ENCODE_SKIPPED, NULL },
	{ "{'observed_at':5,'tenant_id':''}", "a", 0, 10, ENCODE_EVENT, "a" },
	{ "{'observed_at':5,'tenant_id':''}", NULL, 0, 10, ENCODE_EVENT, NULL },
	{ "{'observed_at':5}", "a", 0, 10, ENCODE_EVENT, "a" },
	{ "{'observed_at':5,'tenant_id':null}", "a", 0, 10, ENCODE_EVENT, "a" },
	{ "{'observed_at':'?'}", "a", 0, 10, ENCODE_REJECTED, NULL },
	{ "{'observed_at':5,'tenant_id':7}", "7", 0, 10, ENCODE_EVENT, "7" },
	{ "{'observed_at':5,'tenant_id':'\\u0061'}", "a", 0, 10, ENCODE_EVENT, "a" },
	{ "{'observed_at':0}", NULL, 0, 10, ENCODE_EVENT, NULL },
	{ "{'observed_at':10}", NULL, 0, 10, ENCODE_SKIPPED, NULL },
	{ "{'observed_at':-1}", NULL, 0, 10, ENCODE_SKIPPED, NULL },
	{ "{'observed_at':'9.999999999'}", NULL, 0, 10, ENCODE_EVENT, NULL },
};

static void
tenants_and_times(void)
{
	struct plan *p = plan_of("{'fields':[]%s}", "");
	for (size_t i = 0; p != NULL && i < sizeof filters / sizeof *filters; i++) {
		struct once o = { 0 };
		struct encode_options options = { text_of(filters[i].tenant),
			filters[i].from_s * STAMP_SECOND, filters[i].to_s * STAMP_SECOND };
		unit_row(filters[i].line);
		CHECK(encode_once(&o, p, &options, filters[i].line) == filters[i].result);
		if (filters[i].result == ENCODE_EVENT)
			CHECK(text_eq(o.out.event.tenant_id.text, text_of(filters[i].tenant_id)) &&
			      (o.out.event.tenant_id.kind == VALUE_ABSENT) ==
				  (filters[i].tenant_id == NULL));
		once_free(&o);
	}
	struct once o = { 0 };
	unit_row("the last nanosecond there is");
	CHECK(encode_once(&o, p, &encode_everything, "{'observed_at':9223372036854775807}") ==
	      ENCODE_EVENT);
	CHECK(o.out.event.observed_at_ns == INT64_MAX);
	once_free(&o);
	plan_free(p);
}

/* sha256sum(1) of the line gives the same digits. */
static const struct {
	const char *line, *id;
} event_ids[] = {
	{ "{'observed_at':0,'event_id':'e'}", "e" },
	{ "{'observed_at':0,'event_id':''}", "sha256:a620bd9062e92050cbab8b631845872c" },
	{ "{'observed_at':0,'event_id':17}", "17" },
	{ "{'observed_at':0,'event_id':[1, 2]}", "[1,2]" },
	{ "{'observed_at':0}", "sha256:4a3aec4f95c709d401564581d26072a7" },
	{ "{'observed_at':0}\r", "sha256:5729fb76456ae9a2a7652fb6c79e8823" },
	{ "{'observed_at':0,'event_id':null}", "sha256:87b7ba902d8e649ce71c1ed5734349fa" },
};

static void
ids(void)
{
	struct plan *p = plan_of("{'fields':[]%s}", "");
	for (size_t i = 0; p != NULL && i < sizeof event_ids / sizeof *event_ids; i++) {
		struct once o = { 0 };
		unit_row(event_ids[i].line);
		CHECK(encode_once(&o, p, &encode_everything, event_ids[i].line) == ENCODE_EVENT);
		CHECK(o.out.event.event_id.kind == VALUE_STRING);
		CHECK(text_eq(o.out.event.event_id.text, text_of(event_ids[i].id)));
		once_free(&o);
	}
	plan_free(p);
}

/* What nothing transforms is a slice of the line, and known to be plain. */
static void
slices(void)
{
	struct plan *p = plan_of(everything, "");
	struct once o = { 0 };
	unit_row("slices");
	CHECK(encode_once(&o, p, &encode_everything,
		  "{'observed_at':0,'headers':{'x-one':'a'},'method':'\\u0047','path':'/a?b'}") ==
	      ENCODE_EVENT);
	const struct value *h = &o.out.event.field[0], *method = &o.out.event.field[4],
			   *path = &o.out.event.field[5];
	CHECK(h->plain && h->text.p >= o.line.p && h->text.p < o.line.p + o.line.n);
	CHECK(path->plain && path->text.p >= o.line.p && path->text.p < o.line.p + o.line.n);
	CHECK(!method->plain && text_eq(method->text, TEXT("G")));
	once_free(&o);
	plan_free(p);
}

int
main(void)
{
	selectors();
	line_fates();
	warnings_in_order();
	tenants_and_times();
	ids();
	slices();
	return unit_end();
}
