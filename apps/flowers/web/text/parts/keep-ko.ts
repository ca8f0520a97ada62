/** What can be taken away, in Korean; the keys are those of `keep-en.ts`. */
import type { keepEn } from "./keep-en";

export const keepKo: typeof keepEn = {
  takeAway: "가져가기",
  page: {
    title: "독립된 페이지로",
    text: "카메라와 사진으로 분류하는 파일 하나입니다. 이 페이지와 똑같이 답하고, 두 번 클릭하거나 아무 웹 서버에 올려도 열리며, 네트워크가 필요 없습니다. 4단계에서 정한 최소 확신도 함께 들어갑니다.",
    save: "페이지 저장",
    known: (pictures, size) =>
      `본 적이 없는 것을 알아보도록, 신경망이 학습 사진 ${pictures}장에서 본 것을 ${size}만큼 담았습니다. 사진은 여기에 남습니다.`,
    unknown:
      "본 적이 없는 것은 알아보지 못합니다. 알아보게 하려면 지금 있는 사진으로 사전 학습된 신경망을 학습시키세요.",
  },
  files: {
    title: "모델 파일로",
    text: "직접 만드는 프로그램에서 쓸 때.",
  },
  saveKeras: ".keras로 저장",
  saveKerasHint: "파이썬의 Keras에서 열립니다",
  saveTfjs: "TensorFlow.js용으로 저장",
  saveTfjsHint: "‘flowers predict’ 명령이 읽는 zip 파일",
  saveOnnx: "ONNX로 저장",
  saveOnnxHint: "어떤 언어에서든 onnxruntime으로 실행합니다",
  code: {
    title: "내 프로그램에서 .keras 파일 쓰기",
    where: "실행할 곳",
    node: "Node에서",
    page: "웹 페이지에서",
    nodeHint: "모델과 같은 폴더에 저장하고 Node 20.19 이상에서 실행하세요.",
    pageHint: "Vite 같은 번들러를 쓸 때. 모델은 페이지의 파일들과 같은 곳에 둡니다.",
    copy: "복사",
    copied: "복사했습니다.",
    notCopied: "브라우저가 복사를 허용하지 않습니다. 글을 선택해 직접 복사하세요.",
  },
  title: "저장과 공유",
  load: "모델 불러오기",
  loadHint: ".keras 파일, 또는 TensorFlow.js 모델의 zip이나 파일들",
  share: "전체 기록 저장",
  shareHint: "설정, 그래프, 평가, 모델을 파일 하나에 담습니다",
  withPictures: "사진도 함께",
  replacePictures: {
    title: "사진까지 이 기록으로 바꿀까요?",
    text: "지금 있는 사진이 이 기록의 사진으로 바뀝니다.",
    yes: "불러오기",
  },
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
