/** Work that waits until its place on the page comes near. */
import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

/** A ref for an element, and whether it has come within a screen's height of view. */
export function useSeen<Kind extends Element>(): [RefObject<Kind | null>, boolean] {
  const place = useRef<Kind | null>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (seen || !place.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) setSeen(true);
      },
      { rootMargin: "40% 0px" },
    );
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [seen]);
  return [place, seen];
}
