/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_KEYS_H
#define IMPORT_KEYS_H

/*
 * The member names that readers know, of all formats together: one look at each key of a record
 * serves to recognise its format and to find its members.
 */
/* clang-format off */
#define IMPORT_KEYS(X)										\
	/* telemetry */										\
	X(EVENT_TYPE, "event_type") X(EVENT, "event") X(TIMESTAMP_NS, "timestamp_ns")		\
	X(FUNCTION_NAME, "function_name") X(FUNCTION, "function")				\
	X(CORRELATION_ID, "correlation_id")							\
	X(PARENT_CORRELATION_ID, "parent_correlation_id") X(ARGS, "args")			\
	X(PARAMETERS, "parameters") X(PARAMS, "params") X(RETURN_VALUE, "return_value")		\
	X(DURATION_NS, "duration_ns") X(DURATION_MS, "duration_ms")				\
	X(VARIABLE_NAME, "variable_name") X(VALUE, "value") X(LINE_NUMBER, "line_number")	\
	X(LOOP_TYPE, "loop_type") X(TOTAL_ITERATIONS, "total_iterations")			\
	X(ITERATION_COUNT, "iteration_count") X(ERROR, "error")					\
	X(ERROR_TYPE, "error_type") X(MESSAGE, "message") X(CONDITION, "condition")		\
	X(BRANCH_TAKEN, "branch_taken") X(RESULT, "result") X(CONTEXT, "context")		\
	X(FUNCTION_PARAMETERS, "function.parameters") X(REQUEST, "request")			\
	X(STACKTRACE, "stacktrace")								\
	X(RESPONSE, "response") X(METHOD, "method") X(URL, "url") X(PATH, "path")		\
	X(SEVERITY, "severity") X(SCHEMA, "schema")						\
	/* spans of many formats */								\
	X(TRACE_ID, "trace_id") X(SPAN_ID, "span_id") X(PARENT_SPAN_ID, "parent_span_id")	\
	X(NAME, "name") X(SPAN_TYPE, "span_type") X(STARTED_AT, "started_at")			\
	X(ENDED_AT, "ended_at") X(STATUS, "status") X(STATUS_MESSAGE, "status_message")		\
	X(ATTRIBUTES, "attributes") X(EVENTS, "events")						\
	X(REPLAY_SNAPSHOT, "replay_snapshot") X(SPANS, "spans") X(TIMESTAMP, "timestamp")	\
	X(SERVICE, "service") X(HTTP, "http") X(TRACEID, "traceId") X(SPANID, "spanId")		\
	X(PARENTSPANID, "parentSpanId") X(TRACESTATE, "traceState") X(FLAGS, "flags")		\
	X(KIND, "kind") X(START_UNIX_NANO, "startTimeUnixNano")					\
	X(END_UNIX_NANO, "endTimeUnixNano") X(TIME_UNIX_NANO, "timeUnixNano")			\
	X(OBSERVED_UNIX_NANO, "observedTimeUnixNano")						\
	X(SEVERITY_NUMBER, "severityNumber") X(SEVERITY_TEXT, "severityText")			\
	X(BODY, "body") X(EVENT_NAME, "eventName") X(LINKS, "links") X(KEY, "key")		\
	X(CODE, "code") X(RESOURCE, "resource") X(SCOPE, "scope")				\
	X(RESOURCE_SPANS, "resourceSpans") X(SCOPE_SPANS, "scopeSpans")				\
	X(RESOURCE_LOGS, "resourceLogs") X(SCOPE_LOGS, "scopeLogs")				\
	X(LOG_RECORDS, "logRecords") X(VERSION, "version")					\
	X(LIBRARY_SPANS, "instrumentationLibrarySpans")						\
	X(LIBRARY, "instrumentationLibrary") X(SCHEMA_URL, "schemaUrl")				\
	X(RESOURCE_METRICS, "resourceMetrics")							\
	/* console exporters */									\
	X(PARENT_ID, "parent_id") X(START_TIME_, "start_time") X(END_TIME_, "end_time")		\
	X(STATUS_CODE, "status_code") X(DESCRIPTION, "description") X(C_NAME, "Name")		\
	X(C_SPAN_CONTEXT, "SpanContext") X(C_PARENT, "Parent") X(C_TRACE_ID, "TraceID")		\
	X(C_SPAN_ID, "SpanID") X(C_SPAN_KIND, "SpanKind") X(C_START_TIME, "StartTime")		\
	X(C_END_TIME, "EndTime") X(C_ATTRIBUTES, "Attributes") X(C_EVENTS, "Events")		\
	X(C_LINKS, "Links") X(C_STATUS, "Status") X(C_RESOURCE, "Resource")			\
	X(C_KEY, "Key") X(C_VALUE, "Value") X(C_TYPE, "Type") X(C_CODE, "Code")			\
	X(C_DESCRIPTION, "Description") X(C_TIME, "Time")					\
	X(PARENT_SPAN_CONTEXT, "parentSpanContext") X(SPAN_CONTEXT_, "_spanContext")		\
	X(START_TIME, "startTime") X(END_TIME, "endTime")					\
	/* Jaeger and Zipkin */									\
	X(J_TRACE_ID, "traceID") X(J_SPAN_ID, "spanID") X(J_PARENT, "parentSpanID")		\
	X(OPERATION_NAME, "operationName") X(REFERENCES, "references")				\
	X(REF_TYPE, "refType") X(DURATION, "duration") X(TAGS, "tags") X(LOGS, "logs")		\
	X(FIELDS, "fields") X(PROCESS_ID, "processID") X(PROCESSES, "processes")		\
	X(SERVICE_NAME, "serviceName") X(WARNINGS, "warnings") X(DATA, "data")			\
	X(ID, "id") X(PARENTID, "parentId") X(LOCAL_ENDPOINT, "localEndpoint")			\
	X(REMOTE_ENDPOINT, "remoteEndpoint") X(ANNOTATIONS, "annotations")			\
	X(SHARED, "shared") X(DEBUG, "debug") X(TYPE, "type")					\
	/* Chrome and speedscope */								\
	X(PH, "ph") X(TS, "ts") X(DUR, "dur") X(PID, "pid") X(TID, "tid") X(CAT, "cat")		\
	X(ID2, "id2") X(TDUR, "tdur") X(TRACE_EVENTS, "traceEvents") X(FRAME, "frame")		\
	X(AT, "at") X(FRAMES, "frames") X(PROFILES, "profiles") X(FILE, "file")			\
	X(LINE, "line") X(UNIT, "unit") X(SAMPLES, "samples") X(WEIGHTS, "weights")		\
	X(START_VALUE, "startValue") X(END_VALUE, "endValue") X(FILE_INFO, "file_info")		\
	X(JSON_SCHEMA, "$schema") X(LOCAL, "local") X(GLOBAL, "global")				\
	X(FUNC_ARGS, "func_args") X(EXPORTER, "exporter") X(SF, "sf")			\
	/* Codex and Gemini CLI */								\
	X(PAYLOAD, "payload") X(PROJECT_HASH, "projectHash") X(SET, "$set")			\
	X(REWIND_TO, "$rewindTo") X(HR_TIME, "hrTime")						\
	X(HR_TIME_OBSERVED, "hrTimeObserved")							\
	/* our own calls */									\
	X(CALL_ID, "call_id") X(START, "start") X(INPUT, "input") X(OUTPUT, "output")		\
	X(LLM, "llm") X(SOURCE, "source") X(AFTER, "after") X(NOTES, "notes")			\
	X(WHERE, "where") X(LEVEL, "level") X(PHASE, "phase") X(ITERATION, "iteration")		\
	X(ITERATIONS, "iterations") X(TAKEN, "taken") X(MODEL, "model")				\
	X(VENDOR, "vendor") X(USAGE, "usage") X(COST_USD, "cost_usd")				\
	X(ORIGINAL_SPAN_ID, "original_span_id") X(SERVED_BY, "served_by")			\
	X(VERDICT, "verdict")									\
	/* Claude Code */									\
	X(UUID, "uuid") X(PARENT_UUID, "parentUuid") X(CC_SESSION_ID, "sessionId")		\
	X(SESSION_ID, "session_id") X(IS_SIDECHAIN, "isSidechain") X(AGENT_ID, "agentId")	\
	X(TOOL_USE_RESULT, "toolUseResult") X(LEAF_UUID, "leafUuid") X(SUMMARY, "summary")	\
	X(MESSAGE_ID, "messageId") X(SNAPSHOT, "snapshot") X(SUBTYPE, "subtype")		\
	X(PARENT_TOOL_USE_ID, "parent_tool_use_id") X(TOOL_USE_ID, "tool_use_id")		\
	X(PARENT_TOOL, "parentToolUseID") X(CONTENT, "content") X(IS_ERROR, "is_error")	\
	X(CC_COST_USD, "costUSD") X(CC_DURATION_MS, "durationMs")				\
	X(INPUT_TOKENS, "input_tokens") X(OUTPUT_TOKENS, "output_tokens")			\
	X(CACHE_READ_TOKENS, "cache_read_input_tokens")						\
	X(CACHE_WRITE_TOKENS, "cache_creation_input_tokens")					\
	X(CC_INPUT_TOKENS, "inputTokens") X(CC_OUTPUT_TOKENS, "outputTokens")			\
	X(ROLE, "role") X(TEXT, "text") X(DELTA, "delta") X(CWD, "cwd")				\
	X(GIT_BRANCH, "gitBranch") X(USER_TYPE, "userType") X(ENTRYPOINT, "entrypoint")		\
	X(SLUG, "slug") X(IS_API_ERROR, "isApiErrorMessage")					\
	X(STREAM_RESULT, "tool_use_result")						\
	/* inspect_ai */									\
	X(EPOCH, "epoch") X(TRANSCRIPT, "transcript") X(MESSAGES, "messages") X(EVAL, "eval")	\
	/* lists of messages */									\
	X(SCHEMA_VERSION, "schema_version") X(STEPS, "steps")		\
	X(AGENT, "agent") X(TRAJECTORY, "trajectory")						\
	X(HISTORY, "history") X(INFO, "info") X(ENVIRONMENT, "environment")			\
	X(REPLAY_CONFIG, "replay_config") X(TASK_ID, "task_id") X(TRIAL, "trial")		\
	X(REWARD, "reward") X(TRAJ, "traj") X(CUSTOM_ID, "custom_id")				\
	X(JSONRPC, "jsonrpc") X(SERVER, "server")			\
	/* opencode */										\
	X(SESSIONID_, "sessionID") X(MESSAGEID_, "messageID") X(PARTS, "parts")			\
	X(MODELID_, "modelID") X(TIME_, "time") X(PROJECTID_, "projectID")		\
	/* HAR */										\
	X(STARTED_DATE_TIME, "startedDateTime") X(PAGEREF, "pageref") X(LOG, "log")		\
	X(ENTRIES, "entries") X(PAGES, "pages")
/* clang-format on */

enum import_key {
	KEY_OTHER,
#define IMPORT_KEY(id, name) KEY_##id,
	IMPORT_KEYS(IMPORT_KEY)
#undef IMPORT_KEY
	    IMPORT_KEY_COUNT
};

#endif
