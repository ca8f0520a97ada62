/** The way through the five steps: a stem whose buds open as steps are done. */
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";

import { text } from "../state/preferences";
import { isBusy, runShare } from "../state/run-machine";
import { run } from "../state/running";
import { currentStep, doneSteps, type StepName, stepNames } from "./steps";

export function StepNav(): JSX.Element {
  useEffect(followReader, []);
  const words = text.value;
  return (
    <nav class="steps" aria-label={words.steps}>
      <ol>
        {stepNames.map((step, at) => (
          <li key={step} data-done={doneSteps.value[step] || undefined}>
            <a href={`#${step}`} aria-current={currentStep.value === step ? "step" : undefined}>
              <span class="bud" aria-hidden="true">
                {at + 1}
              </span>
              <span class="step-name">{words[step].title}</span>
              {doneSteps.value[step] && <span class="for-readers"> ({words.done})</span>}
            </a>
            {step === "train" && isBusy(run.value) && (
              <span class="nav-progress" aria-hidden="true">
                <span style={{ transform: `scaleX(${runShare(run.value)})` }} />
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** Marks the last step whose heading has passed the upper third of the window. */
function followReader(): () => void {
  let asked = false;
  const look = (): void => {
    asked = false;
    let reading: StepName = "data";
    for (const step of stepNames) {
      const top = document.getElementById(step)?.getBoundingClientRect().top ?? Infinity;
      if (top < innerHeight / 3) reading = step;
    }
    currentStep.value = reading;
  };
  const soon = (): void => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(look);
  };
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon);
  soon();
  return () => {
    removeEventListener("scroll", soon);
    removeEventListener("resize", soon);
  };
}
