import { useEffect, useState, type RefObject } from 'react';

/** Whether any of an element is within the window; what is not need not be kept up to date. */
export function useInSight(target: RefObject<Element | null>): boolean {
  const [inSight, setInSight] = useState(true);
  useEffect(() => {
    const element = target.current;
    if (!element) return undefined;
    const sight = new IntersectionObserver((entries) => {
      const newest = entries.at(-1);
      if (newest) setInSight(newest.isIntersecting);
    });
    sight.observe(element);
    return () => sight.disconnect();
  }, [target]);
  return inSight;
}
