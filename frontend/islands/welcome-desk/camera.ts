/**
 * The camera as a reader of codes: the browser's own detector where it has one (phones), else a
 * decoder in a worker (office computers, Firefox, iPhones).
 */

type Detector = { detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]> };
type DetectorClass = {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
};

/** Eight looks a second: a code crosses the picture in more time than that. */
const EVERY_MS = 120;
/** Enough for a badge at arm's length; more only takes longer. */
const WIDEST = 640;

export type Camera = { stop(): void };

/** Look until stopped; `onText` hears every code seen, again and again. Throws without a camera. */
export async function openCamera(
  video: HTMLVideoElement,
  onText: (text: string) => void,
): Promise<Camera> {
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: "environment", width: { ideal: 1280 } },
    audio: false,
  });
  video.srcObject = stream;
  await video.play();
  const reader = await readerFor(video);
  let isOpen = true;
  const look = async () => {
    while (isOpen) {
      if (!document.hidden && video.readyState >= video.HAVE_CURRENT_DATA) {
        for (const text of await reader.read()) if (isOpen) onText(text);
      }
      await new Promise((again) => setTimeout(again, EVERY_MS));
    }
  };
  look().catch((error: unknown) => console.error(error));
  return {
    stop() {
      isOpen = false;
      reader.close();
      for (const track of stream.getTracks()) track.stop();
      video.srcObject = null;
    },
  };
}

type Reader = { read(): Promise<string[]>; close(): void };

async function readerFor(video: HTMLVideoElement): Promise<Reader> {
  const native = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  if (native && (await native.getSupportedFormats()).includes("qr_code")) {
    const detector = new native({ formats: ["qr_code"] });
    return {
      read: async () => (await detector.detect(video)).map((found) => found.rawValue),
      close() {},
    };
  }
  return workerReader(video);
}

function workerReader(video: HTMLVideoElement): Reader {
  const worker = new Worker(new URL("./decode-worker.ts", import.meta.url), { type: "module" });
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  return {
    read() {
      const scale = Math.min(1, WIDEST / video.videoWidth);
      canvas.width = Math.round(video.videoWidth * scale);
      canvas.height = Math.round(video.videoHeight * scale);
      if (!pen || !canvas.width || !canvas.height) return Promise.resolve([]);
      pen.drawImage(video, 0, 0, canvas.width, canvas.height);
      const { width, height, data } = pen.getImageData(0, 0, canvas.width, canvas.height);
      return new Promise((done) => {
        worker.onmessage = ({ data: text }: MessageEvent<string | null>) => done(text ? [text] : []);
        worker.onerror = () => done([]);
        worker.postMessage({ width, height, data }, [data.buffer]);
      });
    },
    close: () => worker.terminate(),
  };
}
