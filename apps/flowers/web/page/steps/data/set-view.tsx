/** The pictures at hand, class by class, and what can be done with them. */
import "./own.css";

import type { JSX } from "preact";

import { plainNumber } from "../../format/numbers";
import { redo, undo } from "../../state/editing";
import { language, text } from "../../state/preferences";
import { pictures, sessionReady } from "../../state/session";
import { Advice } from "./advice";
import { ClassCard } from "./class-card";
import { NewClass } from "./new-class";
import { Onward } from "./onward";
import { SelectionBar } from "./selection-bar";
import { Unreadable } from "./unreadable";

export function SetView(): JSX.Element | null {
  const set = pictures.value;
  if (!set) return null;
  const { data, own } = text.value;
  const spoken = language.value;
  const all = set.counts.reduce((sum, count) => sum + count, 0);
  const most = Math.max(0, ...set.counts);
  const name = set.painted ? data.sampleName : set.name === "" ? own.setName : set.name;
  const held = !sessionReady.value;
  return (
    <div class="card own-set">
      <div class="card-head">
        <h3>{name}</h3>
        <p class="figures">
          {data.summary(plainNumber(all, spoken), plainNumber(set.classNames.length, spoken))}
        </p>
        <div class="actions">
          <button
            type="button"
            class="button small"
            disabled={held || !set.canUndo}
            onClick={() => void undo()}
          >
            {own.undo}
          </button>
          <button
            type="button"
            class="button small"
            disabled={held || !set.canRedo}
            onClick={() => void redo()}
          >
            {own.redo}
          </button>
        </div>
      </div>
      {set.painted && <p class="hint">{data.painted}</p>}
      <ul class="classes">
        {set.classNames.map((className, at) => (
          <ClassCard key={className} name={className} count={set.counts[at] ?? 0} most={most} />
        ))}
      </ul>
      <NewClass />
      <Advice />
      <Onward />
      <SelectionBar />
      <Unreadable files={set.unreadable} />
    </div>
  );
}
