/** The first minute: its words in Korean. */
import type { MinuteText } from "./minute-en";

export const minuteKo: MinuteText = {
  title: "1분 만에 보기",
  text: "한 번만 누르면 꽃 그림 500장을 그리고, 이미 학습된 신경망이 살펴보고, 새 마지막 레이어가 다섯 가지 꽃을 배웁니다. 그다음 바로 시험해 볼 수 있습니다.",
  go: "보여 주세요",
  stages: {
    pictures: "샘플 세트를 그리고 살펴보기",
    training: "다섯 가지 꽃을 구별하는 법 배우기",
    trying: "처음 보는 그림으로 시험하기",
  },
  done: "이것이 전부입니다",
  took: (time) => `${time} 걸렸습니다.`,
  tryIt: "카메라로 시험해 보기",
  close: "닫기",
};
