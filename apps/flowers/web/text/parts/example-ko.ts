/** The words of the example, in Korean; the keys are those of `example-en.ts`. */
import type { exampleEn } from "./example-en";

export const exampleKo: typeof exampleEn = {
  title: "예시",
  data: "프로그램이 그린 샘플 세트의 그림입니다. 사진을 고르면 이 자리에 내 사진이 나옵니다.",
  look: "프로그램이 그린 샘플 세트입니다. 사진을 고르면 이 자리에 내 사진이 나옵니다.",
  train:
    "학습에 드는 시간입니다. 그림 150장을 세 가지 방법으로, 코어 두 개에서 WebAssembly로 배웠습니다. 학습하면 이 자리에 내 결과가 나옵니다.",
  costs: ["신경망", "에포크", "시간", "검증 정확도"],
  judge:
    "학습을 마치면 이렇게 됩니다. 클래스 다섯 개, 그림 150장을 세 가지 방법으로 배웠습니다. 학습하면 이 자리에 내 결과가 나옵니다. 그래프는 여기서도 짚어 볼 수 있습니다.",
  use: "사전 학습된 신경망이 처음 보는 그림을 보고 한 답입니다.",
  answer: (label, percent) => `${label}일 가능성이 가장 높습니다: ${percent}`,
};
