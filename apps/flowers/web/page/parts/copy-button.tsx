/** Puts a text on the clipboard, and tells whether it went. */
import type { JSX } from "preact";

export interface CopyButtonProps {
  readonly content: string;
  readonly words: Readonly<Record<"copy" | "copied" | "notCopied", string>>;
  readonly onTold: (words: string) => void;
}

export function CopyButton({ content, words, onTold }: CopyButtonProps): JSX.Element {
  return (
    <button
      type="button"
      class="button"
      onClick={() => {
        navigator.clipboard
          .writeText(content)
          .then(() => onTold(words.copied))
          .catch(() => onTold(words.notCopied));
      }}
    >
      {words.copy}
    </button>
  );
}
