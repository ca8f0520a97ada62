/** A range with its name and its value in words. */
import type { JSX } from "preact";
import { useId } from "preact/hooks";

export interface SliderProps {
  readonly name: string;
  readonly value: number;
  readonly max: number;
  readonly step: number;
  /** The value as people read it. */
  readonly words: string;
  readonly onInput: (value: number) => void;
}

export function Slider({ name, value, max, step, words, onInput }: SliderProps): JSX.Element {
  const id = useId();
  return (
    <div class="slider">
      <label for={id}>{name}</label>
      <output for={id}>{words}</output>
      <input
        id={id}
        type="range"
        min={0}
        max={max}
        step={step}
        value={value}
        aria-valuetext={words}
        style={{ "--filled": `${(100 * value) / max}%` }}
        onInput={(event) => onInput(event.currentTarget.valueAsNumber)}
      />
    </div>
  );
}
