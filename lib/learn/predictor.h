/* SPDX-License-Identifier: MIT */
#ifndef LEARN_PREDICTOR_H
#define LEARN_PREDICTOR_H

#include "base/arena.h"
#include "base/err.h"
#include "learn/pattern.h"

/*
 * What was learned: patterns of calls and errors, each with a weight.  The score of a trace is the
 * logistic function of the intercept and the weights of all patterns that it has.
 *
 * As a file it is one JSON object, whose members are in the order of these structs:
 *
 *	{"format":"esper-trace-model","version":1,"trained_on":{…},"held_out":{…},"failure":"root",
 *		"intercept":-2.1,"threshold":0.4,"features":[
 *		{"pattern":"next","steps":[{"call":"retry"},{"call":"charge"}],"failing":41,
 *			"passing":3,"weight":1.7}, …]}
 */
enum { LEARN_FEATURES_MOST = 64, LEARN_FORMAT_VERSION = 1 };

/* Which traces failed: those in which a root failed because of a call in which the failure began,
 * so that traces which recovered passed; or all those in which any call failed. */
enum learn_failure { LEARN_ROOT, LEARN_ANY_CALL };
#define LEARN_FAILURES (LEARN_ANY_CALL + 1)
extern const struct text learn_failure_names[LEARN_FAILURES]; /* "root", "any_call" */

/* A share that is not known is negative; in JSON it is null. */
struct learn_result {
	uint64_t traces, failing; /* that were held out; all of them are later than the others */
	double base_rate, precision, recall, auc, p;
	bool learned;
};

struct learn_feature {
	struct learn_pattern pattern;
	uint64_t failing, passing; /* traces of the training that have it */
	double weight;
};

struct learn_predictor {
	uint64_t traces, failing;  /* of the training */
	int64_t first_ns, last_ns; /* their starts; TRACE_NO_TIME: not known */
	struct learn_result held_out;
	enum learn_failure failure;
	double intercept, threshold; /* threshold: a score from which on failure is predicted */
	struct learn_words words;
	struct learn_patterns patterns; /* of the features, by number */
	struct learn_feature *feature;  /* strongest first */
	size_t n;
	bool *known; /* by word: is it in a feature? */
	size_t known_words;
};

/* A weight or share as the file has it: with six decimals. */
double learn_rounded(double v);

/* Numbers the patterns and words of the features.  Call it once they are complete. */
void learn_predictor_index(struct learn_predictor *p);
void learn_predictor_free(struct learn_predictor *p);

/* Appends the file. */
void learn_put_predictor(struct buf *b, const struct learn_predictor *p);

/* Appends {base_rate, precision, recall, auc, …, verdict}. */
void learn_put_result(struct buf *b, const struct learn_predictor *p);
extern const char *const learn_verdicts[2]; /* by learn_result.learned */

/* Reads a file.  Returns 0, or -1 and fills *all with what is wrong: each text begins with the JSON
 * path. */
int learn_load_predictor(
    struct learn_predictor *p, struct text text, struct siphash_key key, struct errs *all);

/* ---- scores --------------------------------------------------------------------------------- */

struct learn_score {
	double score;      /* from 0 to 1, with four decimals */
	uint32_t *feature; /* those that the trace has, in order */
	size_t n, cap;
};

struct learn_scorer {
	const struct learn_predictor *predictor;
	struct learn_reading reading;
	uint32_t *word; /* of the reading */
	struct learn_sequence sequence;
	struct learn_scratch scratch;
	struct learn_score result; /* of the last learn_score */
	uint32_t *seen;            /* by feature: the number of the score in which it was found */
	uint32_t scores;
};

/* The words of the model's calls are added to those of the predictor. */
void learn_scorer_begin(
    struct learn_scorer *s, struct learn_predictor *p, const struct trace_model *m);
void learn_scorer_free(struct learn_scorer *s);
const struct learn_score *learn_score(struct learn_scorer *s, const struct learn_cut *cut);

/* How a trace ended, by the predictor's definition of a failure.  Of one that failed, *failure is
 * set. */
enum learn_outcome { LEARN_UNKNOWN, LEARN_PASSED, LEARN_FAILED };
enum learn_outcome learn_outcome_of(const struct trace_model *m, uint32_t trace,
    enum learn_failure kind, struct root_cause *failure);

/* Is it a failure that reached a root? */
bool learn_reaches_root(const struct trace_model *m, const struct root_cause *failure);

#endif
