// What a kernel of TensorFlow is given: its inputs, memory for its outputs, its attributes, and a way to fail with a sentence.
#pragma once
#include <cstdint>
#include <initializer_list>
#include <string>
#include "tensorflow-c.h"

namespace flowers {

// One call: its inputs and its status, and whether it has failed.
class Call {
 public:
  explicit Call(TF_OpKernelContext* context) : context_(context), status_(TF_NewStatus()) {}
  ~Call() {
    for (TF_Tensor*& tensor : tensors_) {
      if (tensor != nullptr) TF_DeleteTensor(tensor);
    }
    TF_DeleteStatus(status_);
  }
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  bool failed() const { return failed_; }

  // The k-th input, of this rank and type, or null after a failure.
  TF_Tensor* input(int k, int rank, TF_DataType type) {
    if (failed_) return nullptr;
    TF_GetInput(context_, k, &tensors_[k], status_);
    if (!check()) return nullptr;
    if (TF_NumDims(tensors_[k]) != rank || TF_TensorType(tensors_[k]) != type) {
      fail("input " + std::to_string(k) + " has another rank or type than the op takes");
      return nullptr;
    }
    return tensors_[k];
  }

  // Memory for the k-th output, or null after a failure.
  template <typename T>
  T* output(int k, TF_DataType type, std::initializer_list<int64_t> shape) {
    if (failed_) return nullptr;
    int64_t count = 1;
    for (const int64_t size : shape) count *= size;
    TF_Tensor* tensor = TF_AllocateOutput(context_, k, type, shape.begin(), static_cast<int>(shape.size()),
                                          static_cast<size_t>(count) * sizeof(T), status_);
    if (!check()) return nullptr;
    T* memory = static_cast<T*>(TF_TensorData(tensor));
    TF_DeleteTensor(tensor);
    return memory;
  }

  void fail(const std::string& message) {
    if (failed_) return;
    failed_ = true;
    TF_SetStatus(status_, TF_INVALID_ARGUMENT, message.c_str());
    TF_OpKernelContext_Failure(context_, status_);
  }

 private:
  bool check() {
    if (TF_GetCode(status_) == TF_OK) return true;
    failed_ = true;
    TF_OpKernelContext_Failure(context_, status_);
    return false;
  }

  TF_OpKernelContext* const context_;
  TF_Status* const status_;
  TF_Tensor* tensors_[4] = {};
  bool failed_ = false;
};

inline int size_of(const TF_Tensor* tensor, int dimension) { return static_cast<int>(TF_Dim(tensor, dimension)); }

template <typename T>
const T* data(const TF_Tensor* tensor) {
  return static_cast<const T*>(TF_TensorData(tensor));
}

// An attribute, read once when the kernel is made.
inline std::string text_attribute(TF_OpKernelConstruction* construction, const char* name) {
  char text[16] = {};
  TF_Status* status = TF_NewStatus();
  TF_OpKernelConstruction_GetAttrString(construction, name, text, sizeof text - 1, status);
  if (TF_GetCode(status) != TF_OK) TF_OpKernelConstruction_Failure(construction, status);
  TF_DeleteStatus(status);
  return text;
}

inline bool flag_attribute(TF_OpKernelConstruction* construction, const char* name) {
  unsigned char flag = 0;
  TF_Status* status = TF_NewStatus();
  TF_OpKernelConstruction_GetAttrBool(construction, name, &flag, status);
  if (TF_GetCode(status) != TF_OK) TF_OpKernelConstruction_Failure(construction, status);
  TF_DeleteStatus(status);
  return flag != 0;
}

}  // namespace flowers
