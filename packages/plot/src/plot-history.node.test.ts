import { expect, it } from "vitest";
import { writeFileSync } from "node:fs";
import { plotHistory } from "./index";
const h = { accuracy: [.43,.6,.66,.71,.76,.81,.86,.91,.95,.98], val_accuracy:[.52,.6,.62,.65,.66,.66,.64,.65,.64,.643], loss:[1.3,1,.87,.75,.62,.49,.36,.25,.15,.08], val_loss:[1.12,1.02,.95,.9,.89,.93,1.02,1.2,1.5,1.8]};
const aug = { acc: h.accuracy.map(v=>v*0.85), val_acc: h.val_accuracy.map((_,i)=>.5+.025*i), loss: h.loss.map(v=>v*.7+.4), val_loss: h.val_loss.map((_,i)=>1.2-.05*i)};
const out = (n: string, b: Uint8Array|string) => writeFileSync(`/tmp/plot-${n}`, b);
it("draws", async () => {
  const p = plotHistory(h);
  out("a.svg", await p.toSvg()); out("a.png", await p.toPng()); 
  const q = plotHistory({baseline: h, augmented: aug}, {title: "Flowers: with and without augmentation", markBest: true, markGap: true, height: 500, width: 1000});
  out("b.png", await q.toPng());
  console.log(p.toText()); console.log(q.toText({width: 100, height: 24}));
  expect(1).toBe(1);
}, 60000);
