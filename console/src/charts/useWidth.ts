import { type RefObject, useLayoutEffect, useState } from "react";

/** How wide an element is, from the first paint on and whenever it changes; before that it is taken to be large. */
export function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(960);
  useLayoutEffect(() => {
    const node = element.current;
    if (!node) return;
    const measure = () => {
      if (node.clientWidth > 0) setWidth(node.clientWidth);
    };
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(node);
    return () => watch.disconnect();
  }, [element]);
  return width;
}
