/** The words around the lesson, in Korean; the keys are those of `lesson-en.ts`. */
import type { lessonWordsEn } from "./lesson-en";

export const lessonWordsKo: typeof lessonWordsEn = {
  summary: "수업: 읽을거리와 질문 두 개",
  question: (number) => `질문 ${number}`,
  answer: "생각해 볼 답",
  forAClass: "수업에서 쓰기",
  address: "이 수업의 주소",
  addressHint:
    "3단계의 설정과 이 언어로 페이지를 열고, 단계마다 수업 내용을 펼칩니다. 다른 것은 들어 있지 않습니다.",
  copy: "주소 복사",
  copied: "주소를 복사했습니다.",
  notCopied: "브라우저가 복사를 허용하지 않습니다. 주소를 선택해 직접 복사하세요.",
};
