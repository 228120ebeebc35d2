/* SPDX-License-Identifier: MIT */
#include "page/frame.h"

#include "base/sha256.h"
#include "json/write.h"
#include "page/markup.h"
#include "page/shipped.h"

enum { SCRIPTS_MOST = 8 };

static const char *const scripts[][SCRIPTS_MOST] = {
	[FRAME_TRACES] = { "frame.js", "data.js", "scale.js", "timeline.js", "flame.js",
	    "details.js", "traces.js" },
	[FRAME_REPORT] = { "frame.js", "report.js" },
	[FRAME_COMPARE] = { "frame.js", "data.js", "scale.js", "timeline.js", "flame.js",
	    "details.js", "differ.js", "compare.js" },
};

static void
put_hash(struct buf *b, struct text t)
{
	unsigned char digest[32];
	sha256(t.p, t.n, digest);
	BUF_LIT(b, "'sha256-");
	json_put_base64(b, digest, sizeof(digest));
	BUF_LIT(b, "'");
}

/* All files of script as one function, so that they share names with nothing else. */
static void
make_script(struct buf *b, enum frame_kind kind)
{
	BUF_LIT(b, "(() => {\n'use strict';\n");
	for (size_t i = 0; i < SCRIPTS_MOST && scripts[kind][i]; i++)
		buf_text(b, page_file(scripts[kind][i]));
	BUF_LIT(b, "})();\n");
}

void
frame_begin(struct frame *f, struct buf *b, enum frame_kind kind, struct text title)
{
	const struct text style = page_file("page.css");
	*f = (struct frame){ 0 };
	make_script(&f->script, kind);
	BUF_LIT(b, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
		   "<meta http-equiv=\"Content-Security-Policy\" content=\""
		   "default-src 'none'; base-uri 'none'; form-action 'none'; script-src ");
	put_hash(b, buf_as_text(&f->script));
	BUF_LIT(b, "; style-src ");
	put_hash(b, style);
	BUF_LIT(b, "\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		   "<meta name=\"referrer\" content=\"no-referrer\">\n"
		   "<meta name=\"color-scheme\" content=\"light dark\">\n"
		   "<meta name=\"generator\" content=\"esper " ESPER_VERSION "\">\n<title>");
	markup_text(b, title);
	BUF_LIT(b, "</title>\n<style>");
	buf_text(b, style);
	BUF_LIT(b, "</style>\n</head>\n<body>\n");
}

void
frame_contents(struct buf *b, const char *what, const struct frame_link *link, size_t n)
{
	buf_printf(b,
	    "<header class=\"top\">\n<a class=\"brand\" href=\"#summary\">esper <span>%s</span></a>\n"
	    "<nav aria-label=\"Contents\">",
	    what);
	for (size_t i = 0; i < n; i++)
		if (link[i].there)
			buf_printf(b, "<a href=\"#%s\">%s</a>", link[i].id, link[i].text);
	BUF_LIT(b, "</nav>\n<button id=\"theme\" type=\"button\" hidden></button>\n</header>\n"
		   "<main>\n");
}

void
frame_end(struct frame *f, struct buf *b)
{
	BUF_LIT(b, "<script>");
	buf_text(b, buf_as_text(&f->script));
	BUF_LIT(b, "</script>\n</body>\n</html>\n");
	buf_free(&f->script);
}

void
frame_section(struct buf *b, const char *id, const char *heading)
{
	buf_printf(b, "<section id=\"%s\" aria-labelledby=\"%s-h\">\n<h2 id=\"%s-h\">%s</h2>\n", id,
	    id, id, heading);
}

void
frame_section_end(struct buf *b)
{
	BUF_LIT(b, "</section>\n");
}

void
frame_table(struct buf *b, const char *heads)
{
	buf_printf(b,
	    "<div class=\"wide\" tabindex=\"0\"><table>\n<thead><tr>%s</tr></thead>\n<tbody>\n",
	    heads);
}

void
frame_table_end(struct buf *b)
{
	BUF_LIT(b, "</tbody></table></div>\n");
}
