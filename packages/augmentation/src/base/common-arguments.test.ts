/** What every layer refuses of the arguments that all of them have. */
import { expect, it } from "vitest";
import { AugmentationError } from "../errors";
import { layerClass, layerCases } from "../test-support/layer-classes";

it.each(layerCases)(
  "$name takes no `trainable` and no `name` that is none",
  ({ name, options }) => {
    for (const common of [{ trainable: "yes" }, { trainable: 1 }, { name: 5 }, { name: {} }]) {
      let refused: unknown;
      try {
        new (layerClass(name))({ ...options, ...common } as never);
      } catch (error) {
        refused = error;
      }
      expect(AugmentationError.is(refused), JSON.stringify(common)).toBe(true);
      expect(String(refused)).toMatch(/(trainable|name)`.*Received: (trainable|name)=/);
    }
  },
);
