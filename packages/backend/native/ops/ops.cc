// Ops of our own for TensorFlow, as a Node-API addon that registers them, through TensorFlow's C interface, before anything
// uses them. For the pattern `Conv2D -> BiasAdd -> Relu -> MaxPool 2x2` and its gradients:
//
//   FlowersReluMaxPool(x) -> pooled, winners
//   FlowersPooledFilterGradient(x, filter_sizes, winners, gradient) -> filter_gradient, bias_gradient
//   FlowersPooledInputGradient(input_sizes, filter, winners, gradient) -> input_gradient
//
// `gradient` is the one of `pooled`. Convolutions have strides of 1 and no dilation; `padding` is "SAME" or "VALID". And, with the
// inputs, attributes and numbers of ImageProjectiveTransformV3:
//
//   FlowersProjectiveTransform(images, transforms, output_shape, fill_value) -> transformed_images
//
// FlowersFlip(images, flags) mirrors the images whose flag is set.
#include <node_api.h>
#include <atomic>
#include <mutex>
#include <string>
#include <vector>
#include "call.h"
#include "pooled-kernels.h"
#include "threads.h"
#include "transform.h"

namespace {

using flowers::Call;
using flowers::data;
using flowers::flag_attribute;
using flowers::PooledConv;
using flowers::size_of;
using flowers::text_attribute;

// The sets of kernels that this processor can run, the fastest first.
std::vector<const flowers::Kernels*> usable_kernels() {
  std::vector<const flowers::Kernels*> usable;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512dq")) {
    usable.push_back(&flowers::kAvx512Kernels);
  }
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) usable.push_back(&flowers::kAvx2Kernels);
#endif
  usable.push_back(&flowers::kPlainKernels);
  return usable;
}

std::atomic<const flowers::Kernels*> chosen_kernels{usable_kernels().front()};

const flowers::Kernels& kernels() { return *chosen_kernels.load(); }

// The attribute `padding`, read once when the kernel is made.
struct Padding {
  bool same;
};

void* create_with_padding(TF_OpKernelConstruction* construction) {
  return new Padding{text_attribute(construction, "padding") == "SAME"};
}

void delete_padding(void* padding) { delete static_cast<Padding*>(padding); }

PooledConv conv_of(const Padding& padding, int batch, int height, int width, const int filter[4]) {
  PooledConv conv{};
  conv.batch = batch, conv.height = height, conv.width = width;
  conv.kernel_height = filter[0], conv.kernel_width = filter[1];
  conv.in_channels = filter[2], conv.out_channels = filter[3];
  conv.out_height = padding.same ? height : height - filter[0] + 1;
  conv.out_width = padding.same ? width : width - filter[1] + 1;
  // TensorFlow puts the odd row or column of zeros behind.
  conv.top = padding.same ? (filter[0] - 1) / 2 : 0;
  conv.left = padding.same ? (filter[1] - 1) / 2 : 0;
  return conv;
}

bool has_shape(const TF_Tensor* tensor, const PooledConv& conv) {
  return size_of(tensor, 0) == conv.batch && size_of(tensor, 1) == conv.pooled_height() &&
         size_of(tensor, 2) == conv.pooled_width() && size_of(tensor, 3) == conv.out_channels;
}

constexpr char kMismatch[] = "the shapes of image, filter, winners and gradient do not belong together";

// ---- the ops ----

void relu_max_pool(void*, TF_OpKernelContext* context) {
  Call call(context);
  const TF_Tensor* x = call.input(0, 4, TF_FLOAT);
  if (call.failed()) return;
  const int batch = size_of(x, 0), height = size_of(x, 1), width = size_of(x, 2), channels = size_of(x, 3);
  float* pooled = call.output<float>(0, TF_FLOAT, {batch, height / 2, width / 2, channels});
  uint8_t* winners = call.output<uint8_t>(1, TF_UINT8, {batch, height / 2, width / 2, channels});
  if (call.failed()) return;
  kernels().relu_max_pool(data<float>(x), batch, height, width, channels, pooled, winners, flowers::parallel_for);
}

void filter_gradient(void* padding, TF_OpKernelContext* context) {
  Call call(context);
  const TF_Tensor* x = call.input(0, 4, TF_FLOAT);
  const TF_Tensor* sizes = call.input(1, 1, TF_INT32);
  const TF_Tensor* winners = call.input(2, 4, TF_UINT8);
  const TF_Tensor* gradient = call.input(3, 4, TF_FLOAT);
  if (call.failed()) return;
  if (size_of(sizes, 0) != 4) return call.fail("filter_sizes has four numbers");
  const int* filter = data<int>(sizes);
  const PooledConv conv = conv_of(*static_cast<Padding*>(padding), size_of(x, 0), size_of(x, 1), size_of(x, 2), filter);
  if (size_of(x, 3) != filter[2] || !has_shape(winners, conv) || !has_shape(gradient, conv)) return call.fail(kMismatch);
  float* filter_gradient = call.output<float>(0, TF_FLOAT, {filter[0], filter[1], filter[2], filter[3]});
  float* bias_gradient = call.output<float>(1, TF_FLOAT, {filter[3]});
  if (call.failed()) return;
  kernels().filter_gradient(conv, data<float>(x), data<uint8_t>(winners), data<float>(gradient), filter_gradient,
                            bias_gradient, flowers::parallel_for);
}

void input_gradient(void* padding, TF_OpKernelContext* context) {
  Call call(context);
  const TF_Tensor* sizes = call.input(0, 1, TF_INT32);
  const TF_Tensor* filter = call.input(1, 4, TF_FLOAT);
  const TF_Tensor* winners = call.input(2, 4, TF_UINT8);
  const TF_Tensor* gradient = call.input(3, 4, TF_FLOAT);
  if (call.failed()) return;
  if (size_of(sizes, 0) != 4) return call.fail("input_sizes has four numbers");
  const int* image = data<int>(sizes);
  const int filter_sizes[4] = {size_of(filter, 0), size_of(filter, 1), size_of(filter, 2), size_of(filter, 3)};
  const PooledConv conv = conv_of(*static_cast<Padding*>(padding), image[0], image[1], image[2], filter_sizes);
  if (image[3] != filter_sizes[2] || !has_shape(winners, conv) || !has_shape(gradient, conv)) return call.fail(kMismatch);
  float* result = call.output<float>(0, TF_FLOAT, {image[0], image[1], image[2], image[3]});
  if (call.failed()) return;
  kernels().input_gradient(conv, data<float>(filter), data<uint8_t>(winners), data<float>(gradient), result,
                           flowers::parallel_for);
}

struct TransformAttributes {
  flowers::Interpolation interpolation;
  flowers::FillMode fill_mode;
};

void* create_with_modes(TF_OpKernelConstruction* construction) {
  const std::string interpolation = text_attribute(construction, "interpolation");
  const std::string fill_mode = text_attribute(construction, "fill_mode");
  using flowers::FillMode;
  return new TransformAttributes{
      interpolation == "NEAREST" ? flowers::Interpolation::kNearest : flowers::Interpolation::kBilinear,
      fill_mode == "REFLECT" ? FillMode::kReflect
      : fill_mode == "WRAP"  ? FillMode::kWrap
      : fill_mode == "NEAREST" ? FillMode::kNearest
                               : FillMode::kConstant};
}

void delete_modes(void* modes) { delete static_cast<TransformAttributes*>(modes); }

void projective_transform(void* modes, TF_OpKernelContext* context) {
  Call call(context);
  const TF_Tensor* images = call.input(0, 4, TF_FLOAT);
  const TF_Tensor* transforms = call.input(1, 2, TF_FLOAT);
  const TF_Tensor* sizes = call.input(2, 1, TF_INT32);
  const TF_Tensor* fill = call.input(3, 0, TF_FLOAT);
  if (call.failed()) return;
  const int batch = size_of(images, 0), channels = size_of(images, 3), count = size_of(transforms, 0);
  if (size_of(transforms, 1) != 8 || (count != 1 && count != batch))
    return call.fail("transforms has 8 numbers, for all images or for each");
  if (size_of(sizes, 0) != 2) return call.fail("output_shape has two numbers");
  const int height = data<int>(sizes)[0], width = data<int>(sizes)[1];
  if (height < 1 || width < 1) return call.fail("output_shape is positive");
  float* out = call.output<float>(0, TF_FLOAT, {batch, height, width, channels});
  if (call.failed()) return;
  const TransformAttributes& attributes = *static_cast<TransformAttributes*>(modes);
  const flowers::Transform settings{batch, size_of(images, 1), size_of(images, 2), channels, height, width,
                                    attributes.interpolation, attributes.fill_mode, *data<float>(fill)};
  flowers::transform(settings, data<float>(images), data<float>(transforms), count != 1, out);
}

void* create_with_axes(TF_OpKernelConstruction* construction) {
  flowers::Flip* axes = new flowers::Flip{};
  axes->horizontal = flag_attribute(construction, "horizontal");
  axes->vertical = flag_attribute(construction, "vertical");
  return axes;
}

void delete_axes(void* axes) { delete static_cast<flowers::Flip*>(axes); }

void flip(void* axes, TF_OpKernelContext* context) {
  Call call(context);
  const TF_Tensor* images = call.input(0, 4, TF_FLOAT);
  const TF_Tensor* flags = call.input(1, 1, TF_BOOL);
  if (call.failed()) return;
  flowers::Flip settings = *static_cast<flowers::Flip*>(axes);
  settings.batch = size_of(images, 0), settings.height = size_of(images, 1);
  settings.width = size_of(images, 2), settings.channels = size_of(images, 3);
  if (size_of(flags, 0) != settings.batch) return call.fail("flags has one value for each image");
  float* out =
      call.output<float>(0, TF_FLOAT, {settings.batch, settings.height, settings.width, settings.channels});
  if (call.failed()) return;
  flowers::flip(settings, data<float>(images), data<uint8_t>(flags), out);
}

// ---- registration ----

void unknown_shapes(TF_ShapeInferenceContext* context, TF_Status* status) {
  TF_ShapeInferenceContextSetUnknownShape(context, status);
}

struct Op {
  const char* name;
  std::vector<const char*> inputs, outputs, attributes;
  void* (*create)(TF_OpKernelConstruction*);
  void (*compute)(void*, TF_OpKernelContext*);
  void (*remove)(void*);
};

// An error in words, or nothing.
std::string register_op(const Op& op) {
  TF_Status* status = TF_NewStatus();
  TF_OpDefinitionBuilder* definition = TF_NewOpDefinitionBuilder(op.name);
  for (const char* each : op.inputs) TF_OpDefinitionBuilderAddInput(definition, each);
  for (const char* each : op.outputs) TF_OpDefinitionBuilderAddOutput(definition, each);
  for (const char* each : op.attributes) TF_OpDefinitionBuilderAddAttr(definition, each);
  TF_OpDefinitionBuilderSetShapeInferenceFunction(definition, unknown_shapes);
  TF_RegisterOpDefinition(definition, status);
  if (TF_GetCode(status) == TF_OK) {
    TF_KernelBuilder* kernel = TF_NewKernelBuilder(op.name, "CPU", op.create, op.compute, op.remove);
    TF_RegisterKernelBuilder(op.name, kernel, status);
  }
  const std::string error = TF_GetCode(status) == TF_OK ? "" : TF_Message(status);
  TF_DeleteStatus(status);
  return error;
}

const Op kOps[] = {
    {"FlowersReluMaxPool", {"x: float"}, {"pooled: float", "winners: uint8"}, {}, nullptr, relu_max_pool, nullptr},
    {"FlowersPooledFilterGradient",
     {"x: float", "filter_sizes: int32", "winners: uint8", "gradient: float"},
     {"filter_gradient: float", "bias_gradient: float"},
     {"padding: {'SAME', 'VALID'}"},
     create_with_padding,
     filter_gradient,
     delete_padding},
    {"FlowersPooledInputGradient",
     {"input_sizes: int32", "filter: float", "winners: uint8", "gradient: float"},
     {"input_gradient: float"},
     {"padding: {'SAME', 'VALID'}"},
     create_with_padding,
     input_gradient,
     delete_padding},
    {"FlowersProjectiveTransform",
     {"images: float", "transforms: float", "output_shape: int32", "fill_value: float"},
     {"transformed_images: float"},
     {"interpolation: {'NEAREST', 'BILINEAR'}", "fill_mode: {'CONSTANT', 'REFLECT', 'WRAP', 'NEAREST'}"},
     create_with_modes,
     projective_transform,
     delete_modes},
    {"FlowersFlip",
     {"images: float", "flags: bool"},
     {"flipped_images: float"},
     {"horizontal: bool", "vertical: bool"},
     create_with_axes,
     flip,
     delete_axes},
};

// An error in words, or nothing.
std::string register_ops() {
  for (const Op& op : kOps) {
    const std::string error = register_op(op);
    if (!error.empty()) return error;
  }
  return "";
}

napi_value text(napi_env env, const char* characters) {
  napi_value value;
  napi_create_string_utf8(env, characters, NAPI_AUTO_LENGTH, &value);
  return value;
}

// useKernels(index): from now on the process runs this set of `kernels`. For tests.
napi_value use_kernels(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument;
  uint32_t index = 0;
  napi_get_cb_info(env, info, &count, &argument, nullptr, nullptr);
  napi_get_value_uint32(env, argument, &index);
  const auto usable = usable_kernels();
  if (index < usable.size()) chosen_kernels = usable[index];
  return nullptr;
}

// exports: `ops`, the names of the ops; `kernels`, the names of the usable sets, the fastest, which runs, first;
// `threads`, how many threads.
napi_value initialize(napi_env env, napi_value exports) {
  // Once a process, however many of its threads load the addon.
  static std::once_flag once;
  static std::string error;
  std::call_once(once, [] { error = register_ops(); });
  if (!error.empty()) {
    napi_throw_error(env, nullptr, error.c_str());
    return exports;
  }
  napi_value ops, sets, threads, use;
  napi_create_array(env, &ops);
  uint32_t index = 0;
  for (const Op& op : kOps) napi_set_element(env, ops, index++, text(env, op.name));
  napi_create_array(env, &sets);
  index = 0;
  for (const flowers::Kernels* each : usable_kernels()) napi_set_element(env, sets, index++, text(env, each->name));
  napi_create_int32(env, flowers::thread_count(), &threads);
  napi_create_function(env, "useKernels", NAPI_AUTO_LENGTH, use_kernels, nullptr, &use);
  napi_set_named_property(env, exports, "ops", ops);
  napi_set_named_property(env, exports, "kernels", sets);
  napi_set_named_property(env, exports, "threads", threads);
  napi_set_named_property(env, exports, "useKernels", use);
  return exports;
}

}  // namespace

NAPI_MODULE(flowers_ops, initialize)
