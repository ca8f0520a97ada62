/** How long, and on what, the last layer of a pretrained network is trained: a matter of how many photos there are. */

/** From so many training photos on, each is trained on as it is. */
const manyPhotos = 400;

/** Where photos are few: all that photo-forms.ts has, which this file leaves unloaded. */
const formsOfFew = 4;

/** Forms of each photo that are trained on. */
export function headForms(trainingPhotos: number): number {
  return trainingPhotos < manyPhotos ? formsOfFew : 1;
}

/** A head has settled after about this many steps: the usual 15 epochs of many photos, or more epochs of few. */
const [usualEpochs, fewestSteps] = [15, 1000];

/** Of a head's training, where nobody asks for another number. */
export function headEpochs(stepsPerEpoch: number): number {
  return Math.max(usualEpochs, Math.ceil(fewestSteps / stepsPerEpoch));
}
