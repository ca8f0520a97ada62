/** Turns label numbers into what the model is given. */
import { HostArray } from "../pipeline/host";
import type { LabelMode } from "./options";

/** Labels of `count` samples, in the shape of `mode`; a single sample has no batch axis. */
export function encodeLabels(
  values: readonly number[],
  mode: Exclude<LabelMode, null>,
  classes: number,
  single: boolean,
): HostArray {
  const batch = single ? [] : [values.length];
  switch (mode) {
    case "int":
      return new HostArray(Int32Array.from(values), batch, "int32");
    case "binary":
      return new HostArray(Float32Array.from(values), [...batch, 1], "float32");
    case "categorical": {
      const data = new Float32Array(values.length * classes);
      values.forEach((value, i) => {
        // A label beyond the classes gives a row of zeros, as in Keras.
        if (value >= 0 && value < classes) data[i * classes + value] = 1;
      });
      return new HostArray(data, [...batch, classes], "float32");
    }
  }
}
