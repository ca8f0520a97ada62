/** A few of the pictures that the example's networks learned from, by class. */
import type { JSX } from "preact";

import { text } from "../state/preferences";
import { ExamplePart } from "./example-part";
import { Tile } from "./tile";

export function ExampleData(): JSX.Element {
  return (
    <ExamplePart words={text.value.example.data} isLow>
      {(example) => {
        const { strip } = example.places;
        const each = strip.length / example.classNames.length;
        return (
          <ul class="example-classes">
            {example.classNames.map((name, i) => (
              <li key={name}>
                <div>
                  {strip.slice(i * each, (i + 1) * each).map((at) => (
                    <Tile key={at} example={example} at={at} name="" />
                  ))}
                </div>
                <span class="caption">{name}</span>
              </li>
            ))}
          </ul>
        );
      }}
    </ExamplePart>
  );
}
