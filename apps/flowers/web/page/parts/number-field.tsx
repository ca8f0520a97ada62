/** A whole number with its name, its bounds and what is wrong with it. */
import type { JSX } from "preact";
import { useEffect, useId, useState } from "preact/hooks";

import { text as words } from "../state/preferences";

export interface NumberFieldProps {
  readonly name: string;
  readonly hint?: string;
  /** Null where nobody has given one. */
  readonly value: number | null;
  readonly low: number;
  readonly high: number;
  /** Called with numbers inside the bounds only. */
  readonly onValue: (value: number) => void;
  /** Where no number has to be given: what an empty field says, and what it does. */
  readonly empty?: string;
  readonly onEmpty?: () => void;
}

export function NumberField({
  name,
  hint,
  value,
  low,
  high,
  onValue,
  empty,
  onEmpty,
}: NumberFieldProps): JSX.Element {
  const id = useId();
  const text = value === null ? "" : String(value);
  const [written, setWritten] = useState(text);
  useEffect(() => setWritten(text), [text]);
  const fits = (given: string): boolean =>
    /^\d+$/.test(given) && Number(given) >= low && Number(given) <= high;
  const good = fits(written.trim()) || (onEmpty !== undefined && written.trim() === "");
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
        placeholder={empty}
        aria-invalid={!good}
        aria-describedby={`${id}-hint`}
        onInput={(event) => {
          const next = event.currentTarget.value;
          setWritten(next);
          if (fits(next.trim())) onValue(Number(next));
          // A number field that holds no number is empty too, but not good.
          else if (next === "" && !event.currentTarget.validity.badInput) onEmpty?.();
        }}
        onBlur={() => {
          if (!good) setWritten(text);
        }}
      />
      <small id={`${id}-hint`} class={good ? "hint" : "hint wrong"}>
        {good ? (hint ?? "") : words.value.train.fields(low, high)}
      </small>
    </div>
  );
}
