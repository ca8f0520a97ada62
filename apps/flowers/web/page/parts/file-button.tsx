/** A button that opens the browser's file chooser. */
import type { ComponentChildren, JSX } from "preact";

export interface FileButtonProps {
  readonly children: ComponentChildren;
  readonly onFiles: (files: readonly File[]) => void;
  /** As of `<input accept>`. */
  readonly accept?: string;
  readonly multiple?: boolean;
  /** Asks for a folder and gives the files in it. */
  readonly folder?: boolean;
  readonly disabled?: boolean;
  /** For screen readers, where the words beside it say more. */
  readonly label?: string;
  readonly small?: boolean;
}

export function FileButton(props: FileButtonProps): JSX.Element {
  const { children, onFiles, accept, multiple = false, folder = false, disabled = false } = props;
  const { label, small = false } = props;
  return (
    <label
      class={`button file-button${small ? " small" : ""}`}
      data-disabled={disabled || undefined}
    >
      <input
        type="file"
        class="for-readers"
        accept={accept}
        aria-label={label}
        multiple={multiple}
        disabled={disabled}
        {...(folder ? { webkitdirectory: true } : {})}
        onChange={(event) => {
          const { files } = event.currentTarget;
          const chosen = [...(files ?? [])];
          event.currentTarget.value = ""; // the same file may be chosen again
          if (chosen.length > 0) onFiles(chosen);
        }}
      />
      <span>{children}</span>
    </label>
  );
}
