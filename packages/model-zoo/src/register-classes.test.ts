import * as tf from "@tensorflow/tfjs";
import { expectNoLeak } from "@flowers-tools/testing";
import { expect, it } from "vitest";
import { dense, dropout, heNormal, registerClasses } from "./index";

it("lets tfjs make a saved model's layers and initializers again", async () => {
  await tf.setBackend("cpu");
  const known = tf.serialization.SerializationMap.getMap().classNameMap;
  await expectNoLeak(async () => {
    const model = tf.sequential({
      layers: [
        dense({ units: 2, inputShape: [3], kernelInitializer: heNormal({ seed: 1 }) }),
        dropout({ rate: 0.5 }),
      ],
    });
    const json = model.toJSON(null, false) as unknown as tf.io.ModelJSON;
    model.dispose();
    const saved = { modelTopology: json } as unknown as tf.io.ModelJSON;

    // As in a program that has never made a layer: none of our classes is known.
    const ours = Object.keys(known).filter((name) => name.startsWith("Flowers>"));
    for (const name of ours) Reflect.deleteProperty(known, name);
    await expect(tf.models.modelFromJSON(saved)).rejects.toThrow(/Flowers>/);

    registerClasses();
    const again = await tf.models.modelFromJSON(saved);
    expect(again.countParams()).toBe(8);
    again.dispose();
  });
});
