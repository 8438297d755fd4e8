import { heat } from "../retention/model";
import type { MatrixDoor, MatrixModel } from "./model";
import "./matrix.css";

interface Props {
  model: MatrixModel;
  dark: boolean;
  description: string;
  /** `key` is that of the cell's row and column, for those whose cells are of questions of their own. */
  onOpen: (door: MatrixDoor, row: string, column: string) => void;
}

/** Rows and columns with their sizes, cells coloured by how much they are; every figure is a door. */
export function Matrix({ model, dark, description, onOpen }: Props) {
  const { rows, columns, all } = model;
  const foot = columns.some((column) => column.size);
  const door = (one: MatrixDoor | undefined, row: string, column: string) =>
    one && <Door door={one} onOpen={() => onOpen(one, row, column)} />;
  return (
    <figure className="heat-scroll" aria-label={description} tabIndex={-1}>
      <table className="heat matrix">
        <thead>
          <tr>
            <th scope="col" className="heat-cohort">
              {model.corner}
            </th>
            {all && (
              <th scope="col" className="heat-size">
                {all}
              </th>
            )}
            {columns.map((column) => (
              <th key={column.key} scope="col" title={column.hint}>
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row" className="heat-cohort" title={row.hint}>
                {row.name}
              </th>
              {all && <td className="heat-size">{door(row.size, row.key, "")}</td>}
              {columns.map((column) => {
                const cell = model.cell(row, column);
                if (!cell) return <td key={column.key} className="matrix-none" />;
                const style = heat(cell.heat, 1, dark) ?? {};
                const body = (
                  <>
                    <b>{cell.text}</b> {cell.small && <small>{cell.small}</small>}
                  </>
                );
                return (
                  <td key={column.key} className={cell.own ? "matrix-own" : ""}>
                    {cell.address ? (
                      <button
                        type="button"
                        style={style}
                        title={`${cell.title}: ${cell.text}`}
                        aria-label={`${cell.title}: ${cell.text}${cell.small ? ` ${cell.small}` : ""}`}
                        onClick={() => onOpen(cell, row.key, column.key)}
                      >
                        {body}
                      </button>
                    ) : (
                      <span style={style}>{body}</span>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
        {foot && (
          <tfoot>
            <tr>
              <th scope="row" className="heat-cohort">
                {all}
              </th>
              {all && <td />}
              {columns.map((column) => (
                <td key={column.key} className="heat-size">
                  {door(column.size, "", column.key)}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </figure>
  );
}

function Door({ door, onOpen }: { door: MatrixDoor; onOpen: () => void }) {
  if (!door.address) return <>{door.text}</>;
  return (
    <button type="button" className="figure-door" aria-label={`${door.title}: ${door.text}`} onClick={onOpen}>
      {door.text}
    </button>
  );
}
