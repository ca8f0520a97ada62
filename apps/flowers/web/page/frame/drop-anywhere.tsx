/** The whole page takes drops: folders and archives as pictures, photos for the class below them or else to be classified. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

import { readDrop } from "../state/dropped";
import { addFiles } from "../state/editing";
import { importFailure, takePictures } from "../state/importing";
import { text } from "../state/preferences";
import { sentence } from "../state/sentence";
import { classifyAll } from "../state/several";

export function DropAnywhere(): JSX.Element | null {
  const [over, setOver] = useState<string | true | null>(null);
  useEffect(() => {
    const carriesFiles = (event: DragEvent): boolean =>
      event.dataTransfer?.types.includes("Files") ?? false;
    const onOver = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      setOver(classBelow(event) ?? true);
    };
    const onLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(null);
    };
    const onDrop = (event: DragEvent): void => {
      setOver(null);
      if (!event.dataTransfer || !carriesFiles(event)) return;
      event.preventDefault();
      void take(event.dataTransfer, classBelow(event));
    };
    addEventListener("dragover", onOver);
    addEventListener("dragleave", onLeave);
    addEventListener("drop", onDrop);
    return () => {
      removeEventListener("dragover", onOver);
      removeEventListener("dragleave", onLeave);
      removeEventListener("drop", onDrop);
    };
  }, []);
  return over !== null ? (
    <div class="drop-veil" aria-hidden="true">
      <p>{over === true ? text.value.data.dropNow : text.value.own.dropPictures(over)}</p>
    </div>
  ) : null;
}

/** The class whose part of the page the pointer is over. */
function classBelow({ target }: DragEvent): string | null {
  const part = target instanceof Element ? target.closest<HTMLElement>("[data-drop-class]") : null;
  return part?.dataset["dropClass"] ?? null;
}

async function take(transfer: DataTransfer, className: string | null): Promise<void> {
  try {
    const dropped = await readDrop(transfer);
    if (dropped?.kind === "pictures") {
      document.getElementById("data")?.scrollIntoView();
      await takePictures(dropped.source);
    } else if (dropped?.kind === "photos" && className !== null) {
      await addFiles(className, dropped.files);
    } else if (dropped?.kind === "photos") {
      document.getElementById("use")?.scrollIntoView();
      await classifyAll(dropped.files);
    } else {
      document.getElementById("data")?.scrollIntoView();
      importFailure.value = text.peek().data.dropNothing;
    }
  } catch (error) {
    importFailure.value = sentence(error);
  }
}
