// A parallel loop over threads of our own: kernels that are registered through TensorFlow's C interface are not lent its pool.
#pragma once

namespace flowers {

// How many threads work at once: as many as this process may use, or TF_NUM_INTRAOP_THREADS.
int thread_count();

// Runs `work(context, index)` for every index below `count` and returns when all are done. The caller works as well, so
// a loop always comes to its end, and loops that several threads start at once share the workers.
void parallel_for(int count, void (*work)(void* context, int index), void* context);

}  // namespace flowers
