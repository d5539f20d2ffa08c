// What updates by itself. An element says data-live="URL"; the events from there carry an object of names and numbers, and each
// [data-count="NAME"] within takes its own: text, or how far a progress bar is. "done" goes to data-live-done.
function show(place, counts) {
  for (const shown of place.querySelectorAll('[data-count]')) {
    const now = counts[shown.dataset.count];
    if (now === undefined) continue;
    if (shown instanceof HTMLProgressElement) {
      shown.max = Number(counts.of ?? shown.max);
      shown.value = Number(now);
    } else if (shown.textContent !== now) {
      shown.textContent = now;
    }
  }
}

export function watchCounts() {
  for (const place of document.querySelectorAll('[data-live]')) {
    const source = new EventSource(place.dataset.live);
    source.addEventListener('counts', (event) => show(place, JSON.parse(event.data)));
    source.addEventListener('ended', () => source.close());
    source.addEventListener('done', () => {
      source.close();
      if (place.dataset.liveDone) window.location.assign(place.dataset.liveDone);
    });
    window.addEventListener('pagehide', () => source.close());
  }
}
