/** Nine pictures of the example, and one of them augmented. */
import type { JSX } from "preact";

import { text } from "../state/preferences";
import { ExamplePart } from "./example-part";
import { Tile } from "./tile";

export function ExampleLook(): JSX.Element {
  const words = text.value.example;
  return (
    <ExamplePart words={words.look}>
      {(example) => (
        <div class="example-pair">
          <figure>
            <figcaption>{text.value.look.nine}</figcaption>
            <ul class="tiles">
              {example.places.nine.map((at, i) => (
                <li key={at}>
                  <Tile example={example} at={at} name="" />
                  <span class="caption">{example.labels[i]}</span>
                </li>
              ))}
            </ul>
          </figure>
          <figure>
            <figcaption>{text.value.look.augmented(example.labels[0] ?? "")}</figcaption>
            <ul class="tiles">
              {example.places.variants.map((at, i) => (
                <li key={at}>
                  <Tile
                    example={example}
                    at={at}
                    name={text.value.look.variant(i + 1, example.labels[0] ?? "")}
                  />
                </li>
              ))}
            </ul>
          </figure>
        </div>
      )}
    </ExamplePart>
  );
}
