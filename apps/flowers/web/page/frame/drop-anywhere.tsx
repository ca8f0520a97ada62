/** The whole page takes drops: folders and archives as pictures, single pictures as photos to classify. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

import { readDrop } from "../state/dropped";
import { importFailure, takePictures } from "../state/importing";
import { text } from "../state/preferences";
import { sentence } from "../state/sentence";
import { classify } from "../state/using";

export function DropAnywhere(): JSX.Element | null {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const carriesFiles = (event: DragEvent): boolean =>
      event.dataTransfer?.types.includes("Files") ?? false;
    const onOver = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const onLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent): void => {
      setOver(false);
      if (!event.dataTransfer || !carriesFiles(event)) return;
      event.preventDefault();
      void take(event.dataTransfer);
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
  return over ? (
    <div class="drop-veil" aria-hidden="true">
      <p>{text.value.data.dropNow}</p>
    </div>
  ) : null;
}

async function take(transfer: DataTransfer): Promise<void> {
  try {
    const dropped = await readDrop(transfer);
    if (dropped?.kind === "pictures") {
      document.getElementById("data")?.scrollIntoView();
      await takePictures(dropped.source);
    } else if (dropped?.kind === "photo") {
      document.getElementById("use")?.scrollIntoView();
      await classify(dropped.file);
    } else {
      document.getElementById("data")?.scrollIntoView();
      importFailure.value = text.peek().data.dropNothing;
    }
  } catch (error) {
    importFailure.value = sentence(error);
  }
}
