/** `keras.callbacks`. A plain object with hooks is Keras's `LambdaCallback`. */
export {
  BackupAndRestore,
  type Callback,
  CSVLogger,
  EarlyStopping,
  History,
  LearningRateScheduler,
  ModelCheckpoint,
  ProgressLogger as ProgbarLogger,
  ReduceLROnPlateau,
  SwapEMAWeights,
  TensorBoard,
  TerminateOnNaN,
} from "@flowers/training";
