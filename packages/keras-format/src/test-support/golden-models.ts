/** Seven small models that Keras 3.15.1 saved, with its predictions; inlined, so that Node and browser read them alike. */
import golden from "../fixtures/models.json";
import adam from "../fixtures/models/adam.keras?url&inline";
import compiledNotFitted from "../fixtures/models/compiled_not_fitted.keras?url&inline";
import ftrl from "../fixtures/models/ftrl.keras?url&inline";
import nadam from "../fixtures/models/nadam.keras?url&inline";
import rmsprop from "../fixtures/models/rmsprop.keras?url&inline";
import sgdMomentum from "../fixtures/models/sgd_momentum.keras?url&inline";
import uncompiled from "../fixtures/models/uncompiled.keras?url&inline";

const files: Readonly<Record<string, string>> = {
  "models/adam.keras": adam,
  "models/compiled_not_fitted.keras": compiledNotFitted,
  "models/ftrl.keras": ftrl,
  "models/nadam.keras": nadam,
  "models/rmsprop.keras": rmsprop,
  "models/sgd_momentum.keras": sgdMomentum,
  "models/uncompiled.keras": uncompiled,
};

export interface GoldenModel {
  readonly file: string;
  readonly x: readonly number[];
  readonly predict: readonly number[];
  readonly optimizer_variables?: readonly string[] | null;
  readonly weights: readonly {
    readonly path: string;
    readonly shape: readonly number[];
    readonly first4: readonly number[];
  }[];
}

export const goldenModels = golden.models as readonly GoldenModel[];

export async function bytesOf(file: string): Promise<Uint8Array> {
  const response = await fetch(files[file] ?? "");
  return new Uint8Array(await response.arrayBuffer());
}
