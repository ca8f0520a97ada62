/** The example's part of a step, marked as such, and drawn when it comes near. */
import "./example.css";

import type { ComponentChildren, JSX } from "preact";

import { useSeen } from "../parts/seen";
import { type Example, example } from "../state/example";
import { text } from "../state/preferences";

export interface ExamplePartProps {
  /** What it is, in a sentence. */
  readonly words: string;
  /** Whether it takes little room. Default false. */
  readonly isLow?: boolean;
  readonly children: (shown: Example) => ComponentChildren;
}

export function ExamplePart(props: ExamplePartProps): JSX.Element | null {
  const { words, isLow = false, children } = props;
  const shown = example.value;
  return shown && <Near words={words} isLow={isLow} draw={() => children(shown)} />;
}

interface NearProps extends Required<Pick<ExamplePartProps, "words" | "isLow">> {
  readonly draw: () => ComponentChildren;
}

/** Mounted with the example, so that it is there to be watched. */
function Near({ words, isLow, draw }: NearProps): JSX.Element {
  const [place, seen] = useSeen<HTMLDivElement>();
  return (
    <div class="example" ref={place}>
      <p class="example-words">
        <b>{text.value.example.title}</b> {words}
      </p>
      {seen ? draw() : <div class="example-room" data-low={isLow || undefined} />}
    </div>
  );
}
