/** Everything the browser runs: htmx, the islands, and four small manners of the frame. */
import "../styles/index.css";
import htmx from "htmx.org";
import { autosave } from "./autosave";
import { copyText } from "./copy-text";
import { fileField } from "./file-field";
import { dayBoard } from "./day-board";
import { dropFile } from "./drop-file";
import { filterList } from "./filter-list";
import { h5pForm } from "./h5p-form";
import { h5pPlayer } from "./h5p-player";
import { h5pUpgrade } from "./h5p-upgrade";
import { closeMenusOutside } from "./menus";
import { mountAll, type Island } from "./mount";
import { nowLine } from "./now-line";
import { announceFailures } from "./failures";
import { paperPreview } from "./paper-preview";
import { richText } from "./rich-text";
import { roomScreen } from "./room-screen";
import { scanCode } from "./scan-code";
import { signSheet } from "./sign-sheet";
import { roll } from "./roll";
import { tidyUp } from "./roll/shell";
import { signaturePad } from "./signature-pad";
import { dismissNotes } from "./terms";
import { uploadProgress } from "./upload-progress";
import { welcomeDesk } from "./welcome-desk";

const ISLANDS: Record<string, Island> = {
  "autosave": autosave,
  "copy-text": copyText,
  "file-field": fileField,
  "day-board": dayBoard,
  "drop-file": dropFile,
  "filter-list": filterList,
  "h5p-form": h5pForm,
  "h5p-player": h5pPlayer,
  "h5p-upgrade": h5pUpgrade,
  "now-line": nowLine,
  "paper-preview": paperPreview,
  "rich-text": richText,
  "room-screen": roomScreen,
  "scan-code": (root) => scanCode(root),
  "sign-sheet": signSheet,
  "roll": roll,
  "signature-pad": signaturePad,
  "upload-progress": uploadProgress,
  "welcome-desk": welcomeDesk,
};

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false; // inline styles are refused by our policy
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "(409|422)", swap: true }, // a refusal comes back as the form and its sentence
  { code: "[45]..", swap: false, error: true },
];

document.documentElement.classList.add("js");
announceFailures(document);
closeMenusOutside(document);
dismissNotes(document);
htmx.onLoad((element) => mountAll(element as HTMLElement, ISLANDS));
void tidyUp(document);
