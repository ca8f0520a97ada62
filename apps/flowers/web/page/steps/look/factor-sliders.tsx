/** A slider for each augmentation layer. */
import type { JSX } from "preact";

import { type AugmentationFactors, tutorialFactors } from "../../../engine/contract";
import { percent, plainNumber } from "../../format/numbers";
import { Slider } from "../../parts/slider";
import { drawSeed, factors } from "../../state/looking";
import { language, text } from "../../state/preferences";

type Strength = Exclude<keyof AugmentationFactors, "flip">;

const ranges: readonly { readonly layer: Strength; readonly max: number; readonly step: number }[] =
  [
    { layer: "rotation", max: 0.5, step: 0.01 },
    { layer: "zoom", max: 0.9, step: 0.02 },
    { layer: "translation", max: 0.5, step: 0.02 },
    { layer: "brightness", max: 1, step: 0.05 },
    { layer: "contrast", max: 1, step: 0.05 },
  ];

export function FactorSliders(): JSX.Element {
  const words = text.value.look;
  const change = (change: Partial<AugmentationFactors>): void => {
    factors.value = { ...factors.value, ...change };
  };
  return (
    <div class="factors">
      <label class="tick">
        <input
          type="checkbox"
          checked={factors.value.flip > 0}
          onChange={(event) => change({ flip: event.currentTarget.checked ? 1 : 0 })}
        />
        <span>
          {words.factors.flip} <small class="hint">{words.flipOn}</small>
        </span>
      </label>
      {ranges.map(({ layer, max, step }) => (
        <Slider
          key={layer}
          name={words.factors[layer]}
          value={factors.value[layer]}
          max={max}
          step={step}
          words={strengthWords(layer, factors.value[layer])}
          onInput={(value) => change({ [layer]: value })}
        />
      ))}
      <div class="actions">
        <button type="button" class="button" onClick={() => drawSeed.value++}>
          {words.again}
        </button>
        <button
          type="button"
          class="button quiet"
          onClick={() => (factors.value = tutorialFactors)}
        >
          {words.tutorial}
        </button>
      </div>
      <p class="hint">{words.note}</p>
    </div>
  );
}

function strengthWords(layer: Strength, value: number): string {
  const words = text.value.look;
  if (value === 0) return words.off;
  return layer === "rotation"
    ? words.degrees(plainNumber(360 * value, language.value))
    : words.share(percent(value, language.value, 0));
}
