/** Drawings as SVG text, made off the page's thread. */
import { plotConfusionMatrix, plotHistory } from "@flowers/plot";
import { modelKinds } from "../../../tutorial/model-kinds";
import { modelKindNames, type Appearance, type Curves, type ModelKind } from "../contract";

const titles: Readonly<Record<Appearance["language"], Readonly<Record<ModelKind, string>>>> = {
  en: {
    baseline: modelKinds.baseline.title,
    augmented: modelKinds.augmented.title,
    "efficientnet-lite0": "Pretrained network",
  },
  ko: {
    baseline: "기본 CNN",
    augmented: "증강과 드롭아웃",
    "efficientnet-lite0": "사전 학습된 신경망",
  },
};

/** The same where a legend has little room. */
const shortTitles: typeof titles = {
  en: { baseline: "Plain", augmented: "Augmented", "efficientnet-lite0": "Pretrained" },
  ko: { baseline: "기본", augmented: "증강", "efficientnet-lite0": "사전 학습" },
};

const koreanWords = {
  accuracyTitle: "훈련과 검증 정확도",
  lossTitle: "훈련과 검증 손실",
  epoch: "에포크",
  trainingAccuracy: "훈련 정확도",
  validationAccuracy: "검증 정확도",
  trainingLoss: "훈련 손실",
  validationLoss: "검증 손실",
  training: "훈련",
  validation: "검증",
  best: "최고 {value} (에포크 {epoch})",
  gap: "차이 {value}",
};

/** Curves of one or more models; "" when none has an epoch yet. */
export async function drawCurves(
  histories: Readonly<Partial<Record<ModelKind, Curves>>>,
  { dark, width, language }: Appearance,
): Promise<string> {
  const narrow = width < 560;
  const names = (narrow ? shortTitles : titles)[language];
  const runs = Object.fromEntries(
    modelKindNames.flatMap((kind) => {
      const history = histories[kind];
      return history?.["loss"]?.length ? [[names[kind], history]] : [];
    }),
  );
  if (Object.keys(runs).length === 0) return "";
  return plotHistory(runs, {
    width: Math.max(240, Math.round(width)),
    height: narrow ? 640 : 380,
    panels: narrow ? "stacked" : "beside",
    legend: "below",
    theme: dark ? "dark" : "light",
    grid: true,
    ...(language === "ko" ? { words: koreanWords } : {}),
  }).toSvg();
}

export async function drawConfusion(
  confusion: readonly (readonly number[])[],
  classNames: readonly string[],
  { dark, width, language }: Appearance,
): Promise<string> {
  const room = (width - 110) / Math.max(1, classNames.length);
  return plotConfusionMatrix(confusion, classNames, {
    cellSize: Math.max(24, Math.min(76, Math.floor(room))),
    theme: dark ? "dark" : "light",
    ...(language === "ko"
      ? { title: "혼동 행렬", axisTitles: { predicted: "예측한 종류", actual: "실제 종류" } }
      : {}),
  }).toSvg();
}
