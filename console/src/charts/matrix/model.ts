/** A table whose cells are coloured by how much they are: the same picture for moves, for scores and for two sides. */

export interface MatrixDoor {
  text: string;
  address: string | null;
  title: string;
  figure?: number;
}

export interface MatrixHead {
  key: string;
  name: string;
  hint?: string;
  /** How many stand here in all. */
  size?: MatrixDoor | undefined;
}

export interface MatrixCell extends MatrixDoor {
  /** What is written under the figure. */
  small?: string;
  /** From 0 to 1: how strong its colour is; null has none. */
  heat: number | null;
  /** Row and column mean the same. */
  own?: boolean;
}

export interface MatrixModel {
  /** What rows are, and what columns are. */
  corner: string;
  rows: readonly MatrixHead[];
  columns: readonly MatrixHead[];
  /** The word over the sizes of rows and beside those of columns. */
  all?: string | undefined;
  cell: (row: MatrixHead, column: MatrixHead) => MatrixCell | null;
}
