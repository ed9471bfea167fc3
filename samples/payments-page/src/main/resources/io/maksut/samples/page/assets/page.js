// Live changes: the server tells which payment changed, and whatever shows it asks for itself again.
(() => {
  'use strict';
  const body = document.body;
  const after = body.dataset.liveAfter;
  const said = document.getElementById('said');
  const fresh = document.getElementById('fresh');
  const offline = document.getElementById('offline');
  let source = null;
  let last = after;

  const refresh = (topic) => {
    const all = topic === 'everything' ? '[data-live]' : `[data-live="${CSS.escape(topic)}"]`;
    document.querySelectorAll(all).forEach((element) => window.htmx.trigger(element, 'live'));
    if (fresh && (topic === 'new-payment' || topic === 'everything')) {
      fresh.hidden = false;
    }
  };

  const open = () => {
    if (source) {
      return;
    }
    source = new EventSource(`/events?after=${last}`);
    source.addEventListener('changed', (event) => {
      last = event.lastEventId || last;
      refresh(event.data);
    });
    source.addEventListener('open', () => { offline.hidden = true; });
    source.addEventListener('error', () => { offline.hidden = false; });
  };

  const close = () => {
    if (source) {
      source.close();
      source = null;
    }
  };

  if (after) {
    open();
    // A browser has few connections for one site: pages that nobody sees give theirs back.
    document.addEventListener('visibilitychange', () => (document.hidden ? close() : open()));
    window.addEventListener('pagehide', close);
    window.addEventListener('pageshow', open);
  }

  // What changed is said aloud, and where the keyboard was it stays.
  let focused = null;
  document.addEventListener('htmx:beforeSwap', (event) => {
    const active = document.activeElement;
    focused = event.detail.target.contains(active) ? active.getAttribute('href') : null;
  });
  document.addEventListener('htmx:afterSettle', (event) => {
    const element = event.detail.elt;
    if (focused) {
      const again = document.querySelector(`#${CSS.escape(element.id)} a[href="${CSS.escape(focused)}"]`);
      if (again) {
        again.focus({ preventScroll: true });
      }
      focused = null;
    }
    if (element.dataset.say) {
      said.textContent = element.dataset.say;
    }
  });
})();
