/** What it costs to answer only when sure: a threshold, the pictures that it leaves without an answer, and who is right. */
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";

import {
  answeredAccuracy,
  answeredShare,
  costAt,
  costsAlong,
  type JudgedAnswer,
  type ThresholdCost,
  thresholdFor,
} from "../../../../tutorial/confidence-threshold";
import type { Answers, ModelKind } from "../../../engine/contract";
import { percent, plainNumber } from "../../format/numbers";
import { linearScale } from "../../parts/curves/scale";
import { ValueLines } from "../../parts/curves/value-lines";
import { Slider } from "../../parts/slider";
import { judgedAnswers } from "../../state/judging";
import { language, text } from "../../state/preferences";
import { setThreshold, thresholdOf } from "../../state/thresholds";

export interface ThresholdProps {
  readonly kind: ModelKind;
  readonly answers: Answers;
}

/** What a visitor may ask of the answers that are given. */
const wished = [0.9, 0.95, 0.99];

export function Threshold({ kind, answers }: ThresholdProps): JSX.Element {
  const words = text.value.judge.threshold;
  const spoken = language.value;
  const judged = useMemo(() => judgedAnswers(answers), [answers]);
  const threshold = thresholdOf(kind);
  const cost = costAt(judged, threshold);
  return (
    <div class="threshold">
      <h3>{words.title}</h3>
      <p class="hint">{words.text}</p>
      <div class="threshold-pair">
        <div class="threshold-set">
          <Slider
            name={words.slider}
            value={Math.round(100 * threshold)}
            max={99}
            step={1}
            words={threshold === 0 ? words.off : percent(threshold, spoken, 0)}
            onInput={(value) => setThreshold(kind, value / 100)}
          />
          <Wishes kind={kind} judged={judged} />
          <dl class="facts">
            <div>
              <dt>{words.answered}</dt>
              <dd>{percent(answeredShare(cost), spoken, 0)}</dd>
            </div>
            <div>
              <dt>{words.right}</dt>
              <dd>{percent(answeredAccuracy(cost) ?? undefined, spoken)}</dd>
            </div>
          </dl>
          <p role="status">{sentence(cost)}</p>
        </div>
        <ThresholdCurve judged={judged} threshold={threshold} />
      </div>
    </div>
  );
}

function Wishes(props: {
  readonly kind: ModelKind;
  readonly judged: readonly JudgedAnswer[];
}): JSX.Element {
  const words = text.value.judge.threshold;
  return (
    <div class="actions threshold-wishes">
      {wished.map((accuracy) => {
        const found = thresholdFor(props.judged, accuracy);
        return (
          <button
            key={accuracy}
            type="button"
            class="button small"
            disabled={found === null || found > 0.99}
            onClick={() => setThreshold(props.kind, found ?? 0)}
          >
            {words.wish(percent(accuracy, language.value, 0))}
          </button>
        );
      })}
    </div>
  );
}

function sentence(cost: ThresholdCost): string {
  const words = text.value.judge.threshold;
  const count = (pictures: number): string => plainNumber(pictures, language.value);
  const held = cost.pictures - cost.answered;
  if (held === 0) return words.all(count(cost.pictures), count(cost.pictures - cost.right));
  return words.some(
    count(held),
    count(cost.pictures),
    count(cost.heldBackRight),
    count(cost.answered - cost.right),
  );
}

const [width, height] = [320, 180];
const margin = { top: 8, right: 24, bottom: 26, left: 44 };
const steps = 100;

/** Share of pictures that are answered, and accuracy of those, over the threshold. */
function ThresholdCurve(props: {
  readonly judged: readonly JudgedAnswer[];
  readonly threshold: number;
}): JSX.Element {
  const words = text.value.judge.threshold;
  const spoken = language.value;
  const costs = useMemo(() => costsAlong(props.judged, steps), [props.judged]);
  const x = linearScale([0, 1], [margin.left, width - margin.right], 4);
  const y = linearScale([0, 1], [height - margin.bottom, margin.top], 4);
  const path = (values: readonly (number | null)[]): string =>
    values
      .flatMap((value, i) => (value === null ? [] : [`${x.at(i / steps)} ${y.at(value)}`]))
      .map((place, i) => `${i === 0 ? "M" : "L"}${place}`)
      .join("");
  return (
    <figure class="threshold-curve">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={words.curveAlt}>
        <ValueLines
          scale={y}
          left={margin.left}
          right={width - margin.right}
          words={(value) => percent(value, spoken, 0)}
        />
        {x.ticks.map((value) => (
          <text key={value} class="curve-tick" x={x.at(value)} y={height - 8} text-anchor="middle">
            {percent(value, spoken, 0)}
          </text>
        ))}
        <path class="curve-line answered-line" d={path(costs.map(answeredShare))} />
        <path class="curve-line right-line" d={path(costs.map(answeredAccuracy))} />
        <line
          class="curve-rule"
          x1={x.at(props.threshold)}
          x2={x.at(props.threshold)}
          y1={margin.top}
          y2={height - margin.bottom}
        />
      </svg>
      <figcaption class="hint">
        <span class="answered-line">{words.answered}</span>
        <span class="right-line">{words.right}</span>
      </figcaption>
    </figure>
  );
}
