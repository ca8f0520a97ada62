/** The ways to pictures: the sample set, a folder, an archive, an address. */
import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";

import type { ImportMode } from "../../../engine/contract";
import { Choice } from "../../parts/choice";
import { FileButton } from "../../parts/file-button";
import { folderOfInput } from "../../state/dropped";
import { chosenMode, importFailure, importMode, takePictures } from "../../state/importing";
import { trainingElsewhere } from "../../state/other-tabs";
import { text } from "../../state/preferences";
import { isBusy } from "../../state/run-machine";
import { run } from "../../state/running";
import { sentence } from "../../state/sentence";
import { pictures, sessionReady } from "../../state/session";

async function chooseFolder(): Promise<void> {
  try {
    const handle = await window.showDirectoryPicker?.({ mode: "read" });
    if (handle) await takePictures({ kind: "folder", handle });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return; // closed without a choice
    importFailure.value = sentence(error);
  }
}

export function Sources(): JSX.Element {
  const { data: words, own } = text.value;
  const fresh = pictures.value === null;
  // Until an earlier visit is known, nothing can ask whether its models may be forgotten.
  const held = isBusy(run.value) || trainingElsewhere.value || (!fresh && !sessionReady.value);
  return (
    <div class="sources" data-fresh={fresh || undefined}>
      <h3>{fresh ? words.orElse : words.others}</h3>
      {!fresh && (
        <Choice<ImportMode>
          label={own.join.label}
          options={[
            { value: "add", name: own.join.add },
            { value: "replace", name: own.join.replace },
          ]}
          value={chosenMode.value}
          onChange={(mode) => (importMode.value = mode)}
        />
      )}
      <div class="actions">
        <button
          type="button"
          class="button"
          disabled={held}
          onClick={() => void takePictures({ kind: "sample" })}
        >
          {words.sample}
        </button>
        {window.showDirectoryPicker ? (
          <button type="button" class="button" disabled={held} onClick={() => void chooseFolder()}>
            {words.folder}
          </button>
        ) : (
          <FileButton
            folder
            disabled={held}
            onFiles={(files) => void takePictures(folderOfInput(files))}
          >
            {words.folder}
          </FileButton>
        )}
        <FileButton
          accept=".zip,.tar,.tgz,.tar.gz,application/zip"
          disabled={held}
          onFiles={([file]) => file && void takePictures({ kind: "archive", file })}
        >
          {words.archive}
        </FileButton>
      </div>
      <p class="hint for-mouse">{words.drop}</p>
      <AddressForm held={held} />
    </div>
  );
}

function AddressForm({ held }: { readonly held: boolean }): JSX.Element {
  const words = text.value.data;
  const id = useId();
  const [url, setUrl] = useState("");
  const [wrong, setWrong] = useState(false);
  return (
    <form
      class="address"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const good = /^https?:\/\/\S+$/i.test(url.trim()) && URL.canParse(url.trim());
        setWrong(!good);
        if (good) void takePictures({ kind: "address", url: url.trim() });
      }}
    >
      <label for={id}>{words.address}</label>
      <div class="address-line">
        <input
          id={id}
          type="url"
          inputMode="url"
          placeholder="https://"
          spellcheck={false}
          value={url}
          aria-invalid={wrong}
          aria-describedby={`${id}-hint`}
          onInput={(event) => setUrl(event.currentTarget.value)}
        />
        <button type="submit" class="button" disabled={held || url.trim() === ""}>
          {words.fetch}
        </button>
      </div>
      <small id={`${id}-hint`} class={wrong ? "hint wrong" : "hint"}>
        {wrong ? words.badAddress : words.addressHint}
      </small>
    </form>
  );
}
