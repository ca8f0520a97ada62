// The projective transformation: output pixel (x, y) reads the image at
//
//     k = c0*x + c1*y + 1;  xi = (a0*x + a1*y + a2) / k;  yi = (b0*x + b1*y + b2) / k;  k == 0 reads fill_value
//
// with both coordinates mapped into the image by the fill mode. Every operation is rounded to float32 and in TensorFlow's
// order (tensorflow/core/kernels/image/image_ops.h), so this file is compiled without contracting products and sums.
#include "transform.h"
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <cstring>

namespace flowers {
namespace {

typedef float Four __attribute__((vector_size(16)));
typedef float LooseFour __attribute__((vector_size(16), aligned(4), may_alias));

inline Four load(const float* from) { return *reinterpret_cast<const LooseFour*>(from); }

inline float clamped(float at, float last) { return at < 0 ? 0 : at > last ? last : at; }

// A coordinate that lies outside [0, size - 1], mapped into it.
float mapped(float at, int size, FillMode mode) {
  const float last = static_cast<float>(size - 1);
  switch (mode) {
    case FillMode::kConstant:
      return at;
    case FillMode::kReflect: {
      if (size <= 1) return 0;
      const int period = 2 * size;
      // Just outside, the common case: nothing to divide.
      if (at < 0 && at >= -static_cast<float>(size)) return clamped(-at - 1, last);
      if (at > last && at < static_cast<float>(period)) return clamped(at >= size ? static_cast<float>(period - at) - 1 : at, last);
      if (at < 0) {
        const float in = static_cast<float>(period * static_cast<std::int64_t>(-at / period)) + at;
        return clamped(in < -size ? in + period : -in - 1, last);
      }
      if (at > last) {
        const float in = at - static_cast<float>(period * static_cast<std::int64_t>(at / period));
        return clamped(in >= size ? static_cast<float>(period - in) - 1 : in, last);
      }
      break;
    }
    case FillMode::kWrap: {
      // TensorFlow divides by size - 1, not by size.
      if (size <= 1 && (at < 0 || at > last)) return 0;
      const int period = size - 1;
      if (at < 0) return clamped(at + static_cast<float>(size * (static_cast<std::int64_t>(-at / period) + 1)), last);
      if (at > last) return clamped(at - static_cast<float>(size * static_cast<std::int64_t>(at / period)), last);
      break;
    }
    case FillMode::kNearest:
      break;
  }
  return clamped(at, last);
}

struct Job {
  const Transform& settings;
  const float* images;
  const float* transforms;
  bool per_image;
  float* out;
  int rows_at_once;
};

// A pixel whose neighbours may lie outside of the image.
void sample_at_edge(const Transform& s, const float* image, float x, float y, float* to) {
  const auto tap = [&](float row, float column, int c) {
    // Not a number is nowhere.
    const bool inside = row >= 0 && row < s.height && column >= 0 && column < s.width;
    return inside ? image[(static_cast<std::ptrdiff_t>(row) * s.width + static_cast<std::ptrdiff_t>(column)) * s.channels + c]
                  : s.fill_value;
  };
  if (s.interpolation == Interpolation::kNearest) {
    const float row = std::round(y), column = std::round(x);
    for (int c = 0; c < s.channels; c++) to[c] = tap(row, column, c);
    return;
  }
  const float x0 = std::floor(x), y0 = std::floor(y), x1 = x0 + 1, y1 = y0 + 1;
  const float left = x1 - x, right = x - x0, above = y1 - y, below = y - y0;
  for (int c = 0; c < s.channels; c++) {
    const float upper = left * tap(y0, x0, c) + right * tap(y0, x1, c);
    const float lower = left * tap(y1, x0, c) + right * tap(y1, x1, c);
    to[c] = above * upper + below * lower;
  }
}

// Three channels at a time are one vector: the fourth lane is never written where it matters.
void sample_three(const float* corner, std::ptrdiff_t line, float x, float y, float x0, float y0, float* to, bool may_spill) {
  const Four left = Four{} + (x0 + 1 - x), right = Four{} + (x - x0);
  const Four upper = left * load(corner) + right * load(corner + 3);
  const Four lower = left * load(corner + line) + right * load(corner + line + 3);
  const Four value = (y0 + 1 - y) * upper + (y - y0) * lower;
  if (may_spill) {
    *reinterpret_cast<LooseFour*>(to) = value;
  } else {
    to[0] = value[0], to[1] = value[1], to[2] = value[2];
  }
}

void transform_row(const Job& job, int row, float* xs, float* ys) {
  const Transform& s = job.settings;
  const int n = row / s.out_height;
  const float y = static_cast<float>(row % s.out_height);
  const float* t = job.transforms + (job.per_image ? 8 * n : 0);
  const std::ptrdiff_t line = static_cast<std::ptrdiff_t>(s.width) * s.channels;
  const float* image = job.images + n * s.height * line;
  float* out = job.out + static_cast<std::ptrdiff_t>(row) * s.out_width * s.channels;
  const bool affine = t[6] == 0 && t[7] == 0;
  for (int i = 0; i < s.out_width; i++) {
    const float x = static_cast<float>(i);
    xs[i] = t[0] * x + t[1] * y + t[2];
    ys[i] = t[3] * x + t[4] * y + t[5];
  }
  const float last_x = static_cast<float>(s.width - 1), last_y = static_cast<float>(s.height - 1);
  for (int i = 0; i < s.out_width; i++, out += s.channels) {
    float x = xs[i], y_in = ys[i];
    if (!affine) {
      const float k = t[6] * static_cast<float>(i) + t[7] * y + 1.0f;
      if (k == 0) {
        for (int c = 0; c < s.channels; c++) out[c] = s.fill_value;
        continue;
      }
      x = x / k, y_in = y_in / k;
    }
    if (!(x >= 0 && x <= last_x)) x = mapped(x, s.width, s.fill_mode);
    if (!(y_in >= 0 && y_in <= last_y)) y_in = mapped(y_in, s.height, s.fill_mode);
    // Strictly inside, with a pixel to spare: loads of four floats stay within the image.
    const bool inside = x >= 0 && x < last_x && y_in >= 0 && y_in < last_y;
    if (!inside || s.interpolation == Interpolation::kNearest) {
      sample_at_edge(s, image, x, y_in, out);
      continue;
    }
    const int column = static_cast<int>(x), line_of = static_cast<int>(y_in);
    const float x0 = static_cast<float>(column), y0 = static_cast<float>(line_of);
    const float* corner = image + line_of * line + static_cast<std::ptrdiff_t>(column) * s.channels;
    if (s.channels == 3) {
      const bool last_pixel = line_of + 2 == s.height && column + 2 == s.width;
      if (last_pixel) {
        sample_at_edge(s, image, x, y_in, out);
      } else {
        sample_three(corner, line, x, y_in, x0, y0, out, i + 1 < s.out_width);
      }
      continue;
    }
    const float left = x0 + 1 - x, right = x - x0, above = y0 + 1 - y_in, below = y_in - y0;
    for (int c = 0; c < s.channels; c++) {
      const float upper = left * corner[c] + right * corner[c + s.channels];
      const float lower = left * corner[line + c] + right * corner[line + c + s.channels];
      out[c] = above * upper + below * lower;
    }
  }
}

void transform_rows(void* context, int index) {
  const Job& job = *static_cast<Job*>(context);
  const int rows = job.settings.batch * job.settings.out_height;
  float* coordinates = static_cast<float*>(std::malloc(sizeof(float) * (2 * job.settings.out_width + 1)));
  if (coordinates == nullptr) std::abort();  // as TensorFlow does when memory ends
  // A turned image is read across its rows, which no processor foresees: fetch it in order first.
  const std::ptrdiff_t size = static_cast<std::ptrdiff_t>(job.settings.height) * job.settings.width * job.settings.channels;
  const float* image = job.images + (static_cast<std::ptrdiff_t>(index) * job.rows_at_once / job.settings.out_height) * size;
  for (std::ptrdiff_t i = 0; i < size; i += 16) __builtin_prefetch(image + i);
  for (int row = index * job.rows_at_once; row < (index + 1) * job.rows_at_once && row < rows; row++)
    transform_row(job, row, coordinates, coordinates + job.settings.out_width);
  std::free(coordinates);
}

struct FlipJob {
  const Flip& settings;
  const float* images;
  const std::uint8_t* flags;
  float* out;
};

void flip_image(void* context, int n) {
  const FlipJob& job = *static_cast<FlipJob*>(context);
  const Flip& s = job.settings;
  const std::ptrdiff_t line = static_cast<std::ptrdiff_t>(s.width) * s.channels;
  const float* image = job.images + n * s.height * line;
  float* out = job.out + n * s.height * line;
  if (!job.flags[n]) {
    std::memcpy(out, image, sizeof(float) * s.height * line);
    return;
  }
  for (int row = 0; row < s.height; row++, out += line) {
    const float* from = image + (s.vertical ? s.height - 1 - row : row) * line;
    if (!s.horizontal) {
      std::memcpy(out, from, sizeof(float) * line);
      continue;
    }
    if (s.channels == 3) {
      float* to = out;
      for (const float* pixel = from + line - 3; pixel >= from; pixel -= 3, to += 3)
        to[0] = pixel[0], to[1] = pixel[1], to[2] = pixel[2];
      continue;
    }
    for (int column = 0; column < s.width; column++)
      for (int c = 0; c < s.channels; c++)
        out[column * s.channels + c] = from[(s.width - 1 - column) * s.channels + c];
  }
}

}  // namespace

void flip(const Flip& settings, const float* images, const std::uint8_t* flags, float* out) {
  FlipJob job{settings, images, flags, out};
  parallel_for(settings.batch, flip_image, &job);
}

void transform(const Transform& settings, const float* images, const float* transforms, bool per_image, float* out) {
  // An image a time where there are enough of them for all threads.
  const int rows_at_once = settings.batch < thread_count() ? 32 : settings.out_height;
  Job job{settings, images, transforms, per_image, out, rows_at_once};
  const int rows = settings.batch * settings.out_height;
  parallel_for((rows + job.rows_at_once - 1) / job.rows_at_once, transform_rows, &job);
}

}  // namespace flowers
