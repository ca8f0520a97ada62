/** A class's name, which can be changed in place. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { renameClass } from "../../state/editing";
import { text } from "../../state/preferences";

export function ClassName({ name }: { readonly name: string }): JSX.Element {
  const [written, setWritten] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const words = text.value.own;
  const editing = written !== null;
  useEffect(() => {
    if (editing) field.current?.select();
  }, [editing]);

  if (written === null)
    return (
      <h4 class="class-name">
        <button
          type="button"
          ref={button}
          title={words.rename(name)}
          onClick={() => setWritten(name)}
        >
          {name}
        </button>
      </h4>
    );
  const give = async (): Promise<void> => {
    const next = written.trim();
    if (next === name || next === "" || (await renameClass(name, next))) setWritten(null);
  };
  return (
    <form
      class="class-name"
      onSubmit={(event) => {
        event.preventDefault();
        void give();
      }}
    >
      <input
        ref={field}
        type="text"
        maxLength={60}
        aria-label={words.renameTo(name)}
        value={written}
        onInput={(event) => setWritten(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") setWritten(null);
        }}
        onBlur={() => void give()}
      />
    </form>
  );
}
