/** Mounts `data-island="name"` elements once, and cleans up when htmx takes them away. */

export type Cleanup = () => void;
export type Island = (root: HTMLElement) => Cleanup;

const mounted = new WeakMap<HTMLElement, Cleanup>();

/** Mount every island in `scope`, itself included. Unknown names are a mistake: they throw. */
export function mountAll(scope: HTMLElement, islands: Record<string, Island>): void {
  const found = [...scope.querySelectorAll<HTMLElement>("[data-island]")];
  if (scope.matches("[data-island]")) found.unshift(scope);
  for (const root of found) {
    if (mounted.has(root)) continue;
    const name = root.dataset["island"] ?? "";
    const island = islands[name];
    if (!island) throw new Error(`Unknown island: ${name}`);
    const cleanup = island(root);
    mounted.set(root, cleanup);
    root.addEventListener(
      "htmx:beforeCleanupElement",
      (event) => {
        if (event.target !== root) return;
        cleanup();
        mounted.delete(root);
      },
    );
  }
}
