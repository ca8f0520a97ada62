/** What the training of the example's networks cost. */
import type { JSX } from "preact";

import { Table } from "../../../tutorial/parts/table";
import { modelKindNames, type ModelRecord } from "../../engine/contract";
import { duration, percent, plainNumber } from "../format/numbers";
import { language, text } from "../state/preferences";
import { ExamplePart } from "./example-part";

export function ExampleTrain(): JSX.Element {
  const words = text.value.example;
  return (
    <ExamplePart words={words.train} isLow>
      {({ models }) => (
        <Table
          head={words.costs}
          rows={modelKindNames.map((kind) => {
            const { epochs, history } = models[kind];
            return [
              text.value.models[kind],
              plainNumber(epochs, language.value),
              timeOf(models[kind]),
              percent(history["val_accuracy"]?.at(-1), language.value),
            ];
          })}
        />
      )}
    </ExamplePart>
  );
}

function timeOf({ epochSeconds, lookingSeconds }: ModelRecord): string {
  const spoken = language.value;
  const seconds = epochSeconds.reduce((sum, each) => sum + each, 0);
  const told = duration(seconds, spoken);
  if (lookingSeconds === null) return told;
  return `${told} ${text.value.judge.timeLooking(duration(lookingSeconds, spoken))}`;
}
