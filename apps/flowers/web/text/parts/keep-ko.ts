/** What can be taken away, in Korean; the keys are those of `keep-en.ts`. */
import type { keepEn } from "./keep-en";

export const keepKo: typeof keepEn = {
  title: "저장과 공유",
  saveKeras: ".keras로 저장",
  saveKerasHint: "파일 하나이며, 파이썬의 Keras에서 열 수 있습니다",
  saveTfjs: "TensorFlow.js용으로 저장",
  saveTfjsHint: "‘flowers predict’ 명령이 읽는 zip 파일",
  load: "모델 불러오기",
  loadHint: ".keras 파일, 또는 TensorFlow.js 모델의 zip이나 파일들",
  share: "전체 기록 저장",
  shareHint: "설정, 그래프, 평가, 모델을 파일 하나에 담습니다. 사진은 빠집니다",
  loadRun: "기록 불러오기",
  loadRunHint: "‘전체 기록 저장’으로 저장한 파일",
  saved: (name) => `${name} 파일을 저장했습니다.`,
  loaded: "모델을 불러왔습니다.",
  loadedRun: "기록을 불러왔습니다.",
  forget: "모두 지우기",
  forgetHint: "이 페이지가 저장한 사진, 모델, 설정을 지웁니다",
  forgetConfirm: {
    title: "모두 지울까요?",
    text: "이 페이지가 저장한 사진과 모델, 학습 기록이 지워집니다. 따로 저장한 파일은 그대로 남습니다.",
    yes: "지우기",
  },
  forgotten: "모두 지웠습니다.",
};
