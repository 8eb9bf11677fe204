/** A sort as its author wrote it: the cards of every category, in one list. */
import { complete, type Field } from "../../shared/semantics";
import { decode } from "../../shared/text";
import semantics from "../semantics.json";

export interface Category {
  title: string;
  description: string;
  look: string;
}

export interface Card {
  title: string;
  detail: string;
  feedback: string;
  /** The category it belongs to. */
  home: number;
}

export interface Sort {
  introduction: string;
  categories: Category[];
  cards: Card[];
  behaviour: { shuffle: boolean; enableRetry: boolean; showSolutions: boolean; passPercentage: number };
  l10n: Record<string, string>;
}

interface Stored extends Omit<Sort, "categories" | "cards"> {
  categories: (Category & { cards: Omit<Card, "home">[] })[];
}

/** Read the parameters: texts lose their escapes, each card knows its home. */
export function readSort(params: unknown): Sort {
  const { categories, l10n, ...stored } = complete(semantics as Field[], params) as unknown as Stored;
  return {
    ...stored,
    categories: categories.map(({ title, description, look }) => ({
      title: decode(title), description: decode(description), look,
    })),
    cards: categories.flatMap((category, home) => category.cards.map((card) => ({
      title: decode(card.title), detail: decode(card.detail), feedback: decode(card.feedback), home,
    }))),
    l10n: Object.fromEntries(Object.entries(l10n).map(([name, text]) => [name, decode(text)])),
  };
}
