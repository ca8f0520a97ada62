/** That these settings take more memory than the device is likely to give, and what would fit. */
import type { JSX } from "preact";

import { byteSize, plainNumber } from "../../format/numbers";
import { deviceFacts, fittingSize, memoryBudget, trainingBytes } from "../../state/device";
import { language, text } from "../../state/preferences";
import { isBusy } from "../../state/run-machine";
import { run } from "../../state/running";
import { pictures, settings } from "../../state/session";

const budget = memoryBudget(deviceFacts());

export function MemoryNote(): JSX.Element | null {
  const all = (pictures.value?.counts ?? []).reduce((sum, count) => sum + count, 0);
  const size = fittingSize(settings.value, all, budget);
  if (size === null || all === 0) return null;
  const words = text.value.train.memory;
  const spoken = language.value;
  return (
    <div class="memory-note" role="note">
      <p>
        {words.much(
          byteSize(trainingBytes(settings.value, all), spoken),
          plainNumber(size, spoken),
        )}
      </p>
      <button
        type="button"
        class="button small"
        disabled={isBusy(run.value)}
        onClick={() => (settings.value = { ...settings.value, imageSize: size })}
      >
        {words.use(plainNumber(size, spoken))}
      </button>
    </div>
  );
}
