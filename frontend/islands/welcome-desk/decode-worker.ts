/** Reads QR codes in pictures, off the page's own thread: it stays quick to the finger. */
import { decodeQR } from "qr/decode.js";

type Picture = { width: number; height: number; data: Uint8ClampedArray };

self.onmessage = ({ data: picture }: MessageEvent<Picture>) => {
  let text: string | null = null;
  try {
    text = decodeQR(picture);
  } catch {
    // No code in this picture: the next one is already on its way.
  }
  self.postMessage(text);
};
