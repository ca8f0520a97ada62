/**
 * What importing this package does, and nothing else of it has effects: unless the program has chosen a backend before, it
 * takes the fastest that the machine can run (without one, TensorFlow.js computes in plain JavaScript, a hundred times
 * slower); and it registers the layers, so that saved models load, and the Keras format, so that checkpoints can have it.
 */
import * as tf from "@tensorflow/tfjs";
import { useBackend } from "@flowers/backend";
import { registerClasses } from "@flowers/model-zoo";
import { registerModelFormat } from "@flowers/training";

registerClasses();
registerModelFormat(".keras", async (_, { model }) => {
  const { saveKeras } = await import("@flowers/keras-format");
  return saveKeras(model);
});

// Undefined until a backend is chosen or a first tensor is made; tfjs's types do not say so.
const chosen = tf.engine().backendName as string | undefined;
if (chosen === undefined) await useBackend("auto");
