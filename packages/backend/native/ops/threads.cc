#include "threads.h"
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <mutex>
#include <thread>
#ifdef __linux__
#include <sched.h>
#endif

namespace flowers {
namespace {

struct Loop {
  int count;
  void (*work)(void*, int);
  void* context;
  std::atomic<int> next{0};
  int helpers = 0;  // guarded by Pool::mutex
};

struct Pool {
  std::mutex mutex;
  std::condition_variable some_work, helper_left;
  std::deque<Loop*> loops;
  bool started = false;
};

// Never destroyed: its threads may still wait in it when the process ends.
Pool& pool() {
  static Pool* const the_pool = new Pool;
  return *the_pool;
}

void run(Loop& loop) {
  for (int i = loop.next++; i < loop.count; i = loop.next++) loop.work(loop.context, i);
}

void help() {
  Pool& shared = pool();
  std::unique_lock<std::mutex> lock(shared.mutex);
  for (;;) {
    shared.some_work.wait(lock, [&] { return !shared.loops.empty(); });
    Loop& loop = *shared.loops.front();
    if (loop.next >= loop.count) {
      shared.loops.pop_front();
      continue;
    }
    loop.helpers++;
    lock.unlock();
    run(loop);
    lock.lock();
    if (--loop.helpers == 0) shared.helper_left.notify_all();
  }
}

}  // namespace

int thread_count() {
  static const int count = [] {
    if (const char* asked = std::getenv("TF_NUM_INTRAOP_THREADS")) {
      const int number = std::atoi(asked);
      if (number > 0) return number;
    }
#ifdef __linux__
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof allowed, &allowed) == 0) return std::max(1, CPU_COUNT(&allowed));
#endif
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  }();
  return count;
}

void parallel_for(int count, void (*work)(void* context, int index), void* context) {
  Loop loop{count, work, context};
  if (count < 2 || thread_count() < 2) return run(loop);
  Pool& shared = pool();
  {
    std::lock_guard<std::mutex> lock(shared.mutex);
    if (!shared.started) {
      for (int i = 1; i < thread_count(); i++) std::thread(help).detach();
      shared.started = true;
    }
    shared.loops.push_back(&loop);
  }
  shared.some_work.notify_all();
  run(loop);
  std::unique_lock<std::mutex> lock(shared.mutex);
  const auto here = std::find(shared.loops.begin(), shared.loops.end(), &loop);
  if (here != shared.loops.end()) shared.loops.erase(here);
  shared.helper_left.wait(lock, [&] { return loop.helpers == 0; });
}

}  // namespace flowers
