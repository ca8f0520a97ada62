/** That the form begins with less than the tutorial has, for the device has little memory. */
import type { JSX } from "preact";

import { plainNumber } from "../../format/numbers";
import { language, text } from "../../state/preferences";
import { deviceBounds } from "../../state/usual-settings";

export function DeviceNote(): JSX.Element | null {
  if (!deviceBounds) return null;
  const count = (value: number): string => plainNumber(value, language.value);
  const { imageSize, batchSize } = deviceBounds;
  return (
    <p class="hint device-note">{text.value.train.device(count(imageSize), count(batchSize))}</p>
  );
}
