/** Step 4 in Korean. */
import type { JudgeText } from "./judge-en";

export const judgeKo: JudgeText = {
  title: "평가하기",
  intro:
    "한 신경망의 두 정확도 곡선이 멀리 떨어질수록 그 신경망이 사진을 그대로 외웠다는 뜻입니다. 이 차이가 과대적합입니다. 데이터 증강과 드롭아웃을 쓰면 두 곡선이 함께 움직이고, 처음 보는 사진을 더 잘 맞힙니다.",
  history: "학습 기록",
  savePicture: "그림으로 저장",
  pictureNames: { curves: "곡선", confusion: "혼동-행렬" },
  curves: {
    panels: { accuracy: "정확도", loss: "손실" },
    legend: "모델",
    parts: { training: "훈련", validation: "검증" },
    axisChoice: "가로축",
    axisNames: { epochs: "에포크별", time: "시간별" },
    axis: { epochs: "에포크", time: "걸린 시간" },
    axisLog: "에포크. 긴 학습 옆에서 짧은 학습도 보이도록 같은 간격이 같은 배수를 뜻합니다",
    slider: { epochs: "이전 에포크 보기", time: "이전 시점 보기" },
    afterEpoch: (epoch) => `${epoch}에포크 뒤`,
    afterTime: (time) => `${time} 뒤`,
    told: (model, training, validation) => `${model}: 훈련 ${training}, 검증 ${validation}.`,
  },
  gap: "과대적합 차이",
  gapHint: "마지막 에포크의 훈련 정확도에서 검증 정확도를 뺀 값",
  gapHintAt: (place) => `${place}의 훈련 정확도에서 검증 정확도를 뺀 값`,
  time: "학습 시간",
  timeLooking: (time) => `사진을 한 번 살펴보는 데 ${time} 더`,
  narrowed: (before, after) =>
    `데이터 증강과 드롭아웃을 쓰니 차이가 ${before}에서 ${after}로 줄었습니다.`,
  widened: (before, after) =>
    `이번에는 차이가 줄지 않았습니다. 전에는 ${before}, 후에는 ${after}입니다. 더 오래 학습하면 뚜렷해집니다.`,
  none: (before, after) =>
    `아직은 두 신경망 모두 사진을 외우지 않았습니다. 차이는 ${before}와 ${after}입니다. 더 오래 학습하면 벌어지기 시작합니다.`,
  one: (gap) =>
    `훈련 정확도가 검증 정확도보다 ${gap} 높습니다. 다른 모델도 학습하면 비교해 볼 수 있습니다.`,
  accuracy: "검증 정확도",
  loss: "검증 손실",
  training: "훈련 정확도",
  confusion: "혼동 행렬",
  confusionText: "행은 실제 클래스, 열은 신경망의 답입니다.",
  confusionOpen: "숫자를 누르면 그 사진들이 나옵니다.",
  cell: {
    right: (count, truth) => `${truth}, 맞힘: ${count}`,
    wrong: (count, truth, guess) => `실제 ${truth}, 답 ${guess}: ${count}`,
  },
  cellTitle: { right: (truth) => `맞힌 ${truth}` },
  rightText: "가장 자신 없게 답한 것부터 나옵니다.",
  rightAnswer: (truth, confidence) => `${truth}, 확신 ${confidence}로 맞힘`,
  allMistakes: "틀린 사진 모두",
  review: {
    belongs: "속한 클래스",
    throwOut: "빼기",
    thrownOut: "뺀 사진",
    changed: (model) =>
      `이 모델(${model})을 학습한 뒤 사진이 바뀌었습니다. 여기에는 바뀌기 전의 답이 나와 있습니다.`,
    again: "다시 학습하기",
    undo: "마지막 변경 되돌리기",
  },
  more: (count) => `더 보기 (${count}장 남음)`,
  threshold: {
    title: "확실할 때만 답하기",
    text: "신경망은 잘 모를 때도 모든 사진에 답합니다. 확신이 어느 정도보다 낮으면 답하지 않게 할 수 있습니다. 그러면 검증용 사진에서 무엇을 얻고 잃는지 아래에 나옵니다. 여기서 정한 값은 5단계에서도 쓰입니다.",
    slider: "최소 확신",
    off: "끔: 언제나 답합니다",
    wish: (share) => `정답률 ${share}`,
    answered: "답한 사진",
    right: "답 중 맞은 비율",
    all: (pictures, wrong) => `사진 ${pictures}장에 모두 답하고, 그중 ${wrong}장을 틀립니다.`,
    some: (held, pictures, heldRight, wrong) =>
      `사진 ${pictures}장 중 ${held}장에는 답하지 않습니다. 그중 ${heldRight}장은 맞혔을 것입니다. 틀린 답은 ${wrong}개 남습니다.`,
    curveAlt: "최소 확신에 따른 두 선: 답한 사진의 비율은 줄고, 맞은 답의 비율은 늘어납니다.",
  },
  table: "정밀도와 재현율",
  tableText:
    "정밀도는 그 클래스라고 답한 것 중 맞은 비율, 재현율은 그 클래스의 사진 중 찾아낸 비율입니다.",
  class: "클래스",
  precision: "정밀도",
  recall: "재현율",
  pictures: "사진 수",
  mistakes: "가장 크게 틀린 사진",
  mistakesText:
    "틀렸는데 가장 자신 있게 답한 것들입니다. 이름표가 잘못되었나요? 다른 클래스로 옮기거나 빼세요.",
  mistakesOnly: "틀렸는데 가장 자신 있게 답한 것들입니다.",
  noMistakes: "검증용 사진을 하나도 틀리지 않았습니다.",
  mistake: (truth, guess) => `실제 ${truth}, 답 ${guess}`,
  mistakeCaption: { truth: "실제", guess: "답" },
  notJudged: "아직 평가하지 않은 모델입니다. 끝까지 학습하거나 ‘그만하기’를 누르세요.",
  curvesAlt: (parts) => `에포크별 정확도와 손실. ${parts}`,
  curvesPart: (model, epochs, training, validation) =>
    `${model}, ${epochs}에포크: 훈련 정확도 ${training}, 검증 정확도 ${validation}.`,
};
