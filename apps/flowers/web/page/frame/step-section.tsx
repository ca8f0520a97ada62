/** One step of the five: its number, its title, the tutorial's words, and what can be done. */
import type { ComponentChildren, JSX, RefObject } from "preact";

import { LessonPart } from "./lesson-part";
import { text } from "../state/preferences";
import { type StepName, stepNames } from "./steps";

export interface StepSectionProps {
  readonly step: StepName;
  readonly children: ComponentChildren;
  /** What comes before the tutorial's words. */
  readonly opening?: ComponentChildren;
  readonly place?: RefObject<HTMLElement | null>;
}

export function StepSection({ step, children, opening, place }: StepSectionProps): JSX.Element {
  const { title, intro } = text.value[step];
  return (
    <section class="step" id={step} aria-labelledby={`${step}-title`} ref={place}>
      <h2 id={`${step}-title`}>
        <span class="step-number">{stepNames.indexOf(step) + 1}</span>
        {title}
      </h2>
      {opening}
      <p class="intro">{intro}</p>
      <LessonPart step={step} />
      {children}
    </section>
  );
}
