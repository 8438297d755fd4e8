interface Point {
  value: number | null;
  complete: boolean;
}

interface Props {
  points: Point[];
  label: string;
}

const WIDTH = 200;
const HEIGHT = 48;
const PAD = 3;

/** A small line without axes; the running bucket is dashed. Plain SVG, so that it is there at once. */
export function Sparkline({ points, label }: Props) {
  const values = points.map((point) => point.value ?? 0);
  const top = Math.max(...values, 0) || 1;
  const x = (index: number) => (points.length < 2 ? WIDTH / 2 : (index / (points.length - 1)) * WIDTH);
  const y = (value: number) => HEIGHT - PAD - (value / top) * (HEIGHT - 2 * PAD);
  const at = (index: number) => `${x(index).toFixed(1)},${y(values[index] ?? 0).toFixed(1)}`;
  const firstOpen = points.findIndex((point, index) => index > 0 && !point.complete);
  const solidEnd = firstOpen > 0 ? firstOpen : points.length;
  const solid = points.slice(0, solidEnd).map((_, index) => at(index));
  const dashed =
    firstOpen > 0 ? points.slice(firstOpen - 1).map((_, index) => at(index + firstOpen - 1)) : [];
  return (
    <svg
      className="sparkline"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {solid.length > 1 && (
        <>
          <polygon points={`0,${HEIGHT} ${solid.join(" ")} ${x(solidEnd - 1).toFixed(1)},${HEIGHT}`} />
          <polyline points={solid.join(" ")} />
        </>
      )}
      {dashed.length > 1 && <polyline points={dashed.join(" ")} className="dashed" />}
    </svg>
  );
}
