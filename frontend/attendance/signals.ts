/* What hand and ear learn of a result, while the eyes are on the next person. */
export type Kind = "ok" | "seen" | "no";

const BEATS: Record<Kind, number[]> = { ok: [60], seen: [40, 60, 40], no: [160, 80, 160] };
const TONES: Record<Kind, [hertz: number, seconds: number][]> = {
  ok: [[880, 0.09], [1320, 0.12]],
  seen: [[660, 0.12], [660, 0.12]],
  no: [[220, 0.3]],
};

let speaker: AudioContext | undefined;

/* A browser lets a page sound only after somebody has touched it. */
export function signal(kind: Kind): void {
  if (!navigator.userActivation?.hasBeenActive) return;
  navigator.vibrate?.(BEATS[kind]);
  speaker ??= new AudioContext();
  let at = speaker.currentTime;
  for (const [hertz, seconds] of TONES[kind]) at = sound(speaker, hertz, at, seconds);
}

function sound(speaker: AudioContext, hertz: number, from: number, seconds: number): number {
  const tone = speaker.createOscillator();
  const volume = speaker.createGain();
  tone.frequency.value = hertz;
  volume.gain.setValueAtTime(0.25, from);
  volume.gain.exponentialRampToValueAtTime(0.001, from + seconds);
  tone.connect(volume).connect(speaker.destination);
  tone.start(from);
  tone.stop(from + seconds);
  return from + seconds;
}
