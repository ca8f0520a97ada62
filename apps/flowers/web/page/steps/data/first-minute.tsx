/** How the first minute goes: its stages, how far the one in hand is, and the way on. */
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";

import { duration, percent, plainNumber } from "../../format/numbers";
import { Meter } from "../../parts/meter";
import { endMinute, minute, minuteSeconds, minuteStages } from "../../state/first-minute";
import { importing } from "../../state/importing";
import { language, text } from "../../state/preferences";
import { runShare } from "../../state/run-machine";
import { run } from "../../state/running";

export function FirstMinute(): JSX.Element | null {
  const stage = minute.value;
  const isDone = stage === "done";
  useEffect(() => {
    if (isDone) document.getElementById("use")?.scrollIntoView();
  }, [isDone]);
  if (stage === null || stage === "failed") return null;
  const words = text.value.minute;
  const at = isDone ? minuteStages.length : minuteStages.indexOf(stage);
  const seconds = minuteSeconds.value;
  return (
    <section class="card minute" aria-labelledby="minute-goes">
      <div class="card-head">
        <h3 id="minute-goes">{isDone ? words.done : words.title}</h3>
        {isDone && (
          <button type="button" class="button small" onClick={endMinute}>
            {words.close}
          </button>
        )}
      </div>
      {isDone && seconds !== null && (
        <p class="minute-end">
          {words.took(duration(seconds, language.value))} <a href="#use">{words.tryIt}</a>
        </p>
      )}
      <ol class="minute-stages">
        {minuteStages.map((name, place) => (
          <li key={name} data-at={place < at ? "done" : place === at ? "now" : "later"}>
            {words.stages[name]}
          </li>
        ))}
      </ol>
      {!isDone && <StageMeter />}
    </section>
  );
}

/** How far the stage in hand is. */
function StageMeter(): JSX.Element {
  const words = text.value;
  const spoken = language.value;
  const taken = importing.value;
  const { facts, seen } = run.value;
  const [done, total] = taken
    ? [taken.done, taken.total]
    : !facts && seen
      ? [seen.done, seen.total]
      : [0, null];
  const share = facts && !taken ? runShare(run.value) : total && done / Math.max(1, total);
  const told =
    total === null
      ? words.loading
      : taken
        ? words.train.featuresOf(plainNumber(done, spoken), plainNumber(total, spoken))
        : percent(done / Math.max(1, total), spoken, 0);
  return <Meter label={words.minute.title} share={share} words={told} />;
}
