// What scripts add to the text area of an agreement: findings as somebody types, what may stand where the cursor is, and what a word
// means. The text area stays what the form sends. The editor lives in a shadow root, where its styles need no exception from the
// policy of content; Tab leaves it, as it leaves every other field.
import { autocompletion, closeBrackets, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { lintKeymap, linter } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView, drawSelection, highlightActiveLine, hoverTooltip, keymap, lineNumbers } from '@codemirror/view';

const look = EditorView.theme({
  '&': { border: '2px solid #0b0c0c', fontSize: '16px', maxHeight: '75vh' },
  '&.cm-focused': { outline: '3px solid #ffdd00', outlineOffset: '0' },
  '.cm-scroller': { fontFamily: 'monospace', lineHeight: '1.5', overflow: 'auto' },
  '.cm-gutters': { color: '#484949', backgroundColor: '#f3f3f3' },
  '.cm-activeLine': { backgroundColor: '#f0f4f9' },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy #ca3535 2px' },
  '.cm-lintRange-warning': { backgroundImage: 'none', textDecoration: 'underline wavy #b35f00 2px' },
  '.cm-tooltip': { maxWidth: '40em', fontFamily: 'Arial, sans-serif', border: '1px solid #0b0c0c', backgroundColor: '#fff' },
  '.cm-app-help': { padding: '10px', whiteSpace: 'pre-line' },
  '.cm-app-help strong': { display: 'block' },
  '.cm-diagnostic': { padding: '10px' },
});

function start(area) {
  const token = area.form.elements.token.value;

  async function ask(what, text, more = {}) {
    const answer = await fetch(`/editing/${what}`, { method: 'POST', body: new URLSearchParams({ token, text, ...more }) });
    if (!answer.ok) throw new Error(`the console answered ${answer.status}`);
    return answer.json();
  }

  // Lines and columns count characters from 1; the editor counts the halves of those outside the first plane too.
  function offset(doc, place) {
    const line = doc.line(Math.min(Math.max(place.line, 1), doc.lines));
    return line.from + [...line.text].slice(0, place.column - 1).join('').length;
  }
  function range(doc, place) {
    const from = Math.min(offset(doc, place), doc.length);
    const to = Math.min(offset(doc, { line: place.line, column: place.column + place.length }), doc.length);
    return { from, to: Math.max(from, to) };
  }
  function cursor(doc, position) {
    const line = doc.lineAt(position);
    return { line: String(line.number), column: String([...line.text.slice(0, position - line.from)].length + 1) };
  }

  async function findings(view) {
    const { doc } = view.state;
    const { findings: all } = await ask('check', doc.toString());
    return all.map((one) => {
      const place = range(doc, one.place);
      const actions = one.instead
        ? [{ name: `Write ${one.instead}`, apply: (now, from, to) => now.dispatch({ changes: { from, to, insert: one.instead } }) }]
        : [];
      return { ...place, severity: one.severity, message: `${one.cause}. ${one.fix}`, actions };
    });
  }

  async function suggestions(context) {
    if (!context.explicit && !context.matchBefore(/[\w.\-/]+/)) return null;
    const { doc } = context.state;
    const found = await ask('complete', doc.toString(), cursor(doc, context.pos));
    if (found.suggestions.length === 0) return null;
    const place = range(doc, found.replaces);
    return { from: place.from, to: Math.max(place.to, context.pos), options: found.suggestions.map((one) => ({ label: one.text, info: one.detail })) };
  }

  async function meaning(view, position) {
    const { doc } = view.state;
    const found = await ask('explain', doc.toString(), cursor(doc, position));
    if (!found.title) return null;
    const place = range(doc, found.place);
    return {
      pos: place.from,
      end: place.to,
      above: true,
      create() {
        const dom = document.createElement('div');
        dom.className = 'cm-app-help';
        const title = document.createElement('strong');
        title.textContent = found.title;
        dom.append(title, found.text);
        return { dom };
      },
    };
  }

  const place = document.createElement('div');
  place.dataset.editing = area.id;
  area.before(place);
  const root = place.attachShadow({ mode: 'open' });
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: area.value,
      extensions: [
        look,
        lineNumbers(),
        history(),
        drawSelection(),
        highlightActiveLine(),
        closeBrackets(),
        autocompletion({ override: [suggestions] }),
        linter(findings, { delay: 500 }),
        hoverTooltip(meaning),
        keymap.of([...completionKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap]),
        EditorView.contentAttributes.of({ 'aria-label': 'The agreement', 'aria-multiline': 'true', spellcheck: 'false', tabindex: '0' }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) area.value = update.state.doc.toString();
        }),
      ],
    }),
  });
  area.hidden = true;
  const label = document.querySelector(`label[for="${area.id}"]`);
  label.addEventListener('click', () => view.focus());

  for (const link of document.querySelectorAll('a[data-line]')) {
    link.addEventListener('click', (event) => {
      event.preventDefault();
      const at = offset(view.state.doc, { line: Number(link.dataset.line), column: Number(link.dataset.column) });
      view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) });
      place.scrollIntoView({ block: 'nearest' });
      view.focus();
    });
  }
}

for (const area of document.querySelectorAll('textarea[data-editor]')) start(area);
