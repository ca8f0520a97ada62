/** What computes: the backends that work here, and why the others do not. */
import type { JSX } from "preact";
import { useId } from "preact/hooks";

import type { Settings } from "../../../engine/contract";
import { sentences } from "../../../engine/sentences";
import { backends } from "../../state/backends";
import { text } from "../../state/preferences";

export interface BackendSelectProps {
  readonly value: Settings["backend"];
  readonly onChange: (value: Settings["backend"]) => void;
}

export function BackendSelect({ value, onChange }: BackendSelectProps): JSX.Element {
  const words = text.value.train;
  const id = useId();
  const known = backends.value ?? [];
  const working = known.filter((option) => option.works);
  const missing = known.filter((option) => !option.works);
  const detail = working.find((option) => option.name === value)?.detail;
  return (
    <div class="field backend">
      <label for={id}>{words.backend}</label>
      <select
        id={id}
        value={value}
        aria-describedby={`${id}-hint`}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          onChange(known.find((option) => option.name === chosen)?.name ?? "auto");
        }}
      >
        <option value="auto">{words.automatic}</option>
        {known.map(({ name, works }) => (
          <option key={name} value={name} disabled={!works}>
            {words.backends[name]}
          </option>
        ))}
      </select>
      <small id={`${id}-hint`} class="hint">
        {sentences(
          detail ?? working.map((option) => words.backends[option.name]).join(", "),
          words.backendHint,
        )}
      </small>
      {missing.length > 0 && (
        <details class="missing">
          <summary>{words.missing}</summary>
          <dl>
            {missing.map((option) => (
              <div key={option.name}>
                <dt>{words.backends[option.name]}</dt>
                <dd>{option.detail}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </div>
  );
}
