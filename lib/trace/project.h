/* SPDX-License-Identifier: MIT */
#ifndef TRACE_PROJECT_H
#define TRACE_PROJECT_H

#include "base/arena.h"
#include "base/text.h"
#include "trace/model.h"

/*
 * The folder or project that a trace names, or an absent text.  It is an attribute: a text that is
 * not empty, or a number.  The first call that has one counts, depth first, and in a call the first
 * of these names:
 *
 *	cwd, project, project_name, project.name	a folder, or the name of a project;
 *	openinference.project.name			Phoenix;
 *	langfuse.project.name, langsmith.project	others of its kind;
 *	gcp.project_id, project_id, projectId		a project by its id;
 *	projectHash					Gemini CLI;
 *	directory					opencode;
 *	session_name					LangSmith, whose projects are called so;
 *	service.namespace				OpenTelemetry.
 *
 * The result is a text of the model, or in the arena.
 */
struct text trace_project(const struct trace_model *m, const struct trace *t, struct arena *a);

#endif
