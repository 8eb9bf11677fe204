import { describe, expect, it } from "vitest";
import { parseName, stepsBetween, upgrade, type Spec, type Tools } from "./upgrader";

const named = (text: string) => parseName(text)!;
type Params = Record<string, unknown>;
const change = (how: (params: Params) => Params) =>
  (params: unknown, finished: (error: unknown, params?: unknown) => void) => finished(null, how(params as Params));

const QUESTION: Spec[] = [{ name: "text", type: "text" }];
const SET: Spec[] = [
  { name: "questions", type: "list", field: { name: "question", type: "library", options: ["X.Question 1.3"] } },
  { name: "intro", type: "group", fields: [{ name: "task", type: "library", options: ["X.Question 1.3"] }, { name: "n", type: "number" }] },
];
const tools: Tools = {
  semantics: (library) => ({ "X.Set 2.0": SET, "X.Question 1.3": QUESTION })[library],
  steps: (machineName) => ({
    "X.Question": { 1: { 2: change((p) => ({ text: p["label"] })), 3: { contentUpgrade: change((p) => ({ text: `${p["text"]}!` })) } } },
    "X.Set": { 1: { 5: change((p) => ({ ...p, order: `${p["order"] ?? ""}a` })) }, 2: { 0: change((p) => ({ ...p, order: `${p["order"] ?? ""}b` })) } },
  })[machineName] as ReturnType<Tools["steps"]>,
};

describe("upgrading a content", () => {
  it("takes the steps after its version and up to the one asked for, in order", async () => {
    const { params } = await upgrade({}, named("X.Set 1.2"), named("X.Set 2.0"), {}, tools);
    expect(params).toEqual({ order: "ab" });
    expect(stepsBetween(tools.steps("X.Set"), named("X.Set 1.5"), named("X.Set 1.9"))).toEqual([]);
  });

  it("brings each sub-content to the version its new parent asks for", async () => {
    const sub = { library: "X.Question 1.1", params: { label: "Quoi" }, subContentId: "s", metadata: { title: "T" } };
    const before = { questions: [sub, { ...sub, library: "X.Question 1.3", params: { text: "Déjà" } }], intro: { task: sub, n: 2 } };
    const { params } = await upgrade(before, named("X.Set 1.9"), named("X.Set 2.0"), {}, tools);
    const upgraded = { library: "X.Question 1.3", params: { text: "Quoi!" }, subContentId: "s", metadata: { title: "T" } };
    expect(params).toMatchObject({
      questions: [upgraded, { library: "X.Question 1.3", params: { text: "Déjà" } }],
      intro: { task: upgraded, n: 2 },
    });
    expect(before.questions[0]!.params).toEqual({ label: "Quoi" });
  });

  it("keeps a sub-content that the new parent does not know", async () => {
    const odd = { library: "Y.Other 1.0", params: { kept: true } };
    const { params } = await upgrade({ questions: [odd] }, named("X.Set 1.9"), named("X.Set 2.0"), {}, tools);
    expect(params).toMatchObject({ questions: [odd] });
  });

  it("gives up when a step says that it cannot", async () => {
    const broken: Tools = { ...tools, steps: () => ({ 2: { 0: (_params, finished) => finished("trop vieux") } }) };
    await expect(upgrade({}, named("X.Set 1.0"), named("X.Set 2.0"), {}, broken)).rejects.toThrow("trop vieux");
  });
});
