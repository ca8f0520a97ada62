"""Writes affine.json for two packages: what Keras's affine transform makes of a small picture, in every fill mode and interpolation.

A transform's eight numbers map an output pixel to the input. Values are float32, row by row.
"""

import keras
from drawn import draw
from golden import meta, write

fill_value = 7
drawn = draw()
cases = []
for transform in drawn.transforms:
    for fill_mode in ("reflect", "wrap", "constant", "nearest"):
        for interpolation in ("bilinear", "nearest"):
            out = keras.ops.image.affine_transform(
                drawn.affine, transform, interpolation=interpolation, fill_mode=fill_mode, fill_value=fill_value
            )
            cases.append(
                {
                    "transform": transform.tolist(),
                    "fill_mode": fill_mode,
                    "interpolation": interpolation,
                    "fill_value": fill_value,
                    "out": keras.ops.convert_to_numpy(out).ravel().tolist(),
                }
            )
document = {"meta": meta(), "input_shape": drawn.affine.shape, "input": drawn.affine.ravel().tolist(), "cases": cases}
write("packages/augmentation/src/fixtures/affine.json", document)
write("packages/backend/src/kernels/cpu/fixtures/affine.json", document)
