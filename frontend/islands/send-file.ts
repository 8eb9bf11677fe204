/** Sends one file and tells how much of it has left. */

export interface Kept {
  id: string;
  name: string;
  mime: string;
  size: number;
  address: string;
}

/** Resolves with what the server kept; rejects with its sentence, or "" when the network broke. */
export function sendFile(
  url: string,
  file: File,
  told: Record<string, string>,
  onProgress: (percent: number) => void,
): Promise<Kept> {
  return new Promise((resolve, reject) => {
    const data = new FormData();
    data.set("file", file);
    for (const [name, value] of Object.entries(told)) data.set(name, value);
    const sent = new XMLHttpRequest();
    sent.upload.addEventListener("progress", ({ loaded, total }) => {
      onProgress(total ? Math.floor((100 * loaded) / total) : 0);
    });
    sent.addEventListener("load", () => {
      try {
        const answer = JSON.parse(sent.responseText) as Kept & { detail?: string };
        if (sent.status < 300) resolve(answer);
        else reject(new Error(answer.detail ?? ""));
      } catch {
        reject(new Error(""));
      }
    });
    sent.addEventListener("error", () => reject(new Error("")));
    sent.open("POST", url);
    sent.send(data);
  });
}
