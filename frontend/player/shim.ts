/**
 * An opaque origin has no storage and no cookies: reading them throws. Libraries written for
 * ordinary pages find empty ones instead, that last as long as the frame.
 */

function memory(): Storage {
  const kept = new Map<string, string>();
  const methods: Record<string, unknown> = {
    getItem: (key: string) => kept.get(String(key)) ?? null,
    setItem: (key: string, value: string) => void kept.set(String(key), String(value)),
    removeItem: (key: string) => void kept.delete(String(key)),
    clear: () => kept.clear(),
    key: (index: number) => [...kept.keys()][index] ?? null,
  };
  return new Proxy({} as Storage, {
    get: (_target, name) => {
      if (name === "length") return kept.size;
      return typeof name === "string" ? (methods[name] ?? kept.get(name)) : undefined;
    },
    set: (_target, name, value) => Boolean(kept.set(String(name), String(value))),
    has: (_target, name) => kept.has(String(name)),
    deleteProperty: (_target, name) => kept.delete(String(name)) || true,
    ownKeys: () => [...kept.keys()],
    getOwnPropertyDescriptor: (_target, name) =>
      kept.has(String(name))
        ? { value: kept.get(String(name)), enumerable: true, configurable: true, writable: true }
        : undefined,
  });
}

/** Put the empty storages and cookies in place, and let the content believe it is alone. */
export function standAlone(page: Window & typeof globalThis): void {
  for (const name of ["localStorage", "sessionStorage"]) {
    Object.defineProperty(page, name, { configurable: true, value: memory() });
  }
  const cookies = new Map<string, string>();
  Object.defineProperty(page.document, "cookie", {
    configurable: true,
    get: () => [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
    set: (text: string) => {
      const [name = "", value = ""] = String(text).split(";")[0]?.split("=") ?? [];
      cookies.set(name.trim(), value.trim());
    },
  });
  // Many libraries look into their parent, which throws here; without one they do without.
  Object.defineProperty(page, "parent", { configurable: true, value: page });
}
