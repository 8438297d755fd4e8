import { Fragment, type ReactNode } from "react";
import { type Block, blocksOf, type Piece, piecesOf } from "./markdown";

/** Text of the team: headings, lists, quotes, emphasis and links. Whatever else is in it is shown as it is written. */
export function Markdown({ text }: { text: string }) {
  return <div className="markdown">{blocksOf(text).map((block, index) => shown(block, index))}</div>;
}

function shown(block: Block, key: number): ReactNode {
  switch (block.is) {
    case "heading":
      return block.level === 1 ? (
        <h3 key={key}>{inline(block.text)}</h3>
      ) : (
        <h4 key={key}>{inline(block.text)}</h4>
      );
    case "list": {
      const items = block.items.map((item) => <li key={item}>{inline(item)}</li>);
      return block.ordered ? <ol key={key}>{items}</ol> : <ul key={key}>{items}</ul>;
    }
    case "quote":
      return <blockquote key={key}>{inline(block.text)}</blockquote>;
    case "text":
      return <p key={key}>{inline(block.text)}</p>;
  }
}

function inline(text: string): ReactNode {
  return piecesOf(text).map((piece: Piece, index) => {
    const key = `${index}:${piece.text}`;
    if (piece.is === "strong") return <strong key={key}>{piece.text}</strong>;
    if (piece.is === "em") return <em key={key}>{piece.text}</em>;
    if (piece.is === "code") return <code key={key}>{piece.text}</code>;
    if (piece.is === "link")
      return (
        <a key={key} href={piece.to} target="_blank" rel="noreferrer noopener">
          {piece.text}
        </a>
      );
    return <Fragment key={key}>{piece.text}</Fragment>;
  });
}
