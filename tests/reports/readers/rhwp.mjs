// rhwp, a reader of HWP files in Rust: paths of HWPX files in, what it reads of each as JSON out.
import { readFileSync } from "node:fs";
import { HwpDocument, initSync } from "@rhwp/core";

// Its layout asks for widths of texts, as a browser's canvas would tell them.
globalThis.measureTextWidth = (font, text) => {
  const size = Number(/([\d.]+)px/.exec(font)?.[1] ?? 10);
  return [...text].reduce((sum, letter) => sum + (letter > "\u2e80" ? size : size / 2), 0);
};
initSync({ module: readFileSync(new URL(import.meta.resolve("@rhwp/core/rhwp_bg.wasm"))) });

function cell(doc, para, index) {
  const { row, col, rowSpan, colSpan } = JSON.parse(doc.getCellInfo(0, para, 0, index));
  const lines = [];
  for (let at = 0; at < doc.getCellParagraphCount(0, para, 0, index); at += 1) {
    const length = doc.getCellParagraphLength(0, para, 0, index, at);
    lines.push(doc.getTextInCell(0, para, 0, index, at, 0, length));
  }
  return { row, col, rowSpan, colSpan, text: lines.join("\n") };
}

function table(doc, para) {
  const { rowCount, colCount, cellCount } = JSON.parse(doc.getTableDimensions(0, para, 0));
  const { repeatHeader } = JSON.parse(doc.getTableProperties(0, para, 0));
  const cells = Array.from({ length: cellCount }, (_, index) => cell(doc, para, index));
  return { rowCount, colCount, repeatHeader, cells };
}

function picture(doc, para) {
  const { width, height, description } = JSON.parse(doc.getPictureProperties(0, para, 0));
  const png = Buffer.from(doc.getControlImageData(0, para, "", 0)).toString("base64");
  return { width, height, description, png };
}

function read(path) {
  const doc = new HwpDocument(new Uint8Array(readFileSync(path)));
  const controls = JSON.parse(doc.getControls());
  const kinds = JSON.parse(doc.getValidationWarnings()).warnings.map(({ kind }) => kind);
  const holding = (id) => controls.filter(({ ctrlId }) => ctrlId === id).map(({ para }) => para);
  return {
    pages: doc.pageCount(),
    paragraphs: Array.from({ length: doc.getParagraphCount(0) }, (_, at) =>
      doc.getTextRange(0, at, 0, doc.getParagraphLength(0, at)),
    ),
    tables: holding("tbl").map((para) => table(doc, para)),
    pictures: holding("gso").map((para) => picture(doc, para)),
    numbered: holding("pgnp").length === 1,
    // Lines are laid out by whoever opens the file, so that they are not in it.
    warnings: [...new Set(kinds)].filter((kind) => kind !== "LinesegArrayEmpty"),
  };
}

console.log(JSON.stringify(process.argv.slice(2).map(read)));
