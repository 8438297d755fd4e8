import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useId,
  useLayoutEffect,
  useMemo,
  useState,
} from "react";

/** The lowest and the highest value of a picture. */
export type Extent = readonly [low: number, high: number];

interface Shared {
  /** By kind and id of the picture. */
  extents: ReadonlyMap<string, Extent>;
  put: (key: string, extent: Extent | null) => void;
}

const SharedContext = createContext<Shared | null>(null);

/** Pictures of a kind that stand side by side in here have one scale, so that they can be compared by eye. */
export function SharedScales({ children }: { children: ReactNode }) {
  const [extents, setExtents] = useState<ReadonlyMap<string, Extent>>(new Map());
  const put = useCallback(
    (key: string, extent: Extent | null) =>
      setExtents((old) => {
        const next = new Map(old);
        if (extent) next.set(key, extent);
        else next.delete(key);
        return next;
      }),
    [],
  );
  const shared = useMemo(() => ({ extents, put }), [extents, put]);
  return <SharedContext value={shared}>{children}</SharedContext>;
}

/** The ends of the values of all pictures of a kind that stand side by side; null where one stands alone. */
export function useSharedExtent(kind: string, [low, high]: Extent): Extent | null {
  const shared = useContext(SharedContext);
  const put = shared?.put;
  const key = `${kind}|${useId()}`;
  useLayoutEffect(() => {
    put?.(key, [low, high]);
    return () => put?.(key, null);
  }, [put, key, low, high]);
  if (!shared) return null;
  const all = [...shared.extents].filter(([one]) => one.startsWith(`${kind}|`)).map(([, extent]) => extent);
  return [Math.min(low, ...all.map(([one]) => one)), Math.max(high, ...all.map(([, one]) => one))];
}
