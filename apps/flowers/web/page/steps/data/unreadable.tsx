/** Files that were left out, and why. */
import type { JSX } from "preact";

import type { UnreadableFile } from "../../../engine/contract";
import { plainNumber } from "../../format/numbers";
import { language, text } from "../../state/preferences";

export function Unreadable({
  files,
}: {
  readonly files: readonly UnreadableFile[];
}): JSX.Element | null {
  if (files.length === 0) return null;
  return (
    <details class="unreadable">
      <summary>{text.value.data.unreadable(plainNumber(files.length, language.value))}</summary>
      <ul>
        {files.map(({ path, reason }) => (
          <li key={path}>
            <code>{path}</code> {reason}
          </li>
        ))}
      </ul>
    </details>
  );
}
