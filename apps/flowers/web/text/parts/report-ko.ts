/** The words of the report, in Korean; the keys are those of `report-en.ts`. */
import type { reportEn } from "./report-en";

export const reportKo: typeof reportEn = {
  button: "보고서 인쇄",
  cardTitle: "종이로 보는 보고서",
  cardText:
    "학습한 모든 모델의 사진, 설정, 그래프, 혼동 행렬, 틀린 사진을 담습니다. 브라우저의 인쇄 창에서 PDF로 저장할 수도 있습니다.",
  title: (name) => `보고서: ${name}`,
  untitled: "보고서",
  data: "사진",
  settings: "설정",
  settingsText: (size, batch, seed) =>
    `${size} × ${size}픽셀(사전 학습된 신경망은 224 × 224픽셀), 배치 크기 ${batch}, 시드 ${seed}.`,
  models: "모델",
  columns: {
    model: "모델",
    epochs: "에포크",
    training: "훈련 정확도",
    validation: "검증 정확도",
    gap: "차이",
    time: "걸린 시간",
  },
  ready: "보고서를 인쇄할 준비가 되었습니다.",
  made: (date) =>
    `${date}에 브라우저에서 만들었습니다. 어떤 데이터도 기기 밖으로 나가지 않았습니다.`,
};
