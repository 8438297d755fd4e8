import { type RefObject, useEffect } from "react";

/**
 * What scrolls must be reachable by keyboard: while the part that `find` names is larger than its frame, it can
 * be focused and scrolled with the arrow keys.
 */
export function useReachable(frame: RefObject<HTMLElement | null>, find?: string) {
  useEffect(() => {
    const part = find ? frame.current?.querySelector(find) : frame.current;
    if (!part) return;
    const mark = () => {
      if (part.scrollWidth > part.clientWidth || part.scrollHeight > part.clientHeight)
        part.setAttribute("tabindex", "0");
      else part.removeAttribute("tabindex");
    };
    const watch = new ResizeObserver(mark);
    watch.observe(part);
    if (part.firstElementChild) watch.observe(part.firstElementChild);
    return () => watch.disconnect();
  }, [frame, find]);
}
