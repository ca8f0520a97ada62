/** One class: its name, how many pictures it has, a strip of them, and the ways to more. */
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";

import { plainNumber } from "../../format/numbers";
import { FileButton } from "../../parts/file-button";
import { useSeen } from "../../parts/seen";
import { touchedClass } from "../../state/class-at-hand";
import { addFiles, deleteClass } from "../../state/editing";
import { filmedClass } from "../../state/class-at-hand";
import { filmed } from "../../state/filming";
import { language, text } from "../../state/preferences";
import { picturesVersion, sessionReady } from "../../state/session";
import { loadStrip, strips } from "../../state/strips";
import { Capture } from "./capture";
import { ClassName } from "./class-name";
import { StripView } from "./strip-view";

export interface ClassCardProps {
  readonly name: string;
  readonly count: number;
  /** Of the class with the most pictures. */
  readonly most: number;
}

export function ClassCard({ name, count, most }: ClassCardProps): JSX.Element {
  const [place, seen] = useSeen<HTMLLIElement>();
  const words = text.value.own;
  const strip = strips.value[name];
  const known = sessionReady.value;
  const version = picturesVersion.value;
  useEffect(() => {
    if (seen && known && !strip) void loadStrip(name).catch(() => undefined); // gone meanwhile
  }, [seen, known, name, version, strip === undefined]);
  const isFilmed = filmed.value === name;
  return (
    <li class="class-card" ref={place} data-drop-class={name} data-filmed={isFilmed || undefined}>
      <div class="class-head">
        <ClassName name={name} />
        <span class="bar-track" aria-hidden="true">
          <span class="bar-fill" style={{ transform: `scaleX(${count / Math.max(1, most)})` }} />
        </span>
        <span class="class-count figures">
          {words.pictures(plainNumber(count, language.value))}
        </span>
        <div class="class-actions">
          <button
            type="button"
            class="button small"
            aria-label={words.filmFor(name)}
            aria-expanded={isFilmed}
            onClick={() => {
              touchedClass.value = name;
              filmedClass.value = isFilmed ? null : name;
            }}
          >
            {words.film}
          </button>
          <FileButton
            multiple
            small
            accept="image/*"
            label={words.addPhotosTo(name)}
            onFiles={(files) => void addFiles(name, files)}
          >
            {words.addPhotos}
          </FileButton>
          <button
            type="button"
            class="button small quiet"
            aria-label={words.remove(name)}
            title={words.remove(name)}
            onClick={() => void deleteClass(name)}
          >
            <span aria-hidden="true">×</span>
          </button>
        </div>
      </div>
      {isFilmed && <Capture className={name} />}
      {count === 0 && !isFilmed ? (
        <p class="hint">{words.noPictures}</p>
      ) : (
        <StripView name={name} strip={strip} count={count} />
      )}
    </li>
  );
}
