/** The saved model in a program of the visitor's own. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";

import type { ModelFacts, ModelKind } from "../../../engine/contract";
import { Choice } from "../../parts/choice";
import { CopyButton } from "../../parts/copy-button";
import { Failure } from "../../parts/failure";
import { announce } from "../../state/announcing";
import { text } from "../../state/preferences";
import { sentence } from "../../state/sentence";
import { modelsVersion } from "../../state/session";
import { studio } from "../../state/workers";
import { codeSample, type Runtime } from "./code-samples";

export function Code({ kind }: { readonly kind: ModelKind }): JSX.Element {
  const words = text.value.keep.code;
  const open = useSignal(false);
  return (
    <details class="code" onToggle={(event) => (open.value = event.currentTarget.open)}>
      <summary>{words.title}</summary>
      {open.value && <Samples kind={kind} />}
    </details>
  );
}

function Samples({ kind }: { readonly kind: ModelKind }): JSX.Element {
  const words = text.value.keep.code;
  const runtime = useSignal<Runtime>("node");
  const facts = useSignal<ModelFacts | null>(null);
  const failure = useSignal<string | null>(null);
  const copied = useSignal<string>("");
  const version = modelsVersion.value;
  useEffect(() => {
    let current = true;
    studio()
      .modelFacts(kind)
      .then((known) => {
        if (current) facts.value = known;
      })
      .catch((error: unknown) => {
        if (current) failure.value = sentence(error);
      });
    return () => {
      current = false;
    };
  }, [kind, version]);
  if (!facts.value) return <Failure words={failure.value} />;
  const code = codeSample(runtime.value, `flowers-${kind}.keras`, facts.value);
  const tell = (said: string): void => {
    copied.value = said;
    announce(said);
  };
  return (
    <>
      <div class="code-head">
        <Choice<Runtime>
          label={words.where}
          quiet
          options={[
            { value: "node", name: words.node },
            { value: "page", name: words.page },
          ]}
          value={runtime.value}
          onChange={(value) => {
            runtime.value = value;
            copied.value = "";
          }}
        />
        <CopyButton content={code} words={words} onTold={tell} />
      </div>
      <pre tabIndex={0}>
        <code>{code}</code>
      </pre>
      <p class="hint">
        {runtime.value === "node" ? words.nodeHint : words.pageHint} {copied.value}
      </p>
    </>
  );
}
