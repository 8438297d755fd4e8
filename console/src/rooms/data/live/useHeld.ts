import { useEffect, useState } from "react";
import type { LiveItem } from "@/contract";

export interface Hold {
  /** What was shown when the stream was stopped; null while it is followed. */
  items: LiveItem[] | null;
  paused: boolean;
  pause: () => void;
  /** To the top, and follow again. */
  release: () => void;
}

const MOVED = 8;

/** Holds the stream while the reader has paused it, or has scrolled away from its top. */
export function useHeld(items: LiveItem[] | undefined, filters: string): Hold {
  const [paused, setPaused] = useState(false);
  const [held, setHeld] = useState<{ filters: string; items: LiveItem[] } | null>(null);

  useEffect(() => {
    const onScroll = () => {
      const away = window.scrollY > MOVED;
      setHeld((old) => (away ? (old ?? (items ? { filters, items } : null)) : paused ? old : null));
    };
    window.addEventListener("scroll", onScroll, { passive: true });
    return () => window.removeEventListener("scroll", onScroll);
  }, [items, filters, paused]);

  return {
    // Other filters show another stream: what was held of the first says nothing of it.
    items: held?.filters === filters ? held.items : null,
    paused: paused && held?.filters === filters,
    pause: () => {
      setPaused(true);
      setHeld(items ? { filters, items } : null);
    },
    release: () => {
      setPaused(false);
      setHeld(null);
      window.scrollTo({ top: 0 });
    },
  };
}
