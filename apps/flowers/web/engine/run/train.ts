/** Trains a model in this worker: prepares, fits, judges and stores, and tells how it goes. */
import { BackupAndRestore } from "@flowers/training";
import { setTemperature } from "../../../tutorial/class-names";
import { isTransferKind } from "../../../tutorial/model-kinds";
import type { ModelKind, ModelRecord, Settings, TrainingEvent } from "../contract";
import { sentences } from "../sentences";
import { toFiles } from "../storage/model-files";
import { draftRun } from "../storage/run-draft";
import { backupFolder } from "../storage/run-store";
import type { Gate } from "./gate";
import { judged } from "./judged";
import { type PreparedRun, prepareRun } from "./prepare-run";
import { RunReporter } from "./run-reporter";

/**
 * Trains a model and stores it. An unfinished run of the same settings and pictures continues from its last checkpoint.
 *
 * @param gate holds and ends the run
 */
export async function train(
  kind: ModelKind,
  settings: Settings,
  gate: Gate,
  tell: (event: TrainingEvent) => void,
): Promise<ModelRecord> {
  const run = await prepareRun(kind, settings, (message, pictures) =>
    tell({ type: "preparing", kind, message, ...(pictures ? { pictures } : {}) }),
  );
  const { model, trainer, data, epochs } = run;
  try {
    tell(started(run));
    // The checkpoint is removed when the finished model is stored, and not before.
    const backup = new BackupAndRestore(backupFolder(kind), {
      deleteCheckpoint: false,
      // The reporter saves a head's state by the clock: it has dozens of epochs in a second.
      ...(isTransferKind(kind) ? { saveFreq: Number.MAX_SAFE_INTEGER } : {}),
    });
    const reporter = new RunReporter(run, gate, backup, tell);
    await trainer.fit(data.training, {
      epochs,
      validationData: data.validation,
      ...(data.batchSize === undefined ? {} : { batchSize: data.batchSize }),
      callbacks: [reporter, backup],
      verbose: 0,
    });
    tell({ type: "judging", kind });
    const { classNames } = run.pictures;
    // The tutorial's models stay as the tutorial has them.
    const calibrates = isTransferKind(kind);
    const { judgement, mistakes, answers, temperature } = await judged(
      run.judged,
      data,
      classNames,
      calibrates,
    );
    if (temperature !== null) setTemperature(model, temperature);
    const record = { ...reporter.record("finished"), judgement };
    const draft = await draftRun(kind, { ...(await toFiles(model)), mistakes, answers });
    await draft.keep(reporter.stored(record)); // the checkpoint goes with it
    tell({ type: "finished", kind, record });
    return record;
  } finally {
    trainer.dispose();
    if (run.judged !== model) run.judged.dispose();
    model.dispose();
    data.dispose();
  }
}

function started(run: PreparedRun): TrainingEvent {
  const { kind, backend, data, model, epochs, stepsPerEpoch, trainingPictures } = run;
  return {
    type: "started",
    kind,
    backend: backend.name,
    backendDetail: sentences(backend.description, backend.warning),
    refusals: backend.refusals.map(({ backend: name, reason }) => ({ backend: name, reason })),
    epochs,
    stepsPerEpoch,
    trainingPictures,
    validationPictures: data.validationPictures,
    parameters: model.countParams(),
    history: run.history,
    epochSeconds: run.epochSeconds,
    lookingSeconds: data.lookingSeconds,
  };
}
