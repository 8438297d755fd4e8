/** The part of Markdown that notes on a board need. Nothing becomes HTML: blocks and pieces are drawn as elements. */

export type Block =
  | { is: "heading"; level: number; text: string }
  | { is: "list"; ordered: boolean; items: string[] }
  | { is: "quote"; text: string }
  | { is: "text"; text: string };

export type Piece =
  | { is: "plain" | "strong" | "em" | "code"; text: string }
  | { is: "link"; text: string; to: string };

export function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | null = null;
  for (const line of text.replace(/\r\n?/g, "\n").split("\n")) {
    const heading = /^(#{1,4})\s+(.+?)\s*#*$/.exec(line);
    const item = /^\s*(?:[-*+]|(\d{1,3})[.)、])\s+(.+)$/.exec(line);
    const quote = /^>\s?(.*)$/.exec(line);
    if (heading) {
      blocks.push({ is: "heading", level: heading[1]?.length ?? 1, text: heading[2] ?? "" });
      open = null;
    } else if (item) {
      const ordered = item[1] !== undefined;
      if (open?.is === "list" && open.ordered === ordered) open.items.push(item[2] ?? "");
      else {
        const next: Block = { is: "list", ordered, items: [item[2] ?? ""] };
        open = next;
        blocks.push(next);
      }
    } else if (line.trim() === "") {
      open = null;
    } else {
      const is = quote ? "quote" : "text";
      const words = quote?.[1] ?? line.trim();
      if (open && open.is === is) open.text += `\n${words}`;
      else {
        const next: Block = { is, text: words };
        open = next;
        blocks.push(next);
      }
    }
  }
  return blocks;
}

const PIECE = /\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*|`([^`]+)`|\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)/g;

/** Links go to web addresses alone: anything else that looks like one stays text. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const found of text.matchAll(PIECE)) {
    if (found.index > from) pieces.push({ is: "plain", text: text.slice(from, found.index) });
    const [whole, strong, em, code, words, to] = found;
    if (strong !== undefined) pieces.push({ is: "strong", text: strong });
    else if (em !== undefined) pieces.push({ is: "em", text: em });
    else if (code !== undefined) pieces.push({ is: "code", text: code });
    else if (words !== undefined && to !== undefined) pieces.push({ is: "link", text: words, to });
    from = found.index + whole.length;
  }
  if (from < text.length) pieces.push({ is: "plain", text: text.slice(from) });
  return pieces;
}
