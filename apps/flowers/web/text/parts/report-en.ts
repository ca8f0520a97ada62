/** The words of the report, in English. `report-ko.ts` has exactly these keys. */
export const reportEn = {
  button: "Print a report",
  cardTitle: "A report on paper",
  cardText:
    "Pictures, settings, curves, confusion matrices and mistakes of all trained models. The browser's print dialog also saves it as a PDF.",
  title: (name: string): string => `Report: ${name}`,
  untitled: "Report",
  data: "Pictures",
  settings: "Settings",
  settingsText: (size: string, batch: string, seed: string): string =>
    `${size} × ${size} pixels (224 × 224 for the pretrained network), batches of ${batch}, seed ${seed}.`,
  models: "Models",
  columns: {
    model: "Model",
    epochs: "Epochs",
    training: "Training accuracy",
    validation: "Validation accuracy",
    gap: "Gap",
    time: "Time",
  },
  ready: "The report is ready to print.",
  made: (date: string): string =>
    `Made on ${date} in a browser. Nothing of it has left the machine.`,
};
