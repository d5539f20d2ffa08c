// An administrator reads an agreement, writes its next version, and sees what that would mean: with scripts and without.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Person, closeBrowser } from './person.mjs';

after(closeBrowser);

const right = '  from     school, council\n  to       council, police, nhs\n';
const wider = '  from     school, council\n  to       council, police, nhs, probation\n';

async function opens(bola) {
  await bola.signsIn();
  await bola.goes('/agreements');
  await bola.says('In force');
  await bola.looks('agreements');
  await bola.follows('lbbd-prevent/1');
  await bola.looks('agreement-schedule');
  await bola.follows('Who sees what');
  await bola.says('Always in full');
  await bola.looks('agreement-matrix');
  await bola.follows('As others would see it');
  await bola.says('From council/lbbd to each of the others');
  await bola.looks('agreement-as-seen');
  await bola.follows('Text');
  await bola.looks('agreement-text');
  await bola.presses('Write the next version');
}

test('an administrator writes the next version without scripts', async () => {
  const bola = (await Person.arrives('bola', { scripts: false })).expects(422);
  await opens(bola);
  const area = bola.page.locator('#text');
  const text = await area.inputValue();
  assert.ok(text.includes('agreement "lbbd-prevent" version 2'));
  await area.fill(text.replace('share    education\n', 'share    educaton\n'));
  await bola.presses('Save and check');
  await bola.says('There is a problem');
  await bola.says('Did you mean “education”?');
  await bola.looks('draft-wrong');
  await area.fill(text.replace(right, wider));
  await bola.presses('Save and check');
  await bola.says('Saved. It can be proposed, but read the warnings below.');
  await bola.looks('draft-right');
  await bola.follows('What changes');
  await bola.says('Something may be shared that was not.');
  await bola.says('Clause 4.1 (new) grants it');
  await bola.looks('agreement-difference');
  await bola.leaves();
});

test('an administrator is told as they type, with scripts', async () => {
  const bola = (await Person.arrives('bola')).expects(422);
  await opens(bola);
  const editor = bola.page.locator('.cm-content');
  await editor.waitFor();
  await editor.click();
  await bola.page.keyboard.press('Control+End');
  await bola.page.keyboard.type('\nclause 9.9 "Slip"\n  share subject.adress');
  await bola.page.keyboard.press('Escape');
  await bola.page.locator('.cm-lintRange-error').first().waitFor();
  await bola.looks('draft-as-typed');
  await bola.page.keyboard.type('\n  share subject.na');
  await bola.page.keyboard.press('Control+Space');
  await bola.page.locator('.cm-tooltip-autocomplete').waitFor();
  await bola.looks('draft-completion');
  await bola.page.keyboard.press('Escape');
  await bola.presses('Save and check');
  await bola.says('There is a problem');
  await bola.page.locator('a[data-line]').first().click();
  assert.ok(await bola.page.evaluate(() => document.querySelector('[data-editing]').shadowRoot.activeElement !== null), 'the link leads into the editor');
  await bola.looks('draft-wrong');
  await bola.leaves();
});

test('Tab leaves the editor', async () => {
  const bola = await Person.arrives('bola');
  await bola.signsIn();
  await bola.goes('/agreements');
  await bola.presses('Write a new agreement');
  await bola.page.locator('.cm-content').click();
  await bola.tabsTo('Save and check');
  await bola.leaves();
});
test('an administrator changes a clause without typing the language', async () => {
  for (const scripts of [true, false]) {
    const bola = (await Person.arrives('bola', { scripts })).expects(422);
    await bola.signsIn();
    await bola.goes('/agreements/lbbd-prevent/1/text');
    await bola.presses('Write the next version');
    await bola.follows('Clauses');
    await bola.says('Schools need an age, not a date');
    await bola.looks('draft-clauses');
    await bola.follows('1.2');
    await bola.looks('draft-clause');
    await bola.fills('What it is about', '');
    await bola.presses('Save the clause');
    await bola.says('Enter what the clause is about');
    await bola.looks('draft-clause-wrong');
    await bola.fills('What it is about', 'What a school gets');
    await bola.page.locator('summary', { hasText: 'Education' }).first().click();
    await bola.page.locator('input[name="add"][value="education"]').check();
    await bola.presses('Save the clause');
    await bola.says('The clause is saved.');
    await bola.looks('draft-clause-saved');
    await bola.follows('See the text');
    assert.match(await bola.page.locator('#text').inputValue(), /clause 1\.2 "What a school gets"[^]*share {4}.*education/);
    await bola.leaves();
  }
});
