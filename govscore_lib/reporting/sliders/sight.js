/* What can be seen: only that is written while something moves. */

const NEAR = "64px"; // what is so near the window counts as seen

export class Sight {
  constructor() {
    this.seen = new Set();
    this.observer = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) { this.seen.add(target); } else { this.seen.delete(target); }
      }
    }, { rootMargin: NEAR });
  }

  watch(element) { this.observer.observe(element); }

  sees(element) { return this.seen.has(element); }
}
