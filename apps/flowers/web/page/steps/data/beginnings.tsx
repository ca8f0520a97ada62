/** Before there are pictures: two ways to begin, one to see how it goes and one to do it with things of one's own. */
import "./beginnings.css";

import type { JSX } from "preact";

import { takeFirstMinute } from "../../state/first-minute";
import { trainingElsewhere } from "../../state/other-tabs";
import { text } from "../../state/preferences";
import { isBusy } from "../../state/run-machine";
import { run } from "../../state/running";
import { sessionReady } from "../../state/session";
import { NewClass } from "./new-class";

export function Beginnings(): JSX.Element {
  const { minute, own } = text.value;
  return (
    <div class="beginnings">
      <section class="card beginning" aria-labelledby="minute-title">
        <h3 id="minute-title">{minute.title}</h3>
        <p>{minute.text}</p>
        <button
          type="button"
          class="button primary"
          disabled={isBusy(run.value) || trainingElsewhere.value || !sessionReady.value}
          onClick={() => void takeFirstMinute()}
        >
          {minute.go}
        </button>
      </section>
      <section class="card beginning" aria-labelledby="own-title">
        <h3 id="own-title">{own.start}</h3>
        <p>{own.startHint}</p>
        <NewClass />
      </section>
    </div>
  );
}
