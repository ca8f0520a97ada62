// Settings of the process that native TensorFlow needs for speed and quiet, as a Node-API addon of three functions.
#include <node_api.h>
#include <cstdlib>
#include <string>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#ifndef _WIN32
#include <fcntl.h>
#include <unistd.h>
#endif

namespace {

std::string TextOf(napi_env env, napi_value value) {
  size_t length = 0;
  napi_get_value_string_utf8(env, value, nullptr, 0, &length);
  std::string text(length, '\0');
  napi_get_value_string_utf8(env, value, &text[0], length + 1, &length);
  return text;
}

// setEnvironment(name, value): sets the variable unless it is set already. Node's process.env does not reach the C
// library in a worker thread.
napi_value SetEnvironment(napi_env env, napi_callback_info info) {
  size_t count = 2;
  napi_value arguments[2];
  napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr);
#ifndef _WIN32
  setenv(TextOf(env, arguments[0]).c_str(), TextOf(env, arguments[1]).c_str(), 0);
#endif
  return nullptr;
}

// keepMemory(): freed memory stays with the process, so that the next op of the same size pays no page faults.
// Returns whether the C library has such a setting.
napi_value KeepMemory(napi_env env, napi_callback_info) {
  bool kept = false;
#ifdef __GLIBC__
  // No mmap for large blocks (they are returned to the system at once), and no trimming of the heap's top.
  kept = mallopt(M_MMAP_MAX, 0) == 1 && mallopt(M_TRIM_THRESHOLD, -1) == 1 &&
         mallopt(M_TOP_PAD, 64 << 20) == 1;
#endif
  napi_value result;
  napi_get_boolean(env, kept, &result);
  return result;
}

int saved_stderr = -1;

// muteErrors(on): sends the process's error output nowhere while TensorFlow starts: it writes greetings that no
// setting of its own turns off.
napi_value MuteErrors(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument;
  bool on = false;
  napi_get_cb_info(env, info, &count, &argument, nullptr, nullptr);
  napi_get_value_bool(env, argument, &on);
#ifndef _WIN32
  if (on && saved_stderr < 0) {
    const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere >= 0) {
      saved_stderr = fcntl(2, F_DUPFD_CLOEXEC, 3);
      dup2(nowhere, 2);
      close(nowhere);
    }
  } else if (!on && saved_stderr >= 0) {
    dup2(saved_stderr, 2);
    close(saved_stderr);
    saved_stderr = -1;
  }
#endif
  return nullptr;
}

napi_value Initialize(napi_env env, napi_value exports) {
  const napi_property_descriptor functions[] = {
      {"setEnvironment", nullptr, SetEnvironment, nullptr, nullptr, nullptr, napi_enumerable, nullptr},
      {"keepMemory", nullptr, KeepMemory, nullptr, nullptr, nullptr, napi_enumerable, nullptr},
      {"muteErrors", nullptr, MuteErrors, nullptr, nullptr, nullptr, napi_enumerable, nullptr},
  };
  napi_define_properties(env, exports, 3, functions);
  return exports;
}

}  // namespace

NAPI_MODULE(flowers_tune, Initialize)
