import { describe, expect, it } from "vitest";
import type { Field } from "./types";
import { duplicated, escaped, excerpt, fieldsToSend, initialFields, initialItem, unescaped } from "./values";

const ANSWERS: Field = {
  name: "answers", type: "list", optional: true, defaultNum: 2,
  field: { name: "answer", type: "group", fields: [
    { name: "text", type: "text", label: "Answer" },
    { name: "right", type: "boolean", default: false },
  ] },
};

describe("texts without markup", () => {
  it("are kept escaped and read as they were typed", () => {
    const typed = `L’eau & <l'air> "100 %" &lt;`;
    expect(escaped(typed)).toBe("L’eau &amp; &lt;l&#039;air&gt; &quot;100 %&quot; &amp;lt;");
    expect(unescaped(escaped(typed))).toBe(typed);
    expect(unescaped("a < b &eacute;")).toBe("a < b é");
  });
});

describe("a new content", () => {
  it("starts with the defaults, and as many items as the library says", () => {
    const fields: Field[] = [
      { name: "intro", type: "text", default: "Bonjour" },
      { name: "note", type: "text" },
      ANSWERS,
      { name: "media", type: "group", fields: [{ name: "type", type: "library" }] },
    ];
    expect(initialFields(fields)).toEqual({ intro: "Bonjour", answers: [{ right: false }, { right: false }] });
  });

  it("is sent without the items that stayed blank in an optional list, at their rank", () => {
    const values = initialFields([ANSWERS]);
    (values["answers"] as { text?: string }[])[1]!.text = "Oui";
    expect(fieldsToSend(values, [ANSWERS])).toEqual({ answers: [null, { right: false, text: "Oui" }] });
    const required = { ...ANSWERS, optional: false };
    expect(fieldsToSend({ answers: [initialItem(required)] }, [required])).toEqual({ answers: [{ right: false }] });
  });
});

it("sends an existing content exactly as it came, what the form does not know included", () => {
  const kept = { answers: [{ text: "", right: false }], unknown: { deep: [1.5, null] } };
  expect(JSON.stringify(fieldsToSend(kept, [ANSWERS]))).toBe(JSON.stringify(kept));
});

it("duplicates an item with identifiers of its own", () => {
  const copy = duplicated({ library: "H5P.Text 1.1", subContentId: "one", params: { list: [{ subContentId: "two" }] } });
  const ids = JSON.stringify(copy).match(/"subContentId":"([^"]+)"/g);
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(2);
  expect(JSON.stringify(copy)).not.toMatch(/"one"|"two"/);
});

it("names an item by its first words", () => {
  expect(excerpt({ right: true, text: "<p>Que fait-on&nbsp;?</p>" }, ANSWERS.field!)).toBe("Que fait-on ?");
  const sub: Field = { name: "sub", type: "library", options: [{ name: "H5P.Image 1.1", title: "Image" }] };
  expect(excerpt({ library: "H5P.Image 1.1", metadata: { title: "Un pont" } }, sub)).toBe("Image, Un pont");
});
