/** Pasted pictures: into the class that was touched last while the reader is at the data, else to be classified. */
import { useEffect } from "preact/hooks";

import { touchedClass } from "../state/class-at-hand";
import { addFiles } from "../state/editing";
import { pictures } from "../state/session";
import { classifyAll } from "../state/several";
import { currentStep } from "./steps";

export function PasteAnywhere(): null {
  useEffect(() => {
    const onPaste = (event: ClipboardEvent): void => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      const name = touchedClass.value;
      if (currentStep.value === "data" && name && pictures.value?.classNames.includes(name))
        void addFiles(name, files);
      else void classifyAll(files);
    };
    addEventListener("paste", onPaste);
    return () => removeEventListener("paste", onPaste);
  }, []);
  return null;
}
