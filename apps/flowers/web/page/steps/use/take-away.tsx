/** The trained model to take along: in a page of its own, as a file, in a program. */
import "./take-away.css";

import type { JSX } from "preact";

import type { ModelFormat, ModelKind } from "../../../engine/contract";
import { keepHeld, saveModel, takeAway } from "../../state/keeping";
import { text } from "../../state/preferences";
import { printReport } from "../../state/reporting";
import { Code } from "./code";

export function TakeAway({ kind }: { readonly kind: ModelKind }): JSX.Element {
  const words = text.value.keep;
  const held = keepHeld.value;
  const formats: readonly (readonly [ModelFormat, string, string])[] = [
    ["keras", words.saveKeras, words.saveKerasHint],
    ["tfjs", words.saveTfjs, words.saveTfjsHint],
    ["onnx", words.saveOnnx, words.saveOnnxHint],
  ];
  return (
    <section class="take-away" aria-labelledby="take-away-title">
      <h3 id="take-away-title">{words.takeAway}</h3>
      <div class="ways">
        <div class="card way">
          <h4>{words.page.title}</h4>
          <p class="hint">{words.page.text}</p>
          <button
            type="button"
            class="button primary"
            disabled={held}
            onClick={() => void takeAway(kind)}
          >
            {words.page.save}
          </button>
        </div>
        <div class="card way">
          <h4>{words.files.title}</h4>
          <p class="hint">{words.files.text}</p>
          <ul class="formats">
            {formats.map(([format, name, hint]) => (
              <li key={format}>
                <button
                  type="button"
                  class="button"
                  disabled={held}
                  onClick={() => void saveModel(kind, format)}
                >
                  {name}
                </button>
                <small class="hint">{hint}</small>
              </li>
            ))}
          </ul>
        </div>
        <div class="card way">
          <h4>{text.value.report.cardTitle}</h4>
          <p class="hint">{text.value.report.cardText}</p>
          <button type="button" class="button" disabled={held} onClick={() => void printReport()}>
            {text.value.report.button}
          </button>
        </div>
      </div>
      <Code kind={kind} />
    </section>
  );
}
