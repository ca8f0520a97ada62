/** The settings of a run; two presets, and each number by itself. */
import type { JSX } from "preact";

import { defaultSettings, modelKindNames, type Settings } from "../../../engine/contract";
import { Choice } from "../../parts/choice";
import { isTransferKind } from "../../../../tutorial/model-kinds";
import { NumberField } from "../../parts/number-field";
import { text } from "../../state/preferences";
import { isBusy } from "../../state/run-machine";
import { run } from "../../state/running";
import { settings } from "../../state/session";
import { BackendSelect } from "./backend-select";
import { DeviceNote } from "./device-note";
import { MemoryNote } from "./memory-note";
import { ThreadNote } from "./thread-note";

type Preset = "quick" | "tutorial";
type Measures = Pick<Settings, "imageSize" | "batchSize" | "epochs">;

const presets: Readonly<Record<Preset, Measures>> = {
  quick: {
    imageSize: 64,
    batchSize: 32,
    epochs: { baseline: 6, augmented: 10, "efficientnet-lite0": null },
  },
  tutorial: {
    imageSize: defaultSettings.imageSize,
    batchSize: defaultSettings.batchSize,
    epochs: defaultSettings.epochs,
  },
};

/** The preset that the settings are, or null. */
function presetOf(given: Settings): Preset | null {
  const names: readonly Preset[] = ["quick", "tutorial"];
  return (
    names.find((name) => {
      const { imageSize, batchSize, epochs } = presets[name];
      return (
        given.imageSize === imageSize &&
        given.batchSize === batchSize &&
        modelKindNames.every((kind) => given.epochs[kind] === epochs[kind])
      );
    }) ?? null
  );
}

function change(change: Partial<Settings>): void {
  settings.value = { ...settings.value, ...change };
}

export function SettingsForm(): JSX.Element {
  const words = text.value.train;
  const { imageSize, batchSize, seed, epochs, cache } = settings.value;
  const preset = presetOf(settings.value);
  return (
    <fieldset class="card settings" disabled={isBusy(run.value)}>
      <legend class="for-readers">{words.settings}</legend>
      <div class="presets">
        <Choice<Preset>
          label={words.preset}
          options={[
            { value: "quick", name: words.quick },
            { value: "tutorial", name: words.tutorial },
          ]}
          value={preset}
          onChange={(name) => change(presets[name])}
        />
        <p class="hint">
          {preset === "quick" ? words.quickHint : preset === "tutorial" ? words.tutorialHint : ""}
        </p>
      </div>
      <div class="fields">
        {modelKindNames.map((kind) => {
          const give = (value: number | null): void =>
            change({ epochs: { ...settings.value.epochs, [kind]: value } });
          return (
            <NumberField
              key={kind}
              name={words.epochs[kind]}
              value={epochs[kind]}
              low={1}
              high={1000}
              onValue={give}
              {...(isTransferKind(kind)
                ? { empty: words.epochsEmpty, onEmpty: () => give(null) }
                : {})}
            />
          );
        })}
        <NumberField
          name={words.imageSize}
          hint={words.imageSizeHint}
          value={imageSize}
          low={16}
          high={512}
          onValue={(value) => change({ imageSize: value })}
        />
        <NumberField
          name={words.batchSize}
          value={batchSize}
          low={1}
          high={512}
          onValue={(value) => change({ batchSize: value })}
        />
        <NumberField
          name={words.seed}
          hint={words.seedHint}
          value={seed}
          low={0}
          high={2 ** 31 - 1}
          onValue={(value) => change({ seed: value })}
        />
        <BackendSelect value={settings.value.backend} onChange={(backend) => change({ backend })} />
      </div>
      <label class="tick">
        <input
          type="checkbox"
          checked={cache}
          onChange={(event) => change({ cache: event.currentTarget.checked })}
        />
        <span>
          {words.cache}
          <small class="hint">{words.cacheHint}</small>
        </span>
      </label>
      <DeviceNote />
      <MemoryNote />
      <ThreadNote />
    </fieldset>
  );
}
