/** `flowers predict`: classifies photos with a model that a run left behind. */
import type { Command } from "commander";
import { chooseBackend } from "../run/choose-backend";
import { loadNewPhoto } from "../data/new-photo";
import { makeNarrator } from "../narrator";
import { classify, likelySentence } from "../../tutorial/classify";
import { withInterrupt } from "../run/interrupt";
import { openModel } from "../run/model-folder";
import { userPath } from "../paths";
import { type CommonOptions, withBackend } from "./options";

export function addPredict(program: Command): void {
  withBackend(
    program
      .command("predict")
      .description("classify photos with a trained model")
      .argument("<image...>", "image files or addresses")
      .requiredOption("--model <DIR>", "the model's folder, such as runs/<run>/augmented"),
  )
    .addHelpText(
      "after",
      "\nExample:\n  $ flowers predict rose.jpg --model runs/2026-11-24/augmented",
    )
    .action(async (images: string[], options: CommonOptions & { readonly model: string }) => {
      const narrator = makeNarrator(options);
      await withInterrupt(narrator, async (signal) => {
        const backend = await chooseBackend(options.backend, narrator, signal);
        const { model, classNames, imageSize } = await openModel(userPath(options.model));
        const predictions = [];
        for (const image of images) {
          const { name, pixels } = await loadNewPhoto(image, imageSize, { signal });
          const prediction = await classify(model, pixels, classNames);
          narrator.say(
            images.length > 1
              ? `${name}: ${likelySentence(prediction)}`
              : likelySentence(prediction),
          );
          predictions.push({ image, ...prediction });
        }
        model.dispose();
        narrator.result({ backend, classNames, predictions });
      });
    });
}
