// The binding of tfjs-node, joined to a TensorFlow cluster: a gRPC server in this process, and sessions that run through it.
//
// tfjs-node's own sources are compiled with four names replaced (compile-binding.ts): the two entry points of a Node-API
// module, which this file takes over, and the two calls that open and run a session. Without a server both do as before.
#include <node_api.h>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tensorflow/c/c_api.h"
#include "tensorflow/c/c_api_experimental.h"

namespace {

TF_Server* server = nullptr;
// Whether sessions run through the server.
bool joined = false;
std::string session_config;
double deadline_seconds = 0;

std::string BytesOf(napi_env env, napi_value value) {
  napi_typedarray_type type;
  size_t length = 0, offset = 0;
  void* data = nullptr;
  napi_value buffer;
  if (napi_get_typedarray_info(env, value, &type, &length, &data, &buffer, &offset) != napi_ok) return "";
  return std::string(static_cast<char*>(data), length);
}

// startServer(serverDef: Uint8Array, sessionConfig: Uint8Array, deadlineSeconds: number): starts the server, at most one in
// a process; sessions that are opened from now on run through it, and each of their runs ends after the deadline.
napi_value StartServer(napi_env env, napi_callback_info info) {
  size_t count = 3;
  napi_value arguments[3];
  napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr);
  if (server != nullptr) {
    napi_throw_error(env, nullptr, "a server was started in this process before");
    return nullptr;
  }
  const std::string definition = BytesOf(env, arguments[0]);
  TF_Status* status = TF_NewStatus();
  TF_Server* made = TF_NewServer(definition.data(), definition.size(), status);
  if (TF_GetCode(status) == TF_OK) TF_ServerStart(made, status);
  const std::string message = TF_GetCode(status) == TF_OK ? "" : TF_Message(status);
  TF_DeleteStatus(status);
  if (!message.empty()) {
    if (made != nullptr) TF_DeleteServer(made);
    napi_throw_error(env, nullptr, message.c_str());
    return nullptr;
  }
  server = made;
  session_config = BytesOf(env, arguments[1]);
  napi_get_value_double(env, arguments[2], &deadline_seconds);
  joined = true;
  return nullptr;
}

// leaveServer(): sessions that are opened from now on are this process's own. The server itself cannot be ended before the
// process: TensorFlow has no orderly way.
napi_value LeaveServer(napi_env, napi_callback_info) {
  joined = false;
  return nullptr;
}

// One run of a session, kept alive until it ends, which may be after the one who asked for it has given up.
struct Run {
  std::vector<TF_Output> inputs;
  std::vector<TF_Tensor*> input_values;
  std::vector<TF_Output> outputs;
  std::vector<TF_Tensor*> output_values;
  std::vector<const TF_Operation*> targets;
  TF_Status* status = TF_NewStatus();
  std::mutex mutex;
  std::condition_variable ended;
  bool done = false;

  ~Run() {
    for (TF_Tensor* value : output_values)
      if (value != nullptr) TF_DeleteTensor(value);
    TF_DeleteStatus(status);
  }
};

}  // namespace

extern "C" TF_Session* FlowersLoadSession(const TF_SessionOptions* options, const TF_Buffer* run_options,
                                          const char* folder, const char* const* tags, int tag_count,
                                          TF_Graph* graph, TF_Buffer* meta_graph, TF_Status* status) {
  if (!joined)
    return TF_LoadSessionFromSavedModel(options, run_options, folder, tags, tag_count, graph, meta_graph, status);
  TF_SessionOptions* own = TF_NewSessionOptions();
  TF_SetTarget(own, TF_ServerTarget(server));
  TF_SetConfig(own, session_config.data(), session_config.size(), status);
  TF_Session* session = nullptr;
  if (TF_GetCode(status) == TF_OK)
    session = TF_LoadSessionFromSavedModel(own, run_options, folder, tags, tag_count, graph, meta_graph, status);
  TF_DeleteSessionOptions(own);
  return session;
}

// TensorFlow's own timeouts do not cover all that a run may wait for (a leader that is gone, for one), so the run has a
// thread of its own, which is left behind when the deadline has passed.
extern "C" void FlowersSessionRun(TF_Session* session, const TF_Buffer* run_options, const TF_Output* inputs,
                                  TF_Tensor* const* input_values, int input_count, const TF_Output* outputs,
                                  TF_Tensor** output_values, int output_count, const TF_Operation* const* targets,
                                  int target_count, TF_Buffer* metadata, TF_Status* status) {
  if (!joined) {
    TF_SessionRun(session, run_options, inputs, input_values, input_count, outputs, output_values, output_count,
                  targets, target_count, metadata, status);
    return;
  }
  auto run = std::make_shared<Run>();
  run->inputs.assign(inputs, inputs + input_count);
  run->input_values.assign(input_values, input_values + input_count);
  run->outputs.assign(outputs, outputs + output_count);
  run->output_values.assign(output_count, nullptr);
  run->targets.assign(targets, targets + target_count);
  std::thread([run, session] {
    TF_SessionRun(session, nullptr, run->inputs.data(), run->input_values.data(), run->inputs.size(),
                  run->outputs.data(), run->output_values.data(), run->outputs.size(), run->targets.data(),
                  run->targets.size(), nullptr, run->status);
    std::lock_guard<std::mutex> lock(run->mutex);
    run->done = true;
    run->ended.notify_all();
  }).detach();
  std::unique_lock<std::mutex> lock(run->mutex);
  const auto deadline = std::chrono::duration<double>(deadline_seconds);
  if (!run->ended.wait_for(lock, deadline, [&run] { return run->done; })) {
    TF_SetStatus(status, TF_DEADLINE_EXCEEDED, "the run did not end before its deadline");
    return;
  }
  TF_SetStatus(status, TF_GetCode(run->status), TF_Message(run->status));
  for (int i = 0; i < output_count; i++) {
    output_values[i] = run->output_values[i];
    run->output_values[i] = nullptr;
  }
}

extern "C" napi_value RegisterTfjsBinding(napi_env env, napi_value exports);

NAPI_MODULE_INIT() {
  napi_value given = RegisterTfjsBinding(env, exports);
  napi_value binding = given == nullptr ? exports : given;
  const napi_property_descriptor functions[] = {
      {"startServer", nullptr, StartServer, nullptr, nullptr, nullptr, napi_enumerable, nullptr},
      {"leaveServer", nullptr, LeaveServer, nullptr, nullptr, nullptr, napi_enumerable, nullptr},
  };
  napi_define_properties(env, binding, 2, functions);
  return binding;
}
