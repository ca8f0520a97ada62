/** A whole number with its name, its bounds and what is wrong with it. */
import type { JSX } from "preact";
import { useEffect, useId, useState } from "preact/hooks";

import { text } from "../state/preferences";

export interface NumberFieldProps {
  readonly name: string;
  readonly hint?: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Called with numbers inside the bounds only. */
  readonly onValue: (value: number) => void;
}

export function NumberField({
  name,
  hint,
  value,
  low,
  high,
  onValue,
}: NumberFieldProps): JSX.Element {
  const id = useId();
  const [written, setWritten] = useState(String(value));
  useEffect(() => setWritten(String(value)), [value]);
  const number = Number(written);
  const good = /^\d+$/.test(written.trim()) && number >= low && number <= high;
  return (
    <div class="field">
      <label for={id}>{name}</label>
      <input
        id={id}
        type="number"
        inputMode="numeric"
        min={low}
        max={high}
        step={1}
        value={written}
        aria-invalid={!good}
        aria-describedby={`${id}-hint`}
        onInput={(event) => {
          const next = event.currentTarget.value;
          setWritten(next);
          const given = Number(next);
          if (/^\d+$/.test(next.trim()) && given >= low && given <= high) onValue(given);
        }}
        onBlur={() => {
          if (!good) setWritten(String(value));
        }}
      />
      <small id={`${id}-hint`} class={good ? "hint" : "hint wrong"}>
        {good ? (hint ?? "") : text.value.train.fields(low, high)}
      </small>
    </div>
  );
}
