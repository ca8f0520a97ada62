/** What a photo resembles and where the network looked, in Korean. */
import type { ExplainText } from "./explain-en";

export const explainKo: ExplainText = {
  where: "어디를 보았나",
  whereText: "밝은 곳일수록 이 클래스라고 판단하는 데 크게 작용했습니다.",
  forClass: "근거를 볼 클래스",
  heat: (label) => `${label}의 근거가 된 곳: 밝을수록 크게 작용한 곳`,
  nowhere: (label) => `이 사진에는 ${label}의 근거가 된 곳이 없습니다.`,
  nearest: "가장 닮은 학습 사진",
  nearestText: "사전 학습된 신경망이 본 특징으로 견주었습니다",
  alike: (similarity) => `${similarity} 닮음`,
  unseen: "이런 것은 본 적이 없습니다.",
  unseenText: (share) =>
    `학습 사진의 ${share}에는, 이 사진에 가장 가까운 학습 사진보다 더 가까운 짝이 있습니다. 그러니 답은 아는 클래스 가운데 가장 그럴듯한 추측일 뿐입니다.`,
};
