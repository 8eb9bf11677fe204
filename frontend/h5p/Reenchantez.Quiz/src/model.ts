/** A quiz as its author wrote it, made regular. */
import { complete, type Field } from "../../shared/semantics";
import { decode, words } from "../../shared/text";
import semantics from "../semantics.json";

export type Kind = "single" | "multiple" | "truefalse";

export interface Answer {
  text: string;
  correct: boolean;
  feedback: string;
}

export interface Question {
  kind: Kind;
  /** Rich text. */
  text: string;
  answers: Answer[];
  /** Rich text. */
  explanation: string;
}

export interface Quiz {
  introduction: string;
  questions: Question[];
  overallFeedback: { from: number; feedback: string }[];
  behaviour: { enableRetry: boolean; showSolutions: boolean; shuffleAnswers: boolean; passPercentage: number };
  l10n: Record<string, string>;
}

interface StoredQuestion extends Omit<Question, "answers"> {
  answers: Answer[];
  statement: { truth: string; feedbackTrue: string; feedbackFalse: string };
}

/** Read the parameters: true or false becomes two answers, texts lose their escapes. */
export function readQuiz(params: unknown): Quiz {
  const stored = complete(semantics as Field[], params) as unknown as Omit<Quiz, "questions"> & {
    questions: StoredQuestion[];
  };
  const l10n = Object.fromEntries(
    Object.entries(stored.l10n).map(([name, text]) => [name, decode(text)]),
  );
  return {
    ...stored,
    l10n,
    overallFeedback: stored.overallFeedback.map(({ from, feedback }) => ({ from, feedback: decode(feedback) })),
    questions: stored.questions
      .map((question) => readQuestion(question, l10n))
      .filter((question) => question.answers.length > 0),
  };
}

function readQuestion(stored: StoredQuestion, l10n: Record<string, string>): Question {
  const { kind, text, explanation, statement } = stored;
  const answers = kind === "truefalse"
    ? [
        { text: l10n.answerTrue ?? "", correct: statement.truth === "true", feedback: decode(statement.feedbackTrue) },
        { text: l10n.answerFalse ?? "", correct: statement.truth === "false", feedback: decode(statement.feedbackFalse) },
      ]
    : stored.answers
        .filter((answer) => answer.text.trim() !== "")
        .map((answer) => ({ ...answer, text: decode(answer.text), feedback: decode(answer.feedback) }));
  return { kind, text, explanation, answers };
}

/** The question's words on one line. */
export function titleOf(question: Question): string {
  return words(question.text);
}
