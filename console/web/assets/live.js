// Counts that update by themselves. An element says data-live="URL"; the events from there carry an object of names and numbers, and
// each [data-count="NAME"] within takes its own. A reader is told only of a change, and politely.
export function watchCounts() {
  for (const place of document.querySelectorAll('[data-live]')) {
    const source = new EventSource(place.dataset.live);
    source.addEventListener('counts', (event) => {
      const counts = JSON.parse(event.data);
      for (const shown of place.querySelectorAll('[data-count]')) {
        const now = counts[shown.dataset.count];
        if (now !== undefined && shown.textContent !== String(now)) shown.textContent = String(now);
      }
    });
    source.addEventListener('ended', () => source.close());
    window.addEventListener('pagehide', () => source.close());
  }
}
