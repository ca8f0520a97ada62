/** A thing that is no flower: a sports shoe, seen from its side. */
import sharp from "sharp";

const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="240">
  <rect width="320" height="240" fill="#d9d9d6"/>
  <path d="M30 90 Q60 120 95 92 L190 140 Q250 150 290 170 Q300 190 290 196 L40 196 Q22 150 30 90Z" fill="#23395d"/>
  <rect x="34" y="194" width="262" height="18" rx="9" fill="#f4f4f4"/>
  <g stroke="#fff" stroke-width="6"><path d="M112 108l34 -16M130 118l34 -16M150 128l34 -16"/></g>
</svg>`;

export function shoePng(): Promise<Buffer> {
  return sharp(Buffer.from(drawing)).png().toBuffer();
}
