// The gradients of `convolution -> bias -> relu -> 2x2 max pooling`, as plain functions over memory.
//
// Pooling lets one pixel of four win, so three quarters of the convolution's dy are zeros. These kernels never make that
// tensor: the forward pass writes down who won ("winners"), and both gradients walk over the winners alone. They leave out
// products with zero, nothing else; only the order of the sums differs from the dense form.
//
// Layouts are TensorFlow's: images [batch, height, width, channels], filters [kh, kw, in, out]. A winner is 0 to 3 for the
// pixel (row * 2 + column) of its window, or `kShut` where relu lets nothing through.
#pragma once
#include <cstddef>
#include <cstdint>

namespace flowers {

constexpr std::uint8_t kShut = 4;

struct PooledConv {
  int batch, height, width, in_channels;            // of the convolution's input
  int out_height, out_width, out_channels;          // of its output, before pooling
  int kernel_height, kernel_width, top, left;       // top, left: rows and columns of zeros in front
  int pooled_height() const { return out_height / 2; }
  int pooled_width() const { return out_width / 2; }
};

// Runs `work(context, index)` for every index below `count`, on any threads, and returns when all are done.
using ParallelFor = void (*)(int count, void (*work)(void* context, int index), void* context);

struct Kernels {
  const char* name;
  // pooled and winners: [batch, height / 2, width / 2, channels]. NaN wins its window.
  void (*relu_max_pool)(const float* x, int batch, int height, int width, int channels, float* pooled,
                        std::uint8_t* winners, ParallelFor parallel);
  // filter_gradient: [kh, kw, in, out]; bias_gradient: [out]. Sums over the batch in groups whose number does not depend
  // on the threads: neither do the results.
  void (*filter_gradient)(const PooledConv& conv, const float* x, const std::uint8_t* winners,
                          const float* gradient, float* filter_gradient, float* bias_gradient,
                          ParallelFor parallel);
  // input_gradient: [batch, height, width, in].
  void (*input_gradient)(const PooledConv& conv, const float* filter, const std::uint8_t* winners,
                         const float* gradient, float* input_gradient, ParallelFor parallel);
};

// One set for each kind of processor; those that the compiler was not asked for are null.
extern const Kernels kPlainKernels;
#if defined(__x86_64__)
extern const Kernels kAvx2Kernels;
extern const Kernels kAvx512Kernels;
#endif

}  // namespace flowers
