/**
 * A text with headings, lists, tables, pictures and callouts, over a textarea of HTML.
 *
 * The editor is a file of its own, loaded where there is such a field only. Until it is there, and
 * if it never comes, the textarea stays.
 */
import type { Cleanup } from "../mount";
import { sendFile } from "../send-file";

export function richText(root: HTMLElement): Cleanup {
  let cleanup: Cleanup | null = null;
  let isGone = false;
  import("./editor").then(
    ({ openEditor }) => {
      if (!isGone) cleanup = openEditor(root, sendFile);
    },
    (error: unknown) => console.error(error),
  );
  return () => {
    isGone = true;
    cleanup?.();
  };
}
