/** The curves of the models that have any, overlaid. */
import type { JSX } from "preact";
import { useCallback } from "preact/hooks";

import { type Appearance, modelKindNames } from "../../engine/contract";
import { percent } from "../format/numbers";
import { language, text } from "../state/preferences";
import { epochsDone } from "../state/run-machine";
import { models, withCurves } from "../state/session";
import { studio } from "../state/workers";
import { Drawing } from "./drawing";

export function HistoryDrawing(): JSX.Element {
  const records = models.value;
  const draw = useCallback(
    (appearance: Appearance) =>
      studio().drawCurves(
        Object.fromEntries(
          modelKindNames
            .filter((kind) => epochsDone(records[kind].history) > 0)
            .map((kind) => [kind, records[kind].history]),
        ),
        appearance,
      ),
    modelKindNames.map((kind) => records[kind].history),
  );
  const { judge, models: names } = text.value;
  const parts = withCurves.value.map((kind) => {
    const { history } = records[kind];
    const last = (name: string): string => percent(history[name]?.at(-1), language.value);
    return judge.curvesPart(
      names[kind],
      epochsDone(history),
      last("accuracy"),
      last("val_accuracy"),
    );
  });
  return (
    <Drawing
      draw={draw}
      alt={judge.curvesAlt(parts.join(" "))}
      height={(width) => (width < 560 ? 640 : 380)}
    />
  );
}
