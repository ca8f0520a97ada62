/** Every word of the page in Korean; the keys are those of `en.ts`. */
import type { Text } from "./en";
import { explainKo } from "./parts/explain-ko";
import { exampleKo } from "./parts/example-ko";
import { judgeKo } from "./parts/judge-ko";
import { keepKo } from "./parts/keep-ko";
import { lessonWordsKo } from "./parts/lesson-ko";
import { reportKo } from "./parts/report-ko";
import { minuteKo } from "./parts/minute-ko";
import { ownKo } from "./parts/own-ko";

export const ko: Text = {
  title: "꽃 사진 분류하기",
  lead: "꽃이나 카메라 앞의 내 물건을 구별하도록 신경망을 가르쳐 보세요. 사진을 불러와 살펴보고, 학습하고, 어디서 틀리는지 확인한 뒤 직접 시험합니다. TensorFlow 꽃 튜토리얼 전체와 그다음 단계까지 한 페이지에 있습니다.",
  nothingLeaves:
    "데이터는 이 기기 밖으로 나가지 않습니다. 사진도 학습도 모델도 모두 이 브라우저 안에 있습니다.",
  skip: "본문으로 건너뛰기",
  steps: "단계",
  language: "언어",
  theme: "화면 모드",
  themes: { system: "시스템 설정", light: "밝게", dark: "어둡게" },
  done: "완료",
  cancel: "취소",
  loading: "잠시만 기다려 주세요…",
  needsPictures: "먼저 1단계에서 사진을 고르세요.",
  needsModel: "먼저 3단계에서 모델을 학습하거나, 5단계에서 저장해 둔 모델을 불러오세요.",
  models: {
    baseline: "기본 CNN",
    augmented: "데이터 증강과 드롭아웃 적용",
    "efficientnet-lite0": "사전 학습된 신경망",
  },
  modelsShort: {
    baseline: "기본",
    augmented: "증강",
    "efficientnet-lite0": "사전 학습",
  },
  whichModel: "모델",
  unexpected: "문제가 생겼습니다. 페이지를 새로 고쳐도 지금까지 저장된 것은 그대로 남아 있습니다.",
  noStorage:
    "이 브라우저에서는 페이지가 파일을 저장할 수 없어 아무것도 보관하지 못합니다. 시크릿 창에서 흔히 생기는 일입니다.",
  resume: {
    text: (model, epoch, epochs) =>
      `학습이 ${epochs}에포크 중 ${epoch}번째에서 멈췄습니다(${model}).`,
    go: "이어서 하기",
  },
  update: {
    text: "이 페이지의 새 버전이 준비되었습니다.",
    go: "새 버전 열기",
    elsewhere: "이 페이지가 열려 있는 다른 탭을 먼저 닫은 뒤 새 버전을 여세요.",
  },
  data: {
    title: "데이터",
    intro:
      "신경망이 알아보게 할 종류 하나하나가 클래스입니다. 내 물건을 카메라에 보여 주거나, 클래스마다 폴더가 하나씩 있는 폴더나 zip 파일로 사진을 가져오세요. 튜토리얼에서는 다섯 가지 꽃 사진 3,670장을 씁니다. 가지고 있는 사진이 없으면 샘플 세트를 쓰세요. 프로그램이 그린 그림이지만 한번 써 보기에는 충분합니다.",
    sample: "샘플 세트 쓰기",
    folder: "폴더 고르기",
    archive: "zip 파일 고르기",
    address: "압축 파일 주소",
    addressHint: "zip, tar, tgz 파일의 주소입니다. 다른 사이트의 접근을 허용하는 서버여야 합니다.",
    fetch: "가져오기",
    badAddress: "웹 주소가 아닙니다. https:// 또는 http://로 시작해야 합니다.",
    drop: "폴더나 zip 파일을 이 페이지 아무 곳에나 끌어다 놓아도 됩니다",
    dropNow: "놓으면 사진을 불러옵니다",
    dropNothing:
      "쓸 수 있는 것이 없습니다. 클래스별 폴더가 들어 있는 폴더나 zip 파일을 끌어다 놓으세요.",
    reading: "사진을 불러오는 중",
    readingCount: (done, total) =>
      total === null ? `지금까지 ${done}장` : `${total}장 중 ${done}장`,
    readingBytes: (done, total) => (total === null ? `${done} 받음` : `${total} 중 ${done} 받음`),
    cancelled: "중단했습니다. 사진은 그대로 남아 있습니다.",
    summary: (count, classes) => `클래스 ${classes}개, 사진 ${count}장`,
    ready: (name, count) => `${name}: 사진 ${count}장이 준비되었습니다.`,
    sampleName: "샘플 세트",
    painted: "프로그램이 그린 그림이며 사진이 아닙니다.",
    counts: "클래스별 사진 수",
    examples: "몇 장 미리 보기",
    unreadable: (count) => `읽을 수 없어 제외한 파일 ${count}개`,
    orElse: "많은 사진을 한꺼번에 가져와 시작하기",
    others: "다른 사진 쓰기",
    replace: {
      title: "다른 사진으로 바꿀까요?",
      text: "지금 있는 사진이 새 사진으로 바뀌고, 학습한 모델은 지워집니다.",
      yes: "바꾸기",
    },
  },
  look: {
    title: "살펴보기",
    intro:
      "학습하기 전에 항상 사진부터 살펴보세요. 잘못된 레이블은 여기서만 확인할 수 있습니다. 사진의 5분의 1은 검증용으로 남겨 두었고, 아래 아홉 장은 나머지에서 나왔습니다. 데이터 증강은 에포크마다 사진을 조금씩 바꾸어, 똑같은 사진을 두 번 보는 일이 없게 합니다.",
    nine: "훈련용 사진 아홉 장",
    choose: "한 장을 고르면 증강한 모습을 볼 수 있습니다.",
    augmented: (label) => `아홉 가지로 증강한 모습: ${label}`,
    factors: {
      flip: "뒤집기",
      rotation: "회전",
      zoom: "확대·축소",
      translation: "이동",
      brightness: "밝기",
      contrast: "대비",
    },
    flipOn: "무작위로 좌우 뒤집기",
    degrees: (degrees) => `±${degrees}°`,
    share: (percent) => `±${percent}`,
    off: "끔",
    again: "다시 뽑기",
    tutorial: "튜토리얼 값으로",
    note: "학습에는 튜토리얼의 뒤집기·회전·확대 값을 씁니다. 슬라이더는 살펴보기용입니다.",
    variant: (number, label) => `${label}의 변형 ${number}`,
  },
  train: {
    title: "학습하기",
    intro:
      "합성곱과 풀링을 세 번, 그다음 완전 연결 레이어 두 개입니다. 기본 모델은 사진을 통째로 외웁니다. 훈련 정확도는 1을 향해 오르지만 검증 정확도는 따라오지 못합니다. 두 번째 모델은 무작위로 뒤집고 돌리고 확대한 사진을 보며, 특징의 5분의 1이 무작위로 꺼지기 때문에 외울 수 없습니다. 세 번째는 남이 배운 것에서 출발합니다. 사진 백만 장으로 학습한 EfficientNet-Lite0에 마지막 레이어만 새로 얹습니다. 사진을 불러오는 동안 특징을 미리 계산해 두므로 학습은 몇 초면 끝나고, 사진은 클래스마다 몇십 장이면 충분합니다.",
    settings: "설정",
    preset: "미리 정한 값",
    quick: "빠르게",
    quickHint: "64픽셀, 6에포크와 10에포크. 1~2분이면 끝납니다",
    tutorial: "튜토리얼대로",
    tutorialHint: "180픽셀, 10에포크와 15에포크. 시간이 걸립니다",
    imageSize: "이미지 크기",
    imageSizeHint: "한 변의 픽셀 수. 사전 학습된 신경망은 항상 224입니다",
    batchSize: "배치 크기",
    cache: "디코딩한 사진을 메모리에 두기",
    cacheHint: "더 빠릅니다. 끄면 에포크마다 사진을 다시 읽고 디코딩합니다",
    device: (size, batch) =>
      `이 기기는 메모리가 적어서 사진 크기 ${size}픽셀, 배치 크기 ${batch}로 시작하고, 에포크마다 사진을 다시 디코딩합니다. 값은 바꿀 수 있습니다.`,
    seed: "시드",
    seedHint: "시드가 같으면 결과도 같습니다",
    epochs: {
      baseline: "에포크(기본)",
      augmented: "에포크(증강)",
      "efficientnet-lite0": "에포크(사전 학습)",
    },
    epochsEmpty: "필요한 만큼",
    backend: "실행 방식",
    backendHint: "사전 학습된 신경망은 항상 WebAssembly로 사진을 살펴봅니다.",
    automatic: "쓸 수 있는 것 중 가장 빠른 것",
    missing: "이 브라우저에서 쓸 수 없는 것",
    backends: {
      webgpu: "WebGPU",
      webgl: "WebGL",
      wasm: "WebAssembly",
      cpu: "순수 JavaScript",
      tensorflow: "TensorFlow",
    },
    threads: {
      "no-service-worker":
        "여기서는 WebAssembly가 스레드 하나만 씁니다. 이 주소에서는 브라우저가 서비스 워커를 허용하지 않습니다. https나 localhost에서는 됩니다.",
      "not-installed":
        "여기서는 WebAssembly가 스레드 하나만 씁니다. 서버가 격리 헤더를 보내지 않고, 이를 대신할 서비스 워커도 설치되지 않았습니다.",
      "after-reload": "페이지를 다시 불러오기 전까지는 WebAssembly가 스레드 하나만 씁니다.",
      refused:
        "여기서는 WebAssembly가 스레드 하나만 씁니다. 이 브라우저는 페이지를 격리하지 않습니다.",
      development:
        "여기서는 WebAssembly가 스레드 하나만 씁니다. 개발 서버가 격리 헤더를 보내지 않았습니다.",
    },
    reload: "다시 불러오기",
    fields: (low, high) => `${low}에서 ${high} 사이의 정수를 입력하세요.`,
    plain: "기본 모델 학습",
    augmented: "증강·드롭아웃 모델 학습",
    both: "둘 다 학습",
    all: "셋 다 학습해 비교하기",
    pretrained: "사전 학습된 신경망으로 학습",
    pause: "일시 정지",
    continue: "계속",
    stop: "그만하기",
    stopHint: "지금 상태의 모델을 그대로 두고 평가합니다.",
    preparing: {
      backend: "연산 엔진을 시작하는 중",
      pictures: "사진을 디코딩하는 중",
      features: "사전 학습된 신경망이 사진을 살펴보는 중",
      model: "신경망을 만드는 중",
      checkpoint: "마지막 체크포인트를 읽는 중",
    },
    phases: {
      preparing: "준비 중",
      training: "학습 중",
      validating: "검증 중",
      pausing: "이번 배치가 끝나면 멈춥니다",
      paused: "일시 정지됨. 체크포인트를 저장했습니다",
      stopping: "이번 배치가 끝나면 그만둡니다",
      judging: "검증용 사진으로 평가하는 중",
      idle: "끝",
    },
    progress: "진행 상황",
    featuresOf: (done, total) => `사진 ${total}장 중 ${done}장`,
    epochOf: (epoch, epochs) => `${epochs}에포크 중 ${epoch}번째`,
    batchOf: (batch, batches) => `배치 ${batch}/${batches}`,
    announceEpoch: (epoch, epochs, accuracy, validation) =>
      `${epochs}에포크 중 ${epoch}번째 끝. 정확도 ${accuracy}, 검증 정확도 ${validation}.`,
    announceFinished: (model, accuracy) =>
      `${model} 모델의 학습이 끝났습니다. 검증용 사진의 ${accuracy}를 맞혔습니다.`,
    facts: {
      loss: "손실",
      accuracy: "정확도",
      speed: "초당 사진 수",
      left: "남은 시간",
      memory: "텐서 메모리",
    },
    startedOn: (backend, detail) => `${backend}(으)로 실행: ${detail}`,
    passedOver: "쓰지 않은 방식",
    counts: (training, validation, parameters) =>
      `훈련용 사진 ${training}장, 검증용 사진 ${validation}장, 매개변수 ${parameters}개.`,
    elsewhere:
      "이 페이지의 다른 탭에서 학습하고 있습니다. 한 번에 한 탭만 학습하며, 끝나면 여기에도 나타납니다.",
    memory: {
      much: (bytes, size) =>
        `처음부터 학습하는 두 신경망은 메모리를 ${bytes}쯤 씁니다. 이 기기가 페이지에 내주기 어려운 양입니다. 사진을 ${size}픽셀로 줄이면 됩니다. 사전 학습된 신경망에는 이만큼 필요하지 않습니다.`,
      use: (size) => `${size}픽셀로 줄이기`,
    },
    failed: "학습이 중단되었습니다.",
    again: "다시 시작하면 마지막 체크포인트부터 이어집니다.",
    curves: "지금까지의 그래프",
    curvesEmpty: "첫 에포크가 끝나면 그래프가 나타납니다.",
    memoryHint: "다른 탭을 보고 있어도 되지만, 이 탭은 닫지 마세요.",
    finishedRow: (epochs, accuracy) => `${epochs}에포크, 검증 정확도 ${accuracy}`,
    status: {
      none: "아직 학습하지 않음",
      unfinished: "도중에 멈춤",
      finished: "학습 완료",
      now: "학습 중",
    },
  },
  minute: minuteKo,
  own: ownKo,
  judge: judgeKo,
  use: {
    title: "써 보기",
    intro:
      "증강과 드롭아웃은 학습할 때만 동작합니다. 지금은 신경망이 사진을 보기만 합니다. 한 번도 보여 준 적 없는 사진으로 시험해 보세요. 아는 것이라고는 배운 클래스뿐이라, 무엇을 보여 주든 그중 하나라고 답합니다. 배운 것과 전혀 닮지 않은 사진이면 페이지가 알려 줍니다.",
    photo: "사진 고르기",
    drop: "여기에 끌어다 놓거나 Ctrl+V로 붙여 넣어도 됩니다",
    camera: "카메라 쓰기",
    shoot: "찍기",
    live: "카메라에 보이는 것에 대한 신경망의 답",
    perSecond: (count) => `1초에 ${count}번 답합니다`,
    cameraOff: "카메라 끄기",
    cameraView: "카메라 화면",
    cameraRefused:
      "카메라 사용이 허용되지 않았습니다. 주소 표시줄에서 이 페이지의 카메라를 허용하거나, 사진을 고르세요.",
    cameraMissing: "카메라를 찾지 못했습니다. 카메라를 연결하거나 사진을 고르세요.",
    cameraInsecure: "카메라는 https나 localhost 페이지에서만 쓸 수 있습니다. 대신 사진을 고르세요.",
    cameraBusy: "카메라를 켜지 못했습니다. 다른 프로그램이 쓰고 있을 수 있습니다.",
    notImage: "그림 파일이 아닙니다. JPEG, PNG, WebP, GIF, BMP 파일을 고르세요.",
    several: "내 사진",
    result: "결과",
    seen: (label) => `신경망이 본 사진: ${label}`,
    unsure: (label, percent) =>
      `잘 모르겠습니다. ${label}일 수도 있지만 확신이 ${percent}%로, 4단계에서 정한 값보다 낮습니다.`,
    sentence: (label, percent) =>
      `이 사진은 ${label}일 가능성이 가장 높습니다(신뢰도 ${percent}퍼센트).`,
    ranking: "클래스별 확률",
    looking: "보는 중…",
    later:
      "이 학습이 끝날 때까지는 답할 모델이 없습니다. 그동안 고른 사진은 학습이 끝나면 답을 받습니다.",
  },
  explain: explainKo,
  keep: keepKo,
  lesson: lessonWordsKo,
  example: exampleKo,
  report: reportKo,
  footer:
    "@flowers 패키지와 TensorFlow.js로 만들었습니다. 브라우저 안에서, 오프라인에서도 동작합니다.",
};
