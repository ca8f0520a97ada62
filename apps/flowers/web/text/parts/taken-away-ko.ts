/** The words of the page that is taken away, in Korean; the keys are those of `taken-away-en.ts`. */
import type { takenAwayEn } from "./taken-away-en";

export const takenAwayKo: typeof takenAwayEn = {
  title: "이것은 무엇일까요?",
  lead: (classes) => `사진을 보여 주면 다음 중 무엇에 가장 가까운지 알려 줍니다: ${classes}.`,
  opening: "모델을 여는 중…",
  camera: "카메라 쓰기",
  cameraOff: "카메라 끄기",
  cameraView: "카메라 화면",
  cameraRefused:
    "카메라 사용이 허용되지 않았습니다. 주소 표시줄에서 이 페이지의 카메라를 허용하거나, 사진을 고르세요.",
  cameraMissing: "카메라를 찾지 못했습니다. 카메라를 연결하거나 사진을 고르세요.",
  cameraInsecure:
    "이 브라우저에서 카메라는 https나 localhost 페이지에서만 쓸 수 있습니다. 대신 사진을 고르세요.",
  cameraBusy: "카메라를 켜지 못했습니다. 다른 프로그램이 쓰고 있을 수 있습니다.",
  photo: "사진 고르기",
  drop: "여기에 끌어다 놓거나 Ctrl+V로 붙여 넣어도 됩니다",
  notImage: "그림 파일이 아닙니다. JPEG, PNG, WebP, GIF, BMP 파일을 고르세요.",
  looking: "보는 중…",
  answer: "답",
  seen: "신경망이 본 사진",
  sentence: (label, percent) => `${label}일 가능성이 가장 높습니다: ${percent}`,
  unsure: (label, percent, least) =>
    `잘 모르겠습니다. ${label}일 수도 있지만 확신이 ${percent}로, 요구한 ${least}보다 낮습니다.`,
  classes: "클래스별 확률",
  unexpected: "이 페이지에 문제가 생겼습니다.",
  note: "아는 것이라고는 이 클래스들뿐이라, 무엇을 보여 주든 그중 하나라고 답합니다.",
  noteOfNew:
    "아는 것이라고는 이 클래스들뿐이며, 배운 것과 전혀 닮지 않은 사진을 보면 그렇다고 말합니다.",
  least: (percent) => `확신이 ${percent} 이상일 때만 답합니다.`,
  stays: "사진은 이 기기 밖으로 나가지 않습니다.",
  readme: ({ classes, threshold, known }) =>
    `다음을 구별하는 페이지입니다: ${classes}

${
  threshold > 0
    ? `확신이 ${Math.round(100 * threshold)}% 이상일 때만 답합니다. 페이지를 만들 때 정한 값입니다.\n`
    : ""
}${
      known
        ? `배운 것과 전혀 닮지 않은 사진을 보면 그렇다고 말합니다. 그러려고 신경망이 학습 사진 ${known.pictures}장에서 본 것을
숫자로 담았습니다. index.html에서 ${Math.ceil(known.bytes / 1000)} kB를 차지하며, 사진 자체는 들어 있지 않습니다.`
        : `배운 것과 전혀 닮지 않은 사진인지는 알아보지 못합니다.`
    }

index.html 파일 하나에 페이지와 모델, 계산에 필요한 모든 것이 들어 있습니다. 다른 곳에서 아무것도 내려받지 않으며,
사진은 페이지를 연 기기 밖으로 나가지 않습니다.

내 컴퓨터에서   index.html을 두 번 클릭하세요. 이렇게 연 페이지에서 카메라를 쓸 수 없는 브라우저라면
                사진을 고르거나, 페이지를 서버에 올리세요.
웹에서          index.html을 어떤 파일 서버에든, 어떤 경로에든 올리면 됩니다. GitHub Pages, Netlify, 학교 서버 모두 됩니다.
                카메라는 https나 localhost 페이지에서만 쓸 수 있습니다.

LICENSES.txt에는 들어 있는 소프트웨어의 라이선스가 있습니다.
`,
};
