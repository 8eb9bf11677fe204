/**
 * The form of an interactive content (`studio/form.html`). What draws it is large and loaded only
 * where there is one: see `h5p-form/`.
 */
import { h5pPlayer } from "./h5p-player";
import type { Cleanup } from "./mount";

export function h5pForm(root: HTMLElement): Cleanup {
  let cleanup: Cleanup = () => {};
  let isGone = false;
  void import("./h5p-form/form").then(({ startForm }) => {
    if (!isGone) cleanup = startForm(root, h5pPlayer);
  });
  return () => {
    isGone = true;
    cleanup();
  };
}
