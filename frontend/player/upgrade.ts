/** Runs in the opaque frame: upgrades one content and tells the page what it became. */
import { CONTEXT, type FromFrame, type Start } from "./protocol";
import { standAlone } from "./shim";
import { parseName, upgrade, type Spec } from "./upgrader";

interface Plan {
  from: string;
  to: string;
  params: unknown;
  metadata: unknown;
  scripts: string[];
  semantics: Record<string, Spec[]>;
}

const page = window.parent;
const plan = JSON.parse(document.getElementById("boot")?.textContent ?? "{}") as Plan;
const host = window as unknown as { H5PUpgrades: Record<string, never>; H5P: object };

function load(address: string): Promise<void> {
  return new Promise((done, refuse) => {
    const script = document.createElement("script");
    script.async = false;
    script.crossOrigin = "anonymous";
    script.addEventListener("load", () => done());
    script.addEventListener("error", () => refuse(new Error(`${address} was not loaded`)));
    script.src = address;
    document.head.append(script);
  });
}

async function run(): Promise<FromFrame> {
  await Promise.all(plan.scripts.map(load));
  const from = parseName(plan.from);
  const to = parseName(plan.to);
  if (!from || !to) throw new Error("no version to start from");
  const changed = await upgrade(plan.params, from, to, { metadata: plan.metadata }, {
    semantics: (library) => plan.semantics[library],
    steps: (machineName) => host.H5PUpgrades[machineName],
  });
  return { kind: "upgraded", params: JSON.stringify(changed.params) };
}

standAlone(window);
host.H5PUpgrades = {};
// Steps of some libraries make identifiers with the core's own function.
host.H5P = {
  createUUID: () => "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx".replace(/x/g, () => Math.floor(Math.random() * 16).toString(16)),
};
window.addEventListener("message", function hear(event: MessageEvent) {
  const data = event.data as (Start & { context?: string }) | null;
  if (event.source !== page || data?.context !== CONTEXT || data.kind !== "start") return;
  window.removeEventListener("message", hear);
  run()
    .catch((error: unknown): FromFrame => ({ kind: "failed", reason: String(error) }))
    .then((message) => page.postMessage({ context: CONTEXT, nonce: data.nonce, ...message }, "*"));
});
page.postMessage({ context: CONTEXT, kind: "hello" }, "*");
