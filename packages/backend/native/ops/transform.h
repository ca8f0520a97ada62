// Geometry of batches of images: the projective transformation, number for number as TensorFlow's
// ImageProjectiveTransformV3, and mirroring.
#pragma once
#include <cstdint>
#include "threads.h"

namespace flowers {

enum class Interpolation { kNearest, kBilinear };
enum class FillMode { kConstant, kReflect, kWrap, kNearest };

struct Transform {
  int batch, height, width, channels, out_height, out_width;
  Interpolation interpolation;
  FillMode fill_mode;
  float fill_value;
};

// images: [batch, height, width, channels]; transforms: 8 numbers, for all images or for each (`per_image`);
// out: [batch, out_height, out_width, channels].
void transform(const Transform& settings, const float* images, const float* transforms, bool per_image, float* out);

struct Flip {
  int batch, height, width, channels;
  bool horizontal, vertical;
};

// Mirrors the images that `flags` names, and copies the others. images, out: [batch, height, width, channels].
void flip(const Flip& settings, const float* images, const std::uint8_t* flags, float* out);

}  // namespace flowers
