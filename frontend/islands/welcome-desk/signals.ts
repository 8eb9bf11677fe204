/** What is felt and heard of an answer, for who looks at the next person and not at the screen. */
import type { Tone } from "./server";

const HERTZ: Record<Tone, number> = { good: 880, warn: 440, bad: 220 };
const BUZZ: Record<Tone, number[]> = { good: [60], warn: [60, 60, 60], bad: [220] };

let sound: AudioContext | null = null;

/** Buzz where the device can; sound only if it was asked for. */
export function signal(tone: Tone, isAloud: boolean): void {
  navigator.vibrate?.(BUZZ[tone]);
  if (!isAloud) return;
  sound ??= new AudioContext();
  const note = sound.createOscillator();
  const volume = sound.createGain();
  volume.gain.value = 0.15;
  note.frequency.value = HERTZ[tone];
  note.connect(volume).connect(sound.destination);
  note.start();
  note.stop(sound.currentTime + (tone === "good" ? 0.09 : 0.3));
}
