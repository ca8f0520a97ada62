/** What training and classifying share. */

/** One folder per class: `photos/roses/1.jpg`, `photos/tulips/1.jpg` and so on. */
export const photos = "PHOTOS";

/** Height and width to which photos are resized; the pretrained network has seen 224 x 224. */
export const imageSize: [number, number] = [224, 224];
