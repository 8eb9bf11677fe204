/** Draws the fields of a form, of a group, of a library: each by its type. */
import { isShown } from "./conditions";
import { disclosure } from "./dom";
import { drawGroup } from "./group-field";
import { drawHtml } from "./html-field";
import { drawLibrary } from "./library-field";
import { drawList } from "./list-field";
import { drawFile, drawSources } from "./media-field";
import type { Paper } from "./paper";
import { drawBoolean, drawKept, drawNumber, drawSelect, drawText } from "./simple-fields";
import { isValues, type Drawn, type Field, type Place, type Scope, type Slot, type Values } from "./types";

/** Draw one field, shown or not by its condition. */
export function drawField(field: Field, slot: Slot, place: Place, scope: Scope, paper: Paper): Drawn {
  const drawn = drawByType(field, slot, place, scope, paper);
  if (field.showWhen) {
    paper.watch(drawn.element, () => drawn.element.toggleAttribute("hidden", !isShown(field, scope)));
  }
  return drawn;
}

function drawByType(field: Field, slot: Slot, place: Place, scope: Scope, paper: Paper): Drawn {
  switch (field.type) {
    case "text":
      return (field.tags ? drawHtml : drawText)(field, slot, place, paper);
    case "number":
      return drawNumber(field, slot, place, paper);
    case "boolean":
      return drawBoolean(field, slot, place, paper);
    case "select":
      return drawSelect(field, slot, place, paper);
    case "group":
      return drawGroup(field, slot, place, scope, paper);
    case "list":
      return drawList(field, slot, place, scope, paper);
    case "library":
      return drawLibrary(field, slot, place, scope, paper);
    case "image":
    case "file":
      return drawFile(field, slot, place, paper);
    case "video":
    case "audio":
      return drawSources(field, slot, place, paper);
    default:
      return drawKept(field, paper);
  }
}

/** The values of a group, a library or a whole content, which fields read and write by name. */
export class Holder implements Scope {
  constructor(
    private readonly slot: Slot,
    readonly around: Scope | null,
  ) {}

  find(name: string): unknown {
    const values = this.slot.get();
    return isValues(values) ? values[name] : undefined;
  }

  at(name: string): Slot {
    return {
      get: () => this.find(name),
      set: (value) => {
        const kept = this.slot.get();
        const values: Values = isValues(kept) ? kept : {};
        if (value === undefined) delete values[name];
        else values[name] = value;
        this.slot.set(values);
      },
    };
  }
}

/**
 * Draw fields into an element; those that are common to many contents (the words of buttons) come
 * last, folded. Returns how to reveal what is inside.
 */
export function drawFields(
  into: HTMLElement, fields: Field[], holder: Holder, place: Place, paper: Paper,
): Drawn["reveal"] {
  const drawn = new Map<string, Drawn>();
  const put = (target: HTMLElement, field: Field) => {
    const inside = drawField(field, holder.at(field.name), () => `${place()}/${field.name}`, holder, paper);
    drawn.set(field.name, inside);
    target.append(inside.element);
  };
  const seen = fields.filter((field) => !field.hidden);
  const common = seen.filter((field) => field.common);
  for (const field of seen) if (!field.common) put(into, field);
  const folded = disclosure(paper.word("common"), (inside) => {
    for (const field of common) put(inside, field);
  });
  if (common.length) into.append(folded.element);
  return async ([name = "", ...rest]) => {
    if (common.some((field) => field.name === name)) folded.open();
    return (await drawn.get(name)?.reveal(rest)) ?? null;
  };
}
