/* SPDX-License-Identifier: MIT */
#include "io/block.h"

#include <stdlib.h>

void
block_memory_rest(struct block_memory *m)
{
	frame_text_drop(m->lent);
	m->lent = NULL;
}

void
block_memory_free(struct block_memory *m)
{
	frame_text_drop(m->lent);
	free(m->p);
	free(m->fingerprint);
	free(m->envelope);
	json_index_free(&m->index);
	arena_free(&m->arena);
	*m = (struct block_memory){ 0 };
}
